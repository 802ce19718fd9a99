"""Changing answers and correcting names: what was typed stays, what somebody else saved is shown, discreet stays discreet."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import (
    AuditEntry,
    BodyKind,
    Letter,
    LetterKind,
    Mode,
    Place,
    Registration,
    Role,
    Status,
)
from app.services import changing
from app.services.actors import staff
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, an_event
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import an_organiser
from tests.organiser.test_participant import address, audited
from tests.pages import Page, Visitor


def change_page(visitor: Visitor, registration: Registration, which: str = "change") -> Page:
    page = visitor.visit(f"{address(registration)}/{which}")
    assert page.status == 200
    return page


def test_answers_are_changed(organiser: Visitor) -> None:
    event = an_event()
    left, joined = a_session(event, 1, sign_up=True), a_session(event, 4, sign_up=True)
    registration = a_registration(event, Status.CONFIRMED)
    a_sign_up(registration, left)
    page = change_page(organiser, registration)
    assert page.one("[name=sessions][checked]")["value"] == str(left.id)
    page = page.submit(
        "form#person",
        function="New",
        mode="online",
        role="head",
        sessions=[str(joined.id)],
        body=str(a_body("DE").id),
    )
    assert "The changes are saved." in page.text
    assert "Changed: body, function, way of taking part, part in the delegation, sessions" in page.text
    assert (registration.function, registration.mode, registration.role) == ("New", Mode.ONLINE, Role.HEAD)
    assert registration.body is not None
    assert registration.body.code == "DE"
    assert [row.session_id for row in registration.sign_ups] == [joined.id]
    (entry,) = db.session.scalars(select(AuditEntry))
    assert entry.fields == ["body", "function", "mode", "role", "sessions"]


def test_nothing_changed_says_so(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    page = change_page(organiser, registration).submit("form#person")
    assert "Nothing was changed." in page.text
    assert not audited()


def test_a_full_quota_refuses_and_what_was_typed_stays(organiser: Visitor) -> None:
    event = an_event()
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    germany = a_body("DE")
    a_registration(event, Status.CONFIRMED, body=germany)
    registration = a_registration(event, Status.CONFIRMED)
    page = change_page(organiser, registration).submit("form#person", body=str(germany.id), function="typed")
    assert page.status == 409
    assert "The delegation’s 1 places are taken." in page.one(".problem").get_text()
    assert page.one("[name=function]")["value"] == "typed"
    assert page.one("[name=body] option[selected]")["value"] == str(germany.id)
    assert registration.function is None
    assert registration.place is Place.HELD


def test_two_editors_at_once(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED, function="before")
    page = change_page(organiser, registration)
    changing.change(registration.id, {"function": "theirs", "service": "Theirs"}, staff(an_organiser()))
    db.session.commit()
    page = page.submit("form#person", function="mine")
    assert page.status == 409
    assert "Somebody else has changed this" in page.one(".problem").get_text()
    assert page.all_text(".note dt") == ["Function", "Service"]
    assert page.all_text(".note dd") == ["theirs", "Theirs"]
    assert page.one("[name=function]")["value"] == "mine"
    page = page.submit("form#person")
    assert "The changes are saved." in page.text
    assert registration.function == "mine"


@pytest.mark.parametrize("version", ["0", "x", "", "99999999999999999999"])
def test_a_version_from_nowhere_saves_nothing(organiser: Visitor, version: str) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    page = change_page(organiser, registration).submit("form#person", version=version, function="x")
    assert page.status == 409
    assert registration.function is None


def test_the_form_cannot_decide(organiser: Visitor) -> None:
    registration = a_registration(an_event())
    change_page(organiser, registration).submit(
        "form#person",
        status="confirmed",
        place="waiting",
        family_name="OTHER",
        email="x@y.example",
        function="x",
    )
    assert (registration.status, registration.place, registration.function) == (
        Status.SUBMITTED,
        Place.HELD,
        "x",
    )
    assert registration.family_name != "OTHER"


def test_a_name_and_an_address_are_corrected(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    page = change_page(organiser, registration, "identity")
    page = page.submit("form#person", family_name="CEBOTAR", email="right@igp.example", given_name="")
    assert page.one("h1").get_text() == "CEBOTAR"
    assert "Changed: e-mail address, family name, given name" in page.text
    (letter,) = db.session.scalars(select(Letter))
    assert (letter.kind, letter.recipient) == (LetterKind.CONFIRMED, "right@igp.example")


def test_a_correction_that_makes_one_of_two_is_refused(organiser: Visitor) -> None:
    event = an_event()
    known, registration = a_registration(event), a_registration(event)
    page = change_page(organiser, registration, "identity")
    page = page.submit("form#person", family_name=known.family_name, email=known.email)
    assert page.status == 409
    assert known.reference in page.one(".problem").get_text()


def test_a_discreet_name_is_opened_before_it_is_corrected(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED, discreet=True, family_name="SECRET")
    page = change_page(organiser, registration, "identity")
    assert "SECRET" not in page.response.get_data(as_text=True)
    assert registration.email not in page.response.get_data(as_text=True)
    assert "SECRET" not in change_page(organiser, registration).response.get_data(as_text=True)
    assert not audited()
    page = page.submit()
    assert page.one("[name=family_name]")["value"] == "SECRET"
    assert audited() == ["registration.name_opened"]
    page = page.submit("form#person", family_name="SECRETS")
    assert page.one("h1").get_text() == "Representative"
    assert registration.family_name == "SECRETS"


def test_a_conflict_does_not_give_a_discreet_name_away(organiser: Visitor) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED, discreet=True, family_name="SECRET")
    page = change_page(organiser, registration, "identity").submit()
    changing.change(registration.id, {"family_name": "HIDDEN"}, staff(an_organiser()))
    db.session.commit()
    page = page.submit("form#person", given_name="Anna")
    assert page.status == 409
    assert "HIDDEN" not in page.response.get_data(as_text=True)


@pytest.mark.parametrize("typed", [{}, {"email": "nobody"}, {"version": "0"}])
def test_a_form_with_fields_left_out_does_not_give_a_discreet_name_away(
    organiser: Visitor, typed: dict[str, str]
) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED, discreet=True, family_name="SECRET")
    page = change_page(organiser, registration, "identity")
    answer = organiser.post(
        f"{address(registration)}/identity",
        data={"csrf_token": page.one("main [name=csrf_token]")["value"], **typed},
    )
    assert answer.status_code == 422
    assert "SECRET" not in answer.text
    assert registration.email not in answer.text
    assert "registration.name_opened" not in db.session.scalars(select(AuditEntry.action)).all()
