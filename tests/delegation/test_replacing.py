"""A correspondent replaces somebody, until the last day: the place passes over, and the newcomer gets in at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    LIVING,
    Category,
    CheckIn,
    Event,
    Letter,
    LetterKind,
    Mode,
    Place,
    Registration,
    Role,
    Status,
    UserRole,
)
from tests.delegation.entering import enter
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_user
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


@pytest.fixture
def event(app: Flask) -> Event:
    """The deadline for nominations is over: it binds no replacement."""
    return an_event(capacity_in_person=1, nominations_until=now() - timedelta(days=1))


def opened(visitor: Visitor, leaving: Registration) -> Page:
    return visitor.visit(f"/delegation/people/{leaving.id}/replace")


def replaced(visitor: Visitor, leaving: Registration, **answers: Any) -> Page:
    given = {"given_name": "Ion", "family_name": "RUSU", "email": "ion@igp.example", **answers}
    return opened(visitor, leaving).submit("form#nominee", **given)


def newcomer() -> Registration:
    return db.session.scalars(select(Registration).where(Registration.family_name == "RUSU")).one()


def test_one_comes_in_place_of_another(correspondent: Visitor, event: Event) -> None:
    workshop = a_session(event, 1, sign_up=True)
    leaving = a_registration(event, Status.CONFIRMED, family_name="POPA", role=Role.HEAD, function="Chief")
    a_sign_up(leaving, workshop)
    page = opened(correspondent, leaving)
    assert "Replace Ana POPA" in page.one("h1").get_text()
    assert "The place passes over; nobody else moves." in page.text
    assert f"So do the sign-ups for sessions: “{workshop.title_en}”." in page.text
    assert "The old private link stops working." in page.text
    assert "desk at the entrance" not in page.text
    untouched = page.fields("form#nominee")
    assert untouched["role"] == "head"
    assert [untouched[name] for name in ("given_name", "family_name", "email", "function")] == [""] * 4
    page = replaced(correspondent, leaving)
    assert page.address == "/delegation/"
    assert "Ion RUSU is nominated in place of Ana POPA. Both are told by letter." in page.text
    made = newcomer()
    assert (leaving.status, leaving.replaced) == (Status.WITHDRAWN, True)
    assert (made.status, made.place, made.role) == (Status.NOMINATED, Place.HELD, Role.HEAD)
    assert (made.replaces_id, [row.session_id for row in made.sign_ups]) == (leaving.id, [workshop.id])
    kinds = db.session.scalars(select(Letter.kind).order_by(Letter.id)).all()
    assert kinds == [LetterKind.REPLACED, LetterKind.REPLACEMENT]


def test_the_position_passes_over(correspondent: Visitor, event: Event) -> None:
    a_registration(event, Status.CONFIRMED, body=a_body("DE"))
    leaving = a_registration(event, place=Place.WAITING)
    assert "The position on the waiting list passes over (1)." in opened(correspondent, leaving).text
    replaced(correspondent, leaving)
    assert newcomer().place is Place.WAITING


@pytest.mark.parametrize("status", [status for status in Status if status not in LIVING])
def test_nobody_replaces_whoever_has_gone(correspondent: Visitor, event: Event, status: Status) -> None:
    leaving = a_registration(event, status)
    assert opened(correspondent, leaving).status == 409


def test_gone_in_the_meantime(correspondent: Visitor, event: Event) -> None:
    leaving = a_registration(event)
    page = opened(correspondent, leaving)
    answers = {"given_name": "Ion", "family_name": "RUSU", "email": "ion@igp.example"}
    page.submit("form#nominee", **answers)
    again = page.submit("form#nominee", **answers)
    assert again.status == 409
    assert "cannot be changed in this way" in again.one(".problem").get_text()
    assert again.one("[name=family_name]")["value"] == "RUSU"
    assert newcomer().replaces_id == leaving.id


def test_whoever_is_registered_replaces_nobody(correspondent: Visitor, event: Event) -> None:
    event.capacity_in_person = None
    leaving = a_registration(event)
    a_registration(event, Status.CONFIRMED, given_name="Ion", family_name="RUSU", email="ion@igp.example")
    page = replaced(correspondent, leaving)
    assert page.status == 409
    assert "Ion RUSU is in this delegation already (confirmed)." in page.one("#email-error").get_text()
    assert replaced(correspondent, leaving, email="x").status == 422


def test_after_the_event_nobody_is_replaced(correspondent: Visitor) -> None:
    past = an_event(starts_at=now() - timedelta(days=3), ends_at=now() - timedelta(days=1))
    assert opened(correspondent, a_registration(past)).status == 409


@pytest.mark.parametrize(
    "whose",
    [
        {"body": "DE"},
        {"body": "CA", "category": Category.OBSERVER},
        {"body": "MD", "category": Category.SPEAKER_EXPERT},
    ],
)
def test_anothers_people_do_not_exist(correspondent: Visitor, event: Event, whose: dict[str, Any]) -> None:
    own = a_registration(event)
    token = opened(correspondent, own).fields("form#nominee")["csrf_token"]
    theirs = a_registration(event, **{**whose, "body": a_body(whose["body"])})
    address = f"/delegation/people/{theirs.id}/replace"
    assert correspondent.get(address).status_code == 404
    sent = {
        "csrf_token": token,
        "family_name": "RUSU",
        "email": "i@x.example",
        "registration_id": str(own.id),
    }
    assert correspondent.post(address, data=sent).status_code == 404
    assert theirs.status is Status.SUBMITTED


def test_on_the_morning_the_newcomer_is_let_in(client: Visitor) -> None:
    event = an_event(starts_at=now() - timedelta(hours=1), nominations_until=now() - timedelta(days=30))
    event.mode = Mode.IN_PERSON
    leaving = a_registration(event, Status.CONFIRMED)
    enter(client, a_correspondent(a_body("MD")))
    assert "the desk at the entrance shows the newcomer as not confirmed" in opened(client, leaving).text
    replaced(client, leaving)
    sign_in(client, a_user(role=UserRole.DESK_AGENT))
    found = client.visit(f"/check-in/{event.slug}").submit("form.scan", code="RUSU")
    answer = found.submit(f"form:has([value='{newcomer().id}'])")
    assert "ot confirmed" in answer.text
    answer.submit("form:has([name=anyway])")
    entry = db.session.scalars(select(CheckIn)).one()
    assert (entry.registration_id, newcomer().status) == (newcomer().id, Status.NOMINATED)
