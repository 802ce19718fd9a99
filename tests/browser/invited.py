"""Somebody who is invited: an event with the whole list of bodies, and the mail with the link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Category, Registration, Status
from app.services import invitations, reference_data
from app.services.actors import staff
from app.services.invitations import InvitationDetails
from tests.browser.served_here import served_here
from tests.factories.events import a_session, an_event
from tests.factories.users import an_administrator
from tests.received_mail import Mailboxes


class Invited:
    """The event's address, the link of the invitation, and the mails that come."""

    def __init__(self, site: str, link: str, mailbox: Mailboxes) -> None:
        self.site, self.link, self._mailbox = site, link, mailbox

    def mail(self, address: str, path: str) -> str:
        """The link of the latest mail, to this site."""
        found = self.site + self._mailbox.link_to(address, path)
        db.session.rollback()
        return found

    def status(self) -> Status | None:
        """How the registration stands; None while there is none."""
        found = db.session.scalar(select(Registration.status))
        db.session.rollback()
        return found


@contextmanager
def an_invitation(app: Flask, mailbox: Mailboxes) -> Iterator[Invited]:
    """A conference in Strasbourg to which a delegate is invited; whoever confirms the address has the place."""
    reference_data.load()
    event = an_event([Category.MEMBER_STATE_DELEGATE], slug="trust", capacity_in_person=5, city="Strasbourg")
    a_session(event, 1, sign_up=True, title_en="Workshop on evidence", title_fr="Atelier sur la preuve")
    details = InvitationDetails(Category.MEMBER_STATE_DELEGATE, now() + timedelta(days=9))
    _link, token = invitations.create(event.id, details, staff(an_administrator()))
    db.session.commit()
    with served_here(app) as site:
        db.session.rollback()
        yield Invited(site, f"{site}/i/{token}", mailbox)


def mail_with(link: str) -> str:
    """What a mail program shows."""
    assert re.match(r"https?://", link)
    return f'<!doctype html><html lang="fr"><title>Mail</title><p>Invitation : <a href="{link}">Ouvrir</a></p></html>'
