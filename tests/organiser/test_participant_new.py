"""Entered by hand: under the same rules as everybody, with nothing lost when one of them refuses."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import (
    Category,
    Event,
    EventStatus,
    Letter,
    LetterKind,
    Origin,
    Place,
    Registration,
    Role,
    Status,
)
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor


def entered(visitor: Visitor, event: Event, **answers: Any) -> Page:
    given: dict[str, Any] = {
        "category": "member_state_delegate",
        "body": str(a_body("MD").id),
        "given_name": " Ana ",
        "family_name": "CEBOTARI",
        "email": "Ana <a.cebotari@igp.example>",
        "language": "fr",
        **answers,
    }
    slug = event.slug
    db.session.commit()
    return visitor.visit(f"/organiser/events/{slug}/participants/new").submit("form#person", **given)


def the_one() -> Registration:
    return db.session.scalars(select(Registration)).one()


def test_somebody_is_entered_and_shown(organiser: Visitor) -> None:
    event = an_event()
    session = a_session(event, 2, sign_up=True)
    page = entered(
        organiser,
        event,
        role="head",
        mode="online",
        sessions=[str(session.id)],
        function="Adviser",
        own_script_name="Ана ЧЕБОТАРИ",
        discreet="y",
    )
    registration = the_one()
    assert page.status == 200
    assert page.address.endswith(f"/participants/{registration.id}")
    assert "Entered. The letter is on its way." in page.text
    assert (registration.origin, registration.status, registration.place) == (
        Origin.STAFF,
        Status.SUBMITTED,
        Place.HELD,
    )
    assert (registration.role, registration.mode.value, registration.language.value) == (
        Role.HEAD,
        "online",
        "fr",
    )
    assert (registration.given_name, registration.email) == ("Ana", "a.cebotari@igp.example")
    assert registration.discreet
    assert [row.session_id for row in registration.sign_ups] == [session.id]
    assert list(db.session.scalars(select(Letter.kind))) == [LetterKind.RECEIVED]


@pytest.mark.parametrize(
    ("capacity", "words"), [(5, "Entered and confirmed."), (0, "Entered, on the waiting list.")]
)
def test_the_message_says_what_became_of_it(organiser: Visitor, capacity: int, words: str) -> None:
    event = an_event(open_to=[Category.GUEST], capacity_in_person=capacity)
    page = entered(organiser, event, category="guest", body_text="University", role="")
    assert words in page.text
    assert the_one().role is None


def test_free_text_in_place_of_a_body(organiser: Visitor) -> None:
    entered(organiser, an_event(), category="press", body="", body_text="The Daily", role="")
    assert (the_one().body, the_one().body_text) == (None, "The Daily")


def test_a_missing_body_is_said_with_whatever_else_is_missing(organiser: Visitor) -> None:
    page = entered(organiser, an_event(), body="", family_name="", email="")
    assert page.status == 422
    assert [line["href"] for line in page.soup.select(".problem a")] == ["#body", "#family_name", "#email"]


def test_whoever_is_registered_is_shown_instead(organiser: Visitor) -> None:
    event = an_event()
    known = a_registration(event, given_name="Cebotari", family_name="ANA", email="A.Cebotari@igp.example")
    page = entered(organiser, event)
    assert page.status == 409
    assert known.reference in page.one(".problem").get_text()
    assert page.follow("Open the registration of this person").address.endswith(f"/participants/{known.id}")
    assert the_one() is known


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"family_name": "  "}, "family_name", "Enter the family name"),
        ({"family_name": "x" * 10_000}, "family_name", "Use 100 characters at most"),
        ({"email": "nobody"}, "email", "This is not an e-mail address"),
        ({"body": "", "body_text": ""}, "body", "Choose from the list"),
        ({"category": "observer"}, "body", "does not fit"),
        ({"mode": "hybrid"}, "mode", ""),
        ({"category": "everything"}, "category", ""),
        ({"sessions": ["999999"]}, "sessions", ""),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    organiser: Visitor, answers: dict[str, Any], field: str, words: str
) -> None:
    event = an_event()
    a_session(event, 2, sign_up=True)
    page = entered(organiser, event, function="kept", **answers)
    assert page.status == 422
    assert page.one("[name=function]")["value"] == "kept"
    links = [str(link["href"]) for link in page.soup.select(".problem a")]
    assert any(link.startswith(f"#{field}") for link in links), links
    assert words in page.text
    assert not db.session.scalars(select(Registration)).all()


def test_sessions_at_the_same_time_and_a_second_head_are_refused(organiser: Visitor) -> None:
    event = an_event()
    ids = [str(a_session(event, 2, sign_up=True).id) for _ in range(2)]
    page = entered(organiser, event, sessions=ids)
    assert page.status == 422
    assert "are at the same time" in page.text
    a_registration(event, role=Role.HEAD)
    page = entered(organiser, event, role="head")
    assert page.status == 409
    assert "This delegation has a head already." in page.one(".problem").get_text()


def test_the_language_can_be_switched_without_losing_anything(organiser: Visitor) -> None:
    event = an_event()
    page = organiser.visit(f"/organiser/events/{event.slug}/participants/new")
    page = page.submit("form#person", button="lang=fr", family_name="CEBOTARI", email="not yet")
    assert page.one("[name=family_name]")["value"] == "CEBOTARI"
    assert not page.soup.select(".problem")
    assert not db.session.scalars(select(Registration)).all()


def test_hostile_names_are_harmless(organiser: Visitor) -> None:
    page = entered(
        organiser, an_event(), family_name="<script>alert(1)</script>\x00\u202eX", given_name="=A1+1"
    )
    assert the_one().family_name == "<script>alert(1)</script>X"
    assert "<script>alert" not in page.response.get_data(as_text=True)


def test_extra_fields_change_nothing(organiser: Visitor) -> None:
    entered(organiser, an_event(), status="confirmed", place="held", verified_at="x", walk_in="y")
    assert (the_one().status, the_one().walk_in) == (Status.SUBMITTED, False)


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_nobody_is_entered_once_it_is_over(organiser: Visitor, status: EventStatus) -> None:
    event = an_event(status=status)
    assert organiser.get(f"/organiser/events/{event.slug}/participants/new").status_code == 409
