"""Persons, known from one event to the next: linked once verified, never read or changed by the form."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.models import BodyKind, Category, Event, EventStatus, Gender, Person, Registration, Status
from app.services import people, registering, verifying
from tests.factories.applications import an_application
from tests.factories.attendance import a_check_in, undone
from tests.factories.bodies import a_body
from tests.factories.events import an_event, moment
from tests.factories.figures import a_past_event
from tests.factories.registrations import a_registration

DELEGATE = Category.MEMBER_STATE_DELEGATE
ANA = {"given_name": "Ana", "family_name": "RUSU", "email": "ana@igp.example"}


@pytest.fixture
def event(app: object) -> Event:
    return an_event([DELEGATE])


def number_of_people() -> int:
    return db.session.scalar(select(func.count()).select_from(Person)) or 0


def verified(event: Event, **changes: Any) -> Registration:
    registration = registering.register(event.id, an_application(**{**ANA, **changes}))
    db.session.commit()
    verifying.confirm_address(registration.id)
    db.session.commit()
    return registration


def test_nobody_is_linked_before_the_address_is_verified(event: Event) -> None:
    registration = registering.register(event.id, an_application(**ANA))
    assert registration.person_id is None
    assert number_of_people() == 0
    verifying.confirm_address(registration.id)
    assert registration.person_id is not None


def test_the_same_person_is_known_at_the_next_event(event: Event) -> None:
    first = verified(event)
    second = verified(an_event([DELEGATE]), given_name="rusu", family_name="ÁNA", email="Ana@IGP.example")
    assert first.person_id == second.person_id
    assert number_of_people() == 1


def test_the_form_changes_no_person_and_verifying_does(event: Event) -> None:
    person = verified(event, title="Inspector").person
    assert person is not None
    other = an_event([DELEGATE])
    registering.register(other.id, an_application(**ANA, title="Colonel", discreet=True))
    db.session.commit()
    assert (person.title, person.discreet) == ("Inspector", False)
    unproven = db.session.scalars(select(Registration).where(Registration.event_id == other.id)).one()
    verifying.confirm_address(unproven.id)
    assert (person.title, person.discreet) == ("Colonel", True)


def test_a_registration_stays_as_it_was(event: Event) -> None:
    first = verified(event, title="Inspector")
    verified(an_event([DELEGATE]), title="Colonel")
    assert first.title == "Inspector"


def test_two_people_with_one_name_and_two_with_one_mailbox_are_four(event: Event) -> None:
    verified(event)
    verified(event, email="other@igp.example")
    verified(event, given_name="Ion")
    verified(event, given_name="Ion", email="other@igp.example")
    assert number_of_people() == 4


def test_an_answer_about_gender_is_not_forgotten(event: Event) -> None:
    person = verified(event, gender=Gender.WOMAN).person
    verified(an_event([DELEGATE]))
    assert person is not None
    assert person.gender is Gender.WOMAN


@pytest.mark.postgresql_only
def test_two_events_can_verify_the_same_person_at_once(app: Flask, event: Event) -> None:
    here = registering.register(event.id, an_application(**ANA))
    there = registering.register(an_event([DELEGATE]).id, an_application(**ANA))
    db.session.commit()
    ids = here.id, there.id
    verifying.confirm_address(ids[0])  # not committed yet: the other one finds no person, and makes one

    def confirm_there() -> None:
        with app.app_context():
            verifying.confirm_address(ids[1])
            db.session.commit()

    other = threading.Thread(target=confirm_there)
    other.start()
    other.join(0.5)
    assert other.is_alive()  # it waits for us
    db.session.commit()
    other.join(10)
    db.session.expire_all()
    assert number_of_people() == 1
    assert here.person_id == db.session.get_one(Registration, ids[1]).person_id


# First recorded participation -------------------------------------------------------------------------------------


def confirmed(event: Event, person: Person | None = None, **changes: Any) -> Registration:
    return a_registration(event, Status.CONFIRMED, person=person, **changes)


@pytest.fixture
def person(app: object) -> Person:
    made = Person(family_name="RUSU", language="en", created_at=now())
    db.session.add(made)
    db.session.flush()
    return made


def first(event: Event, person: Person) -> bool | None:
    return people.is_first_recorded(confirmed(event, person))


def test_the_first_of_all_events_is_the_first(event: Event, person: Person) -> None:
    assert first(event, person) is True


def test_whoever_was_at_an_earlier_event_is_not_new(event: Event, person: Person) -> None:
    confirmed(a_past_event(), person)
    assert first(event, person) is False


def test_even_where_another_earlier_event_lacks_names(event: Event, person: Person) -> None:
    a_past_event()
    confirmed(a_past_event(), person)
    assert first(event, person) is False


def test_it_is_not_recorded_while_an_earlier_event_lacks_names(event: Event, person: Person) -> None:
    confirmed(a_past_event())
    assert first(event, person) is True
    a_past_event()
    assert people.is_first_recorded(confirmed(event, person)) is None


def test_an_event_whose_people_were_erased_lacks_names(event: Event, person: Person) -> None:
    confirmed(a_past_event(), anonymised_at=now(), family_name=None, email=None)
    assert first(event, person) is None


def test_an_event_whose_dates_are_not_known_may_have_been_earlier(event: Event, person: Person) -> None:
    unknown = a_past_event(starts_at=None, ends_at=None, year=event.year)
    assert first(event, person) is None
    unknown.year = event.year + 1
    assert first(event, person) is True


def test_where_the_own_dates_are_not_known_the_years_decide(event: Event, person: Person) -> None:
    unknown = a_past_event(starts_at=None, ends_at=None, year=event.year - 1)
    registration = confirmed(unknown, person)
    event.status = EventStatus.ARCHIVED
    assert people.is_first_recorded(registration) is True
    event.year = unknown.year
    assert people.is_first_recorded(registration) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"status": EventStatus.DRAFT},
        {"status": EventStatus.CANCELLED},
        {"fictional": True},
    ],
)
def test_events_that_say_nothing_about_earlier_participation(
    event: Event, person: Person, changes: dict[str, Any]
) -> None:
    a_past_event(**changes)
    assert first(event, person) is True


def test_another_networks_events_do_not_count(event: Event, person: Person) -> None:
    host = a_body("EUCPN", BodyKind.EUROPEAN_NETWORK)
    confirmed(a_past_event(host_body=host), person)
    a_past_event(host_body=host)
    assert first(event, person) is True


def test_later_events_do_not_count(event: Event, person: Person) -> None:
    starts_at = moment(200)
    confirmed(an_event(starts_at=starts_at, ends_at=starts_at + timedelta(days=1)), person)
    assert first(event, person) is True


def test_only_a_confirmed_registration_is_a_participation(event: Event, person: Person) -> None:
    a_registration(a_past_event(), Status.WITHDRAWN, person=person)
    assert first(event, person) is True


def test_whoever_was_let_in_without_being_confirmed_has_been_there(event: Event, person: Person) -> None:
    a_check_in(a_registration(a_past_event(), Status.SUBMITTED, person=person))
    assert first(event, person) is False


def test_a_check_in_that_was_undone_is_no_participation(event: Event, person: Person) -> None:
    undone(a_check_in(a_registration(a_past_event(), Status.SUBMITTED, person=person)))
    assert first(event, person) is True


def test_without_a_person_nothing_is_known(event: Event) -> None:
    assert people.is_first_recorded(confirmed(event)) is None


def test_it_is_stored_at_confirmation(event: Event) -> None:
    assert verified(event).first_recorded is True
    later = moment(200)
    other = an_event([DELEGATE], starts_at=later, ends_at=later + timedelta(days=1), opens_at=None)
    assert verified(other).first_recorded is False
