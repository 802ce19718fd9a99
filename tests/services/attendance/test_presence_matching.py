"""Who is meant by a name and an address in an online meeting."""

from __future__ import annotations

import pytest
from flask import Flask

from app.models import Event, Status
from app.services.attendance.presence_matching import Match, Registered, Way, connections
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.reports import a_report


@pytest.fixture
def event(app: Flask) -> Event:
    made = an_event()
    a_registration(made, Status.CONFIRMED, given_name="Ana", family_name="CEBOTARI", email="ana@igp.example")
    a_registration(
        made,
        Status.CONFIRMED,
        given_name="Jean-Pierre",
        family_name="LEFÈVRE",
        email="jp@interieur.example",
    )
    a_registration(
        made,
        Status.CONFIRMED,
        given_name="Giorgi",
        family_name="BERIDZE",
        own_script_name="გიორგი ბერიძე",
        email="unit@police.example",
    )
    a_registration(
        made, Status.CONFIRMED, given_name="Nino", family_name="KAPANADZE", email="unit@police.example"
    )
    return made


def meant(event: Event, name: str, email: str = "") -> Match:
    [connection] = connections(a_report(event, (name, email, 0, 60)))
    return Registered(event).meant_by(connection)


def found(event: Event, name: str, email: str = "") -> tuple[list[str | None], Way | None]:
    match = meant(event, name, email)
    return [person.family_name for person in match.people], match.way


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("Ana Cebotari", Way.NAME), ("CEBOTARI Ana", Way.NAME), ("cebotari, ana", Way.NAME), ("iPhone (Ana Cebotari)", Way.NAME),
        ("Ana Cebotari (she/her)", Way.NAME), ("Ana CEBOTARI – Moldova", Way.NAME), ("MD - Ana Cebotari", Way.NAME),
        ("[MDA] Ana Cebotari", Way.NAME), ("Ana Cebotari | Police of Moldova", Way.NAME), ("MDA Ana Cebotari", Way.SIMILAR),
        ("Ana Maria Cebotari", Way.SIMILAR),
    ],
)  # fmt: skip
def test_names_as_people_write_them(event: Event, name: str, way: Way) -> None:
    assert found(event, name) == (["CEBOTARI"], way)


def test_accents_scripts_and_parts_of_names(event: Event) -> None:
    assert found(event, "jean pierre lefevre") == (["LEFÈVRE"], Way.NAME)
    assert found(event, "Pierre Lefèvre") == (["LEFÈVRE"], Way.SIMILAR)
    assert found(event, "გიორგი ბერიძე") == (["BERIDZE"], Way.NAME)


@pytest.mark.parametrize(
    "name", ["Ana", "Cebotari", "iPhone", "", "Ana Rusu", "+33 3 90 21 44 21", "(", "Ana ("]
)
def test_too_little_is_nobody(event: Event, name: str) -> None:
    assert found(event, name) == ([], None)


def test_the_address_is_surer_than_a_name_that_says_nothing(event: Event) -> None:
    assert found(event, "iPad", "ANA@igp.example".lower()) == (["CEBOTARI"], Way.EMAIL)


def test_a_shared_mailbox_is_told_apart_by_the_name(event: Event) -> None:
    assert found(event, "Nino Kapanadze", "unit@police.example") == (["KAPANADZE"], Way.EMAIL)
    assert found(event, "Unit 3", "unit@police.example") == (["BERIDZE", "KAPANADZE"], None)


def test_address_and_name_of_two_people_are_asked_about(event: Event) -> None:
    assert found(event, "Jean-Pierre Lefèvre", "ana@igp.example") == (["CEBOTARI", "LEFÈVRE"], None)


def test_two_people_with_one_name_are_asked_about(event: Event) -> None:
    a_registration(event, Status.CONFIRMED, given_name="Ana", family_name="CEBOTARI")
    assert found(event, "Ana Cebotari") == (["CEBOTARI", "CEBOTARI"], None)


def test_whoever_withdrew_stands_behind_whoever_comes(event: Event) -> None:
    gone = a_registration(
        event, Status.WITHDRAWN, given_name="Ana", family_name="CEBOTARI", email="ana@igp.example"
    )
    assert gone not in meant(event, "Ana Cebotari", "ana@igp.example").people
    alone = a_registration(event, Status.WITHDRAWN, given_name="Ion", family_name="MUNTEANU")
    assert meant(event, "Ion Munteanu").people == (alone,)


def test_whoever_was_erased_and_whoever_is_elsewhere_is_nobody(event: Event) -> None:
    person = a_registration(event, Status.CONFIRMED, given_name="Ion", family_name="MUNTEANU")
    person.anonymised_at = person.created_at
    a_registration(an_event(), Status.CONFIRMED, given_name="Vera", family_name="ROTARU")
    assert found(event, "Ion Munteanu", str(person.email)) == ([], None)
    assert found(event, "Vera Rotaru") == ([], None)


def test_joins_under_one_name_are_one_connection(event: Event) -> None:
    report = a_report(
        event, ("Ana C", "", 0, 5), ("Ion", "", 0, 5), ("C, Ana", "", 9, 12), ("Ana C", "a@b.example", 0, 1)
    )
    assert [(one.row, len(one.stays)) for one in connections(report)] == [(5, 2), (6, 1), (8, 1)]


def test_a_reference_is_found_however_it_is_typed(event: Event) -> None:
    people = Registered(event)
    person = people.people[0]
    assert people.with_reference(f" {person.reference.lower()} – somebody") is person
    assert people.with_reference("nobody") is None
