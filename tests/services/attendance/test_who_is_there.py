"""Who is there by the log: of a day whoever was seen, of a session whoever is in it by the times at which things happened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import ColumnElement, select

from app.extensions import db
from app.lib.clock import now
from app.models import CheckInKind, Event, EventSession, Registration, Status
from app.services.attendance.who_is_there import in_session, seen_on
from tests.factories.attendance import a_check_in, undone
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration

IN, OUT = CheckInKind.IN, CheckInKind.OUT


@pytest.fixture
def event(app: object) -> Event:
    return an_event()


@pytest.fixture
def person(event: Event) -> Registration:
    a_registration(event, Status.CONFIRMED)  # somebody else, who never comes
    return a_registration(event, Status.CONFIRMED)


def who(condition: ColumnElement[bool]) -> list[Registration]:
    return list(db.session.scalars(select(Registration).where(condition)))


def log(person: Registration, session: EventSession, *lines: tuple[CheckInKind, int]) -> None:
    """Lines in the order in which they were handed in, each so many minutes ago."""
    for kind, ago in lines:
        a_check_in(person, session=session, kind=kind, at=now() - timedelta(minutes=ago))


@pytest.mark.parametrize(
    ("lines", "there"),
    [
        ([], False),
        ([(IN, 5)], True),
        ([(IN, 5), (OUT, 3)], False),
        ([(IN, 5), (OUT, 3), (IN, 1)], True),
        ([(OUT, 3), (IN, 5)], False),  # the check-in was handed in late
        ([(IN, 1), (OUT, 3)], True),  # the exit was
    ],
)
def test_who_is_in_a_session(
    event: Event, person: Registration, lines: list[tuple[CheckInKind, int]], there: bool
) -> None:
    session = a_session(event, exits=True)
    log(person, session, *lines)
    assert who(in_session(session)) == ([person] if there else [])


def test_of_two_lines_of_one_moment_the_later_one_counts(event: Event, person: Registration) -> None:
    session, at = a_session(event, exits=True), now()
    a_check_in(person, session=session, at=at)
    a_check_in(person, session=session, kind=OUT, at=at)
    assert who(in_session(session)) == []


def test_an_exit_that_was_undone_is_none(event: Event, person: Registration) -> None:
    session = a_session(event, exits=True)
    log(person, session, (IN, 5))
    undone(a_check_in(person, session=session, kind=OUT))
    assert who(in_session(session)) == [person]


def test_a_check_in_that_was_undone_is_none(event: Event, person: Registration) -> None:
    session = a_session(event, exits=True)
    undone(a_check_in(person, session=session))
    assert who(in_session(session)) == who(seen_on(event.days[0])) == []


def test_where_exits_are_not_scanned_whoever_came_in_is_in(event: Event, person: Registration) -> None:
    session = a_session(event)
    log(person, session, (IN, 5), (OUT, 3))
    assert who(in_session(session)) == [person]


def test_another_session_is_another_room(event: Event, person: Registration) -> None:
    session, other = a_session(event, exits=True), a_session(event, 2, exits=True)
    log(person, session, (IN, 5))
    log(person, other, (OUT, 3))
    assert who(in_session(session)) == [person]
    assert who(in_session(other)) == []


def test_who_left_a_session_was_seen_on_the_day(event: Event, person: Registration) -> None:
    log(person, a_session(event, exits=True), (IN, 5), (OUT, 3))
    assert who(seen_on(event.days[0])) == [person]
    assert who(seen_on(event.days[1])) == []
