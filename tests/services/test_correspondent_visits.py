"""Correspondents come in by a link that works once, for some hours, and never beyond their mandate."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AccessLink, Letter, LinkPurpose, Mandate
from app.services import access_links, correspondent_visits, link_requests, mandates, settings
from app.services.actors import SYSTEM
from app.services.correspondent_visits import Visit
from app.services.delegation_errors import MandateEnded
from app.services.errors import LinkUnknown, LinkUsed
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration
from tests.received_mail import Mailboxes, link_in


def sent() -> int:
    link_requests.answer()
    return len(db.session.scalars(select(Letter.id)).all())


def end_mandates() -> None:
    for mandate in db.session.scalars(select(Mandate)):
        mandates.end_now(mandate, SYSTEM)


def test_a_link_is_sent_to_whoever_speaks_for_a_body(app: Flask, mailbox: Mailboxes) -> None:
    person = a_correspondent(a_body("MD"), email="ion@igp.example")
    link_requests.ask_for_delegation(" Ion@IGP.example")
    link_requests.answer()
    [mail] = mailbox.deliver()
    assert mail["To"] == "ion@igp.example"
    token = link_in(mail, "/delegation/enter/").removeprefix("/delegation/enter/")
    assert correspondent_visits.look(token) is person


@pytest.mark.parametrize("address", ["nobody@igp.example", "", "former@igp.example"])
def test_others_get_nothing(app: Flask, address: str) -> None:
    a_registration(an_event(), email="nobody@igp.example")
    a_correspondent(a_body("MD"), email="former@igp.example")
    end_mandates()
    link_requests.ask_for_delegation(address)
    assert sent() == 0


def test_one_can_ask_only_so_often(app: Flask) -> None:
    a_correspondent(a_body("MD"), email="ion@igp.example")
    for _ in range(5):
        link_requests.ask_for_delegation("ion@igp.example")
        db.session.commit()
    assert sent() == 1, "of a chain in one transaction the last goes out"
    db.session.commit()
    for _ in range(5):
        link_requests.ask_for_delegation("ion@igp.example")
        link_requests.answer()
        db.session.commit()
    assert sent() == settings.number("link_resends_per_hour")


def test_looking_uses_nothing_up_and_entering_does(app: Flask) -> None:
    token = access_links.mint_for_correspondent(a_correspondent(a_body("MD")))
    for _ in range(3):
        correspondent_visits.look(token)
    correspondent_visits.enter(token)
    for again in (correspondent_visits.look, correspondent_visits.enter):
        with pytest.raises(LinkUsed):
            again(token)


def test_a_visit_ends_by_itself(app: Flask) -> None:
    person = a_correspondent(a_body("MD"))
    link = correspondent_visits.enter(access_links.mint_for_correspondent(person))
    assert correspondent_visits.visit(link.id) == Visit(person, [a_body("MD")])
    link.used_at = now() - timedelta(hours=settings.number("correspondent_visit_hours"))
    assert correspondent_visits.visit(link.id) is None


def test_a_visit_is_ended_by_its_button(app: Flask) -> None:
    link = correspondent_visits.enter(access_links.mint_for_correspondent(a_correspondent(a_body("MD"))))
    correspondent_visits.leave(link.id)
    assert correspondent_visits.visit(link.id) is None


def test_with_the_mandate_everything_ends(app: Flask) -> None:
    person = a_correspondent(a_body("MD"))
    link = correspondent_visits.enter(access_links.mint_for_correspondent(person))
    unused = access_links.mint_for_correspondent(person)
    end_mandates()
    assert correspondent_visits.visit(link.id) is None
    with pytest.raises(MandateEnded):
        correspondent_visits.enter(unused)


def test_a_link_that_was_not_used_is_no_visit(app: Flask) -> None:
    access_links.mint_for_correspondent(a_correspondent(a_body("MD")))
    link = db.session.scalars(select(AccessLink)).one()
    assert correspondent_visits.visit(link.id) is None


def test_another_link_is_no_visit(app: Flask) -> None:
    token = access_links.mint_for_registration(a_registration(an_event()), LinkPurpose.MY_REGISTRATION)
    link = db.session.scalars(select(AccessLink)).one()
    link.used_at = now()
    assert correspondent_visits.visit(link.id) is None
    correspondent_visits.leave(link.id)
    assert link.revoked_at is None
    with pytest.raises(LinkUnknown):
        correspondent_visits.enter(token)


def test_of_two_who_press_at_once_one_comes_in(app: Flask) -> None:
    token = access_links.mint_for_correspondent(a_correspondent(a_body("MD")))
    db.session.flush()
    found_by_both = access_links.find(token, LinkPurpose.SIGN_IN)
    correspondent_visits.enter(token)
    with pytest.raises(LinkUsed):
        access_links.use(found_by_both)
