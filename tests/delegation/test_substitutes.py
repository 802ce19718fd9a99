"""Somebody declined and proposed another: one click names that person, another sets the proposal aside."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Event, Registration, Status, Substitute
from app.services import answering
from app.services.answering import Proposed
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor

ION = Proposed("RUSU", "ion@igp.example", given_name="Ion")


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event()


@pytest.fixture
def declined(event: Event) -> Registration:
    return answering.decline(a_registration(event, Status.NOMINATED).id, None, ION)


def clicked(visitor: Visitor, registration: Registration, what: str) -> Page:
    token = visitor.visit(f"/delegation/{registration.event.slug}/MD/nominate").fields("form#nominee")[
        "csrf_token"
    ]
    address = f"/delegation/people/{registration.id}/substitute/{what}"
    return Page(visitor, visitor.post(address, data={"csrf_token": token}, follow_redirects=True))


def test_one_click_names_the_substitute(correspondent: Visitor, declined: Registration) -> None:
    page = clicked(correspondent, declined, "nominate")
    assert page.address == "/delegation/"
    assert "Ion RUSU is nominated." in page.text
    for again in ("nominate", "set-aside"):
        page = clicked(correspondent, declined, again)
        assert (page.status, "No substitute is proposed any more." in page.text) == (409, True)
    found = db.session.scalars(select(Registration).where(Registration.family_name == "RUSU")).all()
    assert [row.status for row in found] == [Status.NOMINATED]


def test_a_proposal_is_set_aside(correspondent: Visitor, declined: Registration) -> None:
    page = clicked(correspondent, declined, "set-aside")
    assert "The proposal is set aside. Nobody is told." in page.text
    assert clicked(correspondent, declined, "nominate").status == 409
    assert db.session.scalars(select(Registration)).one() is declined
    assert db.session.get_one(Substitute, declined.id).settled_at is not None


def test_whoever_is_in_the_delegation_by_now(
    correspondent: Visitor, event: Event, declined: Registration
) -> None:
    a_registration(event, given_name="Ion", family_name="RUSU", email="ion@igp.example")
    page = clicked(correspondent, declined, "nominate")
    assert (page.status, "Ion RUSU is in this delegation already" in page.text) == (409, True)
    assert db.session.get_one(Substitute, declined.id).settled_at is None


@pytest.mark.parametrize("what", ["nominate", "set-aside"])
def test_anothers_proposal_does_not_exist(correspondent: Visitor, event: Event, what: str) -> None:
    theirs = a_registration(event, Status.NOMINATED, body=a_body("DE"))
    answering.decline(theirs.id, None, ION)
    assert clicked(correspondent, theirs, what).status == 404
    assert db.session.get_one(Substitute, theirs.id).settled_at is None
