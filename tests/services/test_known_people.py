"""People from earlier years: offered to the body whose delegation they were in last, if they agreed, and named with a click."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.lib.clock import now
from app.models import Category, Event, EventStatus, Language, Person, Place, Registration, Role, Status
from app.services import known_people
from app.services.actors import Actor, correspondent
from app.services.delegation_errors import NominationsClosed
from app.services.errors import AlreadyRegistered, NotFound
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import an_event, moment
from tests.factories.mandates import a_correspondent
from tests.factories.people import a_person
from tests.factories.registrations import a_registration
from tests.statement_count import Statements

LONG_AGO = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event()


@pytest.fixture
def earlier(app: Flask) -> Event:
    return a_past_event(400)


def a_past_event(days: int, **changes: Any) -> Event:
    return an_event(starts_at=moment(-days), **changes)


def ana(**changes: Any) -> Person:
    return a_person(**{"given_name": "Ana", "reuse_consent": True, **changes})


def came(person: Person, event: Event, status: Status = Status.CONFIRMED, **changes: Any) -> Registration:
    return a_registration(event, status, person=person, **changes)


def offered(event: Event, code: str = "MD") -> list[Person]:
    delegation = event.id, a_body(code).id
    return [known.person for known in known_people.offered([delegation])[delegation]]


def speaker(code: str = "MD") -> Actor:
    return correspondent(a_correspondent(a_body(code)))


def test_whoever_came_for_the_body_and_agreed_is_offered(event: Event, earlier: Event) -> None:
    person = ana()
    came(person, earlier, role=Role.ADVISER, function="Analyst")
    delegation = event.id, a_body("MD").id
    [known] = known_people.offered([delegation])[delegation]
    assert (known.person, known.year, known.role) == (person, earlier.year, Role.ADVISER)
    assert offered(event, "DE") == []


def test_the_latest_comes_first_and_each_stands_once(event: Event, earlier: Event) -> None:
    before, twice, lately = a_past_event(800), ana(), ana()
    came(twice, before, role=Role.HEAD)
    came(lately, earlier, family_name="A")
    came(twice, earlier, role=Role.ALTERNATE)
    only_once = ana()
    came(only_once, before)
    delegation = event.id, a_body("MD").id
    found = known_people.offered([delegation])[delegation]
    assert [known.person for known in found] == sorted(
        [twice, lately], key=lambda person: str(person.family_name)
    ) + [only_once]
    assert {known.person.id: known.role for known in found}[twice.id] is Role.ALTERNATE


@pytest.mark.parametrize(
    "changes", [{"reuse_consent": False}, {"email": None}, {"anonymised_at": LONG_AGO}, {"family_name": None}]
)
def test_nobody_without_consent_address_or_name(
    event: Event, earlier: Event, changes: dict[str, Any]
) -> None:
    person = ana()
    for name, value in changes.items():
        setattr(person, name, value)
    came(person, earlier)
    assert offered(event) == []
    with pytest.raises(NotFound):
        known_people.nominate(event.id, a_body("MD").id, person.id, speaker())


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.VALIDATED, Status.DECLINED, Status.WITHDRAWN])
def test_only_those_who_were_to_come(event: Event, earlier: Event, status: Status) -> None:
    came(ana(), earlier, status)
    assert offered(event) == []


def test_whoever_came_without_confirmation_was_there(event: Event, earlier: Event) -> None:
    person = ana()
    a_check_in(came(person, earlier, Status.SUBMITTED))
    assert offered(event) == [person]


def test_another_capacity_is_no_delegation(event: Event, earlier: Event) -> None:
    came(ana(), earlier, category=Category.SPEAKER_EXPERT, body=a_body("MD"))
    assert offered(event) == []


def test_whoever_went_to_another_body_since_is_that_bodys(event: Event, earlier: Event) -> None:
    person = ana()
    came(person, a_past_event(800))
    came(person, earlier, category=Category.OBSERVER, body=a_body("EUROPOL"))
    assert (offered(event), offered(event, "EUROPOL")) == ([], [person])


@pytest.mark.parametrize(
    "changes",
    [
        {"days": 90},
        {"fictional": True},
        {"status": EventStatus.CANCELLED},
        {"status": EventStatus.DRAFT},
    ],
)
def test_only_earlier_events_of_the_same_kind_count(event: Event, changes: dict[str, Any]) -> None:
    changes = dict(changes)
    starts_at = moment(changes.pop("days", -400))
    came(ana(), an_event(starts_at=starts_at, **changes))
    assert offered(event) == []


def test_events_of_another_host_do_not_count(event: Event) -> None:
    came(ana(), a_past_event(400, host_body=a_body("EUROPOL")))
    assert offered(event) == []


def test_an_event_of_unknown_date_counts_by_its_year(event: Event) -> None:
    person = ana()
    came(person, an_event(starts_at=None, ends_at=None, year=event.year - 1, status=EventStatus.ARCHIVED))
    assert offered(event) == [person]


@pytest.mark.parametrize("linked", [True, False])
def test_whoever_is_registered_now_is_not_offered(event: Event, earlier: Event, linked: bool) -> None:
    person = ana()
    came(person, earlier)
    facts = {"person": person} if linked else {}
    now_here = a_registration(
        event, Status.NOMINATED, given_name="Ana", family_name=person.family_name, email=person.email, **facts
    )
    assert offered(event) == []
    with pytest.raises(AlreadyRegistered):
        known_people.nominate(event.id, a_body("MD").id, person.id, speaker())
    now_here.status, now_here.place = Status.WITHDRAWN, Place.NONE
    assert offered(event) == [person]


def test_a_click_names_with_what_is_known(event: Event, earlier: Event) -> None:
    person = ana(language=Language.FR, discreet=True)
    came(person, earlier, role=Role.HEAD, function="Head of unit")
    made = known_people.nominate(event.id, a_body("MD").id, person.id, speaker())
    assert (made.status, made.place, made.email) == (Status.NOMINATED, Place.HELD, person.email)
    assert (made.family_name, made.function, made.language) == (
        person.family_name,
        "Head of unit",
        Language.FR,
    )
    assert made.role is Role.DELEGATE  # who is head this time is decided anew
    assert made.discreet


def test_another_bodys_people_are_nobody(event: Event, earlier: Event) -> None:
    person = ana()
    came(person, earlier)
    with pytest.raises(NotFound):
        known_people.nominate(event.id, a_body("DE").id, person.id, speaker("DE"))


def test_the_deadline_holds(event: Event, earlier: Event) -> None:
    person = ana()
    came(person, earlier)
    event.nominations_until = now() - timedelta(days=1)
    with pytest.raises(NominationsClosed):
        known_people.nominate(event.id, a_body("MD").id, person.id, speaker())


def test_all_delegations_in_one_statement(
    event: Event, earlier: Event, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    for number in range(3):
        came(ana(), earlier, family_name=f"X {number}")
    came(ana(), earlier, category=Category.OBSERVER, body=a_body("EUROPOL"))
    delegations = [
        (row.id, body.id) for row in (event, an_event()) for body in (a_body("MD"), a_body("EUROPOL"))
    ]
    with statements() as asked:
        found = known_people.offered(delegations)
    asked.within(1)
    assert [len(found[delegation]) for delegation in delegations] == [3, 1, 3, 1]
    assert known_people.offered([]) == {}
