"""Somebody who was online and then comes in person: let in like everybody, one person in every count, one in the room."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import CheckIn, CheckInKind, Event, Mode, Registration, Status
from app.services.actors import Actor, desk
from app.services.attendance import (
    attendance_counts,
    checking_in,
    desk_search,
    handing_in,
    head_counts,
    occasions,
    offline_list,
    who_is_there,
)
from app.services.attendance.checking_in import Answer
from app.services.attendance.handing_in import Queued
from app.services.attendance.log_lines import Desk
from app.services.attendance.occasions import Occasion
from tests.factories import users
from tests.factories.attendance import a_check_in
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=moment(0, 9), closes_at=None)


@pytest.fixture
def hall(event: Event) -> Occasion:
    """A session in which exits are scanned."""
    return occasions.of(event, session_id=a_session(event, exits=True).id)


@pytest.fixture
def agent(event: Event) -> Actor:
    return desk(users.a_desk_agent(event))


@pytest.fixture
def person(event: Event) -> Registration:
    return a_registration(event, Status.CONFIRMED, mode=Mode.IN_PERSON)


def was_online(person: Registration, occasion: Occasion, minutes_ago: int = 20) -> CheckIn:
    """A line as a report of the meeting makes it."""
    at = now() - timedelta(minutes=minutes_ago)
    return a_check_in(person, occasion.day, occasion.session, mode=Mode.ONLINE, minutes=15, at=at)


def scan(occasion: Occasion, person: Registration, agent: Actor) -> Answer:
    return checking_in.check_in(occasion, person, Desk(agent), uuid.uuid4()).answer


def queued(occasion: Occasion, person: Registration, minutes_ago: int = 1, *, out: bool = False) -> Queued:
    session_id = occasion.session.id if occasion.session else None
    at = now() - timedelta(minutes=minutes_ago)
    return Queued(uuid.uuid4(), person.id, at, occasion.day, session_id, out)


def test_whoever_was_online_is_welcome_in_person_once(
    event: Event, person: Registration, agent: Actor
) -> None:
    today = occasions.of(event)
    online = was_online(person, today)
    assert [scan(today, person, agent) for _ in range(2)] == [Answer.WELCOME, Answer.ALREADY_IN]
    assert attendance_counts.presence(event.id, today.day).people == 1
    undone = db.session.scalars(select(CheckIn).where(CheckIn.mode == Mode.IN_PERSON)).one()
    checking_in.undo(event, undone.id, Desk(agent))
    assert attendance_counts.presence(event.id, today.day).people == 1, (
        f"{online.minutes} minutes online stand"
    )


def test_so_says_a_late_delivery(event: Event, person: Registration, agent: Actor) -> None:
    today = occasions.of(event)
    was_online(person, today)
    entries = [queued(today, person), queued(today, person)]
    answers = [one.answer for one in handing_in.hand_in(event, Desk(agent), entries, now())]
    assert answers == [Answer.WELCOME, Answer.ALREADY_IN]


def test_the_desk_does_not_show_as_in_who_was_online(event: Event, person: Registration) -> None:
    today = occasions.of(event)
    was_online(person, today)
    [kept] = offline_list.listing(today)
    [match] = desk_search.matching(today, person.family_name or "").matches
    assert kept.last is match.entry is None


def test_whoever_was_online_has_not_entered_the_room_and_cannot_leave_it(
    hall: Occasion, person: Registration, agent: Actor
) -> None:
    assert hall.session is not None
    was_online(person, hall)
    answer = checking_in.check_out(hall, person, Desk(agent), uuid.uuid4()).answer
    assert answer is Answer.NOT_IN
    assert in_the_room(hall) == (0, [])


def test_a_report_puts_nobody_out_of_the_room(hall: Occasion, person: Registration) -> None:
    """The check-in of the desk happened before the join that the report tells of, and was delivered after it."""
    was_online(person, hall, minutes_ago=5)
    a_check_in(person, hall.day, hall.session, at=now() - timedelta(minutes=30))
    assert in_the_room(hall) == (1, [person])
    a_check_in(person, hall.day, hall.session, CheckInKind.OUT, at=now() - timedelta(minutes=10))
    assert in_the_room(hall) == (0, [])


def in_the_room(hall: Occasion) -> tuple[int | None, list[Registration]]:
    """How many the board counts, and who stands on the tour de table."""
    assert hall.session is not None
    present = select(Registration).where(who_is_there.in_session(hall.session))
    counted = attendance_counts.presence(hall.event.id, hall.day, hall.session.id)
    return counted.inside, list(db.session.scalars(present))


def test_heads_are_compared_with_those_in_the_room(
    hall: Occasion, event: Event, person: Registration, agent: Actor
) -> None:
    assert hall.session is not None
    was_online(person, hall)
    head_counts.count(event, hall.session.id, 3, agent)
    assert head_counts.of_event(event.id)[hall.session.id].by_log is None, "nobody came to the door"
    a_check_in(a_registration(event, Status.CONFIRMED), hall.day, hall.session)
    head_counts.count(event, hall.session.id, 3, agent)
    counted = head_counts.of_event(event.id)[hall.session.id]
    assert (counted.by_log, counted.difference) == (1, 2)
