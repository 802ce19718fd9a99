"""Invitation links: what they admit to, until when, how often."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, Category, EventStatus, InvitationLink, Way
from app.services import invitations
from app.services.actors import Actor, staff
from app.services.errors import (
    BodyDoesNotFit,
    EventReadOnly,
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    NotFound,
)
from app.services.event_errors import CategoryNotAdmitted, ExpiryPast
from app.services.invitations import InvitationDetails
from tests.factories.bodies import a_body
from tests.factories.events import admission_of, an_event
from tests.factories.users import a_user


@pytest.fixture
def organiser(app: Flask) -> Actor:
    return staff(a_user())


def press(**changes: object) -> InvitationDetails:
    return replace(InvitationDetails(Category.PRESS, now() + timedelta(days=3)), **changes)  # type: ignore[arg-type]


def test_the_secret_is_known_to_nobody_afterwards(organiser: Actor) -> None:
    link, token = invitations.create(an_event().id, press(), organiser)

    assert len(token) >= 22  # 128 bits and more
    assert token not in str(vars(db.session.scalars(select(InvitationLink)).one()))
    assert invitations.find_usable(token) is link
    line = db.session.scalars(select(AuditEntry)).one()
    assert (line.action, line.subject_id, line.fields) == ("invitation.created", link.id, ["press"])


def test_a_link_that_opens_nothing_says_why(organiser: Actor) -> None:
    event = an_event()
    link, token = invitations.create(event.id, press(max_uses=2), organiser)
    link.uses = 1
    assert invitations.find_usable(token)
    link.uses = 2
    with pytest.raises(LinkUsed):
        invitations.find_usable(token)
    link.uses, link.expires_at = 0, now()
    with pytest.raises(LinkExpired):
        invitations.find_usable(token)
    for unknown in ("", token[:-1], "\x00" * 40, "ё" * 5000):
        with pytest.raises(LinkUnknown):
            invitations.find_usable(unknown)


def test_a_revoked_link_opens_nothing(organiser: Actor) -> None:
    event = an_event()
    link, token = invitations.create(event.id, press(), organiser)
    first = invitations.revoke(event, link.id, organiser).revoked_at

    with pytest.raises(LinkExpired):
        invitations.find_usable(token)
    assert invitations.revoke(event, link.id, organiser).revoked_at == first
    assert len(db.session.scalars(select(AuditEntry)).all()) == 2
    with pytest.raises(NotFound):
        invitations.revoke(an_event(), link.id, organiser)


def test_a_body_must_fit_the_capacity(organiser: Actor) -> None:
    event = an_event()
    observer = press(category=Category.OBSERVER, body_id=a_body("INTERPOL").id)
    assert invitations.create(event.id, observer, organiser)
    for body_id in (a_body("MD").id, a_body("ECCD").id, 987_654):
        with pytest.raises(BodyDoesNotFit):
            invitations.create(event.id, replace(observer, body_id=body_id), organiser)


def test_links_are_for_whom_the_event_admits_and_for_days_to_come(organiser: Actor) -> None:
    event = an_event()
    admission_of(event, Category.PRESS, way=Way.NOT_ADMITTED)
    with pytest.raises(CategoryNotAdmitted):
        invitations.create(event.id, press(), organiser)
    with pytest.raises(ExpiryPast):
        invitations.create(event.id, press(category=Category.GUEST, expires_at=now()), organiser)
    with pytest.raises(EventReadOnly):
        invitations.create(an_event(status=EventStatus.CANCELLED).id, press(), organiser)


def test_the_links_of_an_event(organiser: Actor) -> None:
    event = an_event()
    made = [invitations.create(event.id, press(), organiser)[0] for _ in range(2)]
    invitations.create(an_event().id, press(), organiser)
    assert invitations.of_event(event) == made[::-1]
