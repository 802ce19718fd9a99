"""Discreet persons at the desk: found by the true name, shown without it until it is opened, which is on record."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import (
    AuditEntry,
    Event,
    Status,
)
from tests.checkin.at_the_desk import scanned
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor


def test_a_discreet_person_is_found_by_the_true_name_and_shown_without(
    desk: Page, event: Event, client: Visitor
) -> None:
    person = a_registration(
        event,
        Status.CONFIRMED,
        given_name="Paul",
        family_name="SECRET",
        own_script_name="Пауль",
        discreet=True,
    )
    page = scanned(desk, "secret")
    assert page.all_text(".rows li b") == ["Representative"]
    assert "Paul" not in page.text.replace("secret", "")
    page = page.submit("main .rows form")
    assert page.one(".result .nm").get_text() == "Representative"
    assert "SECRET" not in page.text
    opened = page.submit(".result form[action$='/name']")
    assert "Paul SECRET" in opened.text
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_id, entry.event_id) == (
        "registration.name_opened",
        person.id,
        event.id,
    )


def test_an_address_opens_no_name(desk: Page, event: Event, client: Visitor) -> None:
    person = a_registration(event, Status.CONFIRMED, given_name="Paul", family_name="SECRET", discreet=True)
    page = client.visit(
        f"/check-in/conference?answer=found&person={person.id}&opened=1&opened_name={person.id}"
    )
    assert "Representative" in page.text
    assert "SECRET" not in page.text
    assert client.get("/check-in/conference/name").status_code == 405


def test_opening_one_name_closes_the_one_before(desk: Page, event: Event, client: Visitor) -> None:
    people = [
        a_registration(event, Status.CONFIRMED, family_name=f"SECRET{letter}", discreet=True)
        for letter in "AB"
    ]
    for person in people:
        page = client.visit(f"/check-in/conference?answer=found&person={person.id}").submit(
            ".result form[action$='/name']"
        )
        assert person.family_name is not None
        assert person.family_name in page.text
    assert "SECRETA" not in client.visit(f"/check-in/conference?answer=found&person={people[0].id}").text
