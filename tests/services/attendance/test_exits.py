"""Who leaves a session in which exits are scanned, comes back, and hands in late: read by the time at which it happened."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.models import Category, CheckIn, CheckInKind, Event, Group, Registration, Status
from app.services.actors import desk
from app.services.attendance import attendance_counts, checking_in, desk_search, occasions
from app.services.attendance.checking_in import Answer, Outcome
from app.services.attendance.desk_errors import ExitsNotScanned
from app.services.attendance.log_lines import Desk
from app.services.attendance.occasions import Occasion
from tests.factories import users
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=moment(0, 9), closes_at=None)


@pytest.fixture
def hall(event: Event) -> Occasion:
    """A session of today in which exits are scanned."""
    return occasions.of(event, session_id=a_session(event, exits=True).id)


@pytest.fixture
def door(event: Event) -> Desk:
    return Desk(desk(users.a_desk_agent()), "desk 2")


@pytest.fixture
def person(event: Event) -> Registration:
    return a_registration(event, Status.CONFIRMED)


def come(occasion: Occasion, person: Registration, door: Desk, minutes_ago: int = 0) -> Outcome:
    at = now() - timedelta(minutes=minutes_ago)
    return checking_in.check_in(occasion, person, door, uuid.uuid4(), at=at)


def go(occasion: Occasion, person: Registration, door: Desk, minutes_ago: int = 0) -> Outcome:
    at = now() - timedelta(minutes=minutes_ago)
    return checking_in.check_out(occasion, person, door, uuid.uuid4(), at=at)


def inside(occasion: Occasion) -> int | None:
    assert occasion.session is not None
    return attendance_counts.presence(occasion.event.id, occasion.day, occasion.session.id).inside


def lines() -> int:
    return db.session.scalar(select(func.count()).select_from(CheckIn)) or 0


def test_somebody_comes_leaves_and_comes_back(hall: Occasion, person: Registration, door: Desk) -> None:
    answers = [step(hall, person, door).answer for step in (come, come, go, go, come, come)]
    assert answers == [
        Answer.WELCOME, Answer.ALREADY_IN, Answer.LEFT, Answer.NOT_IN, Answer.WELCOME, Answer.ALREADY_IN,
    ]  # fmt: skip
    assert lines() == 3


def test_who_never_came_cannot_leave(hall: Occasion, person: Registration, door: Desk) -> None:
    assert go(hall, person, door) == Outcome(Answer.NOT_IN, None)
    left = go(hall, person, door) if come(hall, person, door).entry else None
    assert left is not None
    assert go(hall, person, door) == Outcome(Answer.NOT_IN, left.entry)
    assert lines() == 2


def test_a_day_and_a_session_without_exits_have_none(event: Event, person: Registration, door: Desk) -> None:
    for occasion in (occasions.of(event), occasions.of(event, session_id=a_session(event).id)):
        come(occasion, person, door)
        with pytest.raises(ExitsNotScanned):
            go(occasion, person, door)
    assert lines() == 2


def test_an_exit_of_another_event_is_never_recorded(hall: Occasion, door: Desk) -> None:
    stranger = a_registration(an_event(), Status.CONFIRMED)
    assert go(hall, stranger, door) == Outcome(Answer.OTHER_EVENT, None)


def test_who_leaves_needs_no_confirmation(hall: Occasion, event: Event, door: Desk) -> None:
    withdrawn = a_registration(event, Status.WITHDRAWN)
    checking_in.check_in(hall, withdrawn, door, uuid.uuid4(), anyway=True)
    assert go(hall, withdrawn, door).answer is Answer.LEFT


def test_a_late_check_in_is_already_said_by_the_one_before_or_after(
    hall: Occasion, person: Registration, door: Desk
) -> None:
    nine = come(hall, person, door, 60)
    assert come(hall, person, door, 50) == Outcome(Answer.ALREADY_IN, nine.entry), "the one before"
    assert come(hall, person, door, 70) == Outcome(Answer.ALREADY_IN, nine.entry), "the one after"
    assert lines() == 1


def test_a_late_line_falls_into_its_place(hall: Occasion, person: Registration, door: Desk) -> None:
    come(hall, person, door, 60)
    go(hall, person, door, 30)
    assert inside(hall) == 0
    assert go(hall, person, door, 40).answer is Answer.NOT_IN, "left already, if only ten minutes later"
    assert come(hall, person, door, 10).answer is Answer.WELCOME
    assert go(hall, person, door, 20).answer is Answer.NOT_IN, "that one stands at half past"
    assert inside(hall) == 1
    assert lines() == 3


def test_an_exit_can_be_taken_back(hall: Occasion, person: Registration, door: Desk) -> None:
    come(hall, person, door)
    left = go(hall, person, door).entry
    assert left is not None
    assert checking_in.undo(hall.event, left.id, door) is left
    assert inside(hall) == 1
    assert come(hall, person, door).answer is Answer.ALREADY_IN


def test_the_same_exit_handed_in_twice_counts_once(hall: Occasion, person: Registration, door: Desk) -> None:
    come(hall, person, door)
    client_id = uuid.uuid4()
    first = checking_in.check_out(hall, person, door, client_id)
    assert checking_in.check_out(hall, person, door, client_id) == first
    assert first.entry is not None
    checking_in.undo(hall.event, first.entry.id, door)
    assert checking_in.check_out(hall, person, door, client_id).answer is Answer.TAKEN_BACK
    assert lines() == 3


def test_inside_are_those_who_have_not_left_and_seen_are_all(
    hall: Occasion, event: Event, door: Desk
) -> None:
    here = a_registration(event, Status.CONFIRMED)
    gone = a_registration(event, Status.CONFIRMED, body=a_body("DE"))
    observer = a_registration(event, Status.CONFIRMED, category=Category.OBSERVER)
    for somebody in (here, gone, observer):
        come(hall, somebody, door, 30)
    go(hall, gone, door, 20)
    come(occasions.of(event, session_id=a_session(event).id), here, door)
    assert hall.session is not None
    counted = attendance_counts.presence(event.id, hall.day, hall.session.id)
    assert (counted.people, counted.inside, counted.people_now) == (3, 2, 2)
    assert counted.groups_now == {Group.MEMBER_STATES: 1, Group.OBSERVERS: 1, Group.OTHERS: 0}
    assert (counted.states, counted.states_inside, counted.states_now) == (2, 1, 1)
    whole_day = attendance_counts.presence(event.id, hall.day)
    assert (whole_day.inside, whole_day.people_now, whole_day.states_now) == (None, 3, 2)
    numbers = sorted(attendance_counts.in_sessions(event.id).values())
    assert numbers == [(1, None), (3, 2)]


def test_the_search_says_who_is_in_now(hall: Occasion, person: Registration, door: Desk) -> None:
    def found() -> CheckIn | None:
        (match,) = desk_search.matching(hall, "ana").matches
        return match.entry

    entry = come(hall, person, door, 30).entry
    assert found() is entry
    go(hall, person, door, 20)
    assert found() is None
    back = come(hall, person, door, 10).entry
    assert found() is back
    assert back is not None
    assert back.kind is CheckInKind.IN


def test_where_exits_are_scanned_no_more_whoever_came_is_in(
    hall: Occasion, person: Registration, door: Desk
) -> None:
    entry = come(hall, person, door, 30).entry
    go(hall, person, door, 20)
    assert hall.session is not None
    hall.session.exits = False
    db.session.flush()
    assert come(hall, person, door) == Outcome(Answer.ALREADY_IN, entry)
    assert inside(hall) is None
