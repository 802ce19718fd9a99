"""A correspondent names somebody: with what became of it, with nothing typed lost, and for the own delegation alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    ActorKind,
    Category,
    Event,
    EventStatus,
    Letter,
    LetterKind,
    Mode,
    Person,
    Place,
    Registration,
    Role,
    Status,
    Way,
)
from tests.delegation.entering import enter
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, an_event, moment
from tests.factories.mandates import a_correspondent
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(nominations_until=now() + timedelta(days=30))


def opened(visitor: Visitor, event: Event, code: str = "MD") -> Page:
    return visitor.visit(f"/delegation/{event.slug}/{code}/nominate")


def named(visitor: Visitor, event: Event, button: str | None = None, **answers: Any) -> Page:
    given: dict[str, Any] = {
        "given_name": " Ana ",
        "family_name": "CEBOTARI",
        "email": "Ana <ana@igp.example>",
        "function": "Head of unit",
        "language": "fr",
        **answers,
    }
    return opened(visitor, event).submit("form#nominee", button, **given)


def the_one() -> Registration:
    return db.session.scalars(select(Registration)).one()


def test_somebody_is_named(correspondent: Visitor, speaker: Person, event: Event) -> None:
    page = named(correspondent, event, role="head", mode="online")
    assert page.address == "/delegation/"
    assert "Ana CEBOTARI is nominated. The letter is on its way." in page.text
    made = the_one()
    assert (made.status, made.place, made.role) == (Status.NOMINATED, Place.HELD, Role.HEAD)
    assert (made.given_name, made.email, made.function) == ("Ana", "ana@igp.example", "Head of unit")
    assert (made.mode, made.language.value, made.body) == (Mode.ONLINE, "fr", a_body("MD"))
    assert (made.history[0].actor_kind, made.history[0].actor_id) == (ActorKind.CORRESPONDENT, speaker.id)
    assert list(db.session.scalars(select(Letter.kind))) == [LetterKind.NOMINATION]


def test_the_next_one_can_be_named_at_once(correspondent: Visitor, event: Event) -> None:
    page = named(correspondent, event, "another=yes")
    assert page.address.endswith("/nominate")
    assert "Ana CEBOTARI is nominated." in page.text
    assert page.one("[name=family_name]")["value"] == ""


def test_the_page_says_what_is_left(correspondent: Visitor, event: Event) -> None:
    a_quota(event, 1, body=a_body("MD"))
    assert "One place of the delegation is free." in opened(correspondent, event).text
    named(correspondent, event)
    assert "whoever is nominated now is put on the waiting list" in opened(correspondent, event).text
    page = named(correspondent, event, given_name="Ion", family_name="RUSU")
    assert "Ion RUSU is nominated and waits for a place (position 1" in page.text


def test_only_the_parts_of_the_category_are_offered(
    client: Visitor, correspondent: Visitor, event: Event
) -> None:
    offered = opened(correspondent, event).soup.select("[name=role] option")
    assert {str(option["value"]) for option in offered} == {role.value for role in Role}
    enter(client, a_correspondent(a_body("INTERPOL")))
    page = opened(client, event, "INTERPOL")
    assert [str(option["value"]) for option in page.soup.select("[name=role] option")] == [
        "head",
        "delegate",
        "adviser",
    ]
    assert page.submit("form#nominee", family_name="X", email="x@y.example", role="alternate").status == 422


def test_where_there_is_one_way_to_take_part_nobody_is_asked(correspondent: Visitor) -> None:
    event = an_event(mode=Mode.ONLINE)
    assert not opened(correspondent, event).soup.select("[name=mode]")
    named(correspondent, event)
    assert the_one().mode is Mode.ONLINE


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"family_name": " "}, "family_name", "Enter the family name"),
        ({"family_name": "123"}, "family_name", "A name has letters"),
        ({"family_name": "x" * 101}, "family_name", "Use 100 characters at most"),
        ({"email": "ana at igp"}, "email", "This is not an e-mail address"),
        ({"email": ""}, "email", "Enter an e-mail address"),
        ({"role": "king"}, "role", ""),
        ({"mode": "hybrid"}, "mode", ""),
        ({"language": "de"}, "language", ""),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field(
    correspondent: Visitor, event: Event, answers: dict[str, Any], field: str, words: str
) -> None:
    page = named(correspondent, event, **answers)
    assert page.status == 422
    assert page.one("[name=function]")["value"] == "Head of unit"
    links = [str(link["href"]) for link in page.soup.select(".problem a")]
    assert any(link.startswith(f"#{field}") for link in links), links
    assert words in page.text
    assert not db.session.scalars(select(Registration.id)).all()


def test_whoever_is_in_the_delegation_is_named_with_what_is_known(
    correspondent: Visitor, event: Event
) -> None:
    named(correspondent, event)
    page = named(correspondent, event, given_name="cebotari", family_name="Ana")
    assert page.status == 409
    assert "Ana CEBOTARI is in this delegation already (nominated)." in page.one("#email-error").get_text()
    assert page.one("[name=function]")["value"] == "Head of unit"
    assert the_one().status is Status.NOMINATED


@pytest.mark.parametrize("body", ["DE", "MD"])
def test_of_anybody_else_nothing_is_told(correspondent: Visitor, event: Event, body: str) -> None:
    category = Category.MEMBER_STATE_DELEGATE if body == "DE" else Category.SPEAKER_EXPERT
    known = a_registration(
        event,
        category=category,
        body=a_body(body),
        given_name="Ana",
        family_name="CEBOTARI",
        email="ana@igp.example",
    )
    page = named(correspondent, event)
    assert page.status == 409
    assert "but not in this delegation. Ask the secretariat." in page.text
    assert known.reference not in page.text


def test_a_second_head_is_refused_beside_the_part(correspondent: Visitor, event: Event) -> None:
    a_registration(event, role=Role.HEAD)
    page = named(correspondent, event, role="head")
    assert page.status == 409
    assert "This delegation has a head already." in page.one("#role-error").get_text()


def test_after_the_deadline_no_form_is_opened(correspondent: Visitor, event: Event) -> None:
    page = opened(correspondent, event)
    event.nominations_until = now() - timedelta(seconds=1)
    assert opened(correspondent, event).status == 409
    late = page.submit("form#nominee", family_name="CEBOTARI", email="ana@igp.example")
    assert late.status == 409
    assert "The time to nominate is over." in late.one(".problem").get_text()
    assert late.one("[name=family_name]")["value"] == "CEBOTARI"


def test_an_event_that_takes_nobody_of_the_body(correspondent: Visitor, event: Event) -> None:
    admission_of(event, Category.MEMBER_STATE_DELEGATE, way=Way.NOT_ADMITTED)
    page = opened(correspondent, event)
    assert (page.status, "This body cannot nominate for this event." in page.text) == (409, True)


def test_the_language_can_be_switched_without_losing_anything(correspondent: Visitor, event: Event) -> None:
    page = opened(correspondent, event).submit(
        "form#nominee", "lang=fr", family_name="CEBOTARI", email="not yet"
    )
    assert page.one("[name=family_name]")["value"] == "CEBOTARI"
    assert not page.soup.select(".problem")
    assert not db.session.scalars(select(Registration.id)).all()


# People from earlier years --------------------------------------------------------------------------------------


@pytest.fixture
def known(event: Event) -> Person:
    person = a_person(given_name="Vlad", family_name="POPA", email="vlad@igp.example", reuse_consent=True)
    a_registration(an_event(starts_at=moment(-400)), Status.CONFIRMED, person=person, role=Role.ADVISER)
    return person


def clicked(visitor: Visitor, event: Event, person: Person, code: str = "MD") -> Page:
    token = opened(visitor, event).fields("form#nominee")["csrf_token"]
    address = f"/delegation/{event.slug}/{code}/known/{person.id}"
    return Page(visitor, visitor.post(address, data={"csrf_token": token}, follow_redirects=True))


def test_one_click_names_somebody_known(correspondent: Visitor, event: Event, known: Person) -> None:
    page = clicked(correspondent, event, known)
    assert "Vlad POPA is nominated." in page.text
    made = db.session.scalars(select(Registration).where(Registration.event == event)).one()
    assert (made.email, made.role, made.status) == ("vlad@igp.example", Role.ADVISER, Status.NOMINATED)
    again = clicked(correspondent, event, known)
    assert again.status == 409
    assert "Vlad POPA is in this delegation already" in again.text


def test_nobody_is_known_but_those_who_are_offered(
    correspondent: Visitor, event: Event, known: Person
) -> None:
    known.reuse_consent = False
    assert clicked(correspondent, event, known).status == 404
    stranger = a_person(reuse_consent=True)
    assert clicked(correspondent, event, stranger).status == 404
    theirs = a_person(reuse_consent=True)
    past = an_event(starts_at=moment(-300))
    a_registration(past, Status.CONFIRMED, person=theirs, body=a_body("DE"))
    assert clicked(correspondent, event, theirs).status == 404
    assert clicked(correspondent, event, theirs, "DE").status == 404
    assert not db.session.scalars(select(Registration).where(Registration.event == event)).all()


# Another's delegation -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["nominate", "several"])
def test_anothers_delegation_does_not_exist(correspondent: Visitor, event: Event, page: str) -> None:
    a_body("DE")
    token = opened(correspondent, event).fields("form#nominee")["csrf_token"]
    for slug, code in ((event.slug, "DE"), (event.slug, "XX"), (event.slug, "md"), ("no-such-event", "MD")):
        address = f"/delegation/{slug}/{code}/{page}"
        assert correspondent.get(address).status_code == 404
        answer = correspondent.post(
            address, data={"csrf_token": token, "family_name": "X", "email": "x@y.example", "rows": "a\tb\tc"}
        )
        assert answer.status_code == 404
    assert not db.session.scalars(select(Registration.id)).all()


def test_a_field_of_another_body_changes_nothing(correspondent: Visitor, event: Event) -> None:
    theirs = a_body("DE")
    page = opened(correspondent, event)
    token = page.fields("form#nominee")["csrf_token"]
    smuggled = {"body": str(theirs.id), "body_id": str(theirs.id), "code": "DE", "status": "confirmed"}
    sent = {
        "family_name": "X",
        "email": "x@y.example",
        "role": "delegate",
        "mode": "online",
        "language": "en",
        **smuggled,
    }
    correspondent.post(page.address, data={"csrf_token": token, **sent})
    assert (the_one().body, the_one().status) == (a_body("MD"), Status.NOMINATED)


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.ARCHIVED])
def test_events_that_correspondents_do_not_see(correspondent: Visitor, status: EventStatus) -> None:
    assert opened(correspondent, an_event(status=status)).status == 404


def test_without_a_visit_one_is_asked_to_sign_in(client: Visitor, event: Event) -> None:
    assert opened(client, event).address.startswith("/delegation/sign-in")


def test_numbers_of_nothing(correspondent: Visitor, event: Event) -> None:
    token = opened(correspondent, event).fields("form#nominee")["csrf_token"]
    for number in ("9" * 30, "-1", "0", "x"):
        for rest in (
            f"{event.slug}/MD/known/{number}",
            f"people/{number}/replace",
            f"people/{number}/substitute/nominate",
            f"people/{number}/substitute/set-aside",
        ):
            answer = correspondent.post(f"/delegation/{rest}", data={"csrf_token": token})
            assert answer.status_code == 404, rest
