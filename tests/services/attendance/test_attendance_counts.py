"""Who is there: by group and by states, each person once, whatever was undone left out."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from app.models import Event, Registration, Status
from app.services.actors import desk
from app.services.attendance import attendance_counts, checking_in, occasions
from app.services.attendance.checking_in import Desk, Outcome
from app.services.attendance.occasions import Occasion
from tests.factories import users
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    """An event of two days, of which today is the first."""
    return an_event(starts_at=moment(0, 9), closes_at=None)


@pytest.fixture
def today(event: Event) -> Occasion:
    return occasions.of(event)


@pytest.fixture
def entrance(event: Event) -> Desk:
    return Desk(desk(users.a_desk_agent()), "desk 2")


def scan(
    occasion: Occasion, person: Registration, at: Desk, client_id: uuid.UUID | None = None, **more: bool
) -> Outcome:
    return checking_in.check_in(occasion, person, at, client_id or uuid.uuid4(), **more)


def test_presence_is_counted_by_group_and_states(today: Occasion, entrance: Desk) -> None:
    from app.models import Category, Group
    from tests.factories.bodies import a_body

    event = today.event
    people = [
        a_registration(event, Status.CONFIRMED),
        a_registration(event, Status.CONFIRMED),
        a_registration(event, Status.CONFIRMED, body=a_body("DE")),
        a_registration(event, Status.CONFIRMED, category=Category.OBSERVER),
        a_registration(event, Status.SUBMITTED, category=Category.PRESS, body_text="Radio"),
        a_registration(event, Status.CONFIRMED, category=Category.SPEAKER_EXPERT, body=a_body("AT")),
    ]
    a_registration(event, Status.CONFIRMED, body=a_body("AT"))  # did not come
    entries = [scan(today, person, entrance, anyway=True).entry for person in people]
    scan(today, people[0], entrance)
    undone = entries[1]
    assert undone is not None
    checking_in.undo(event, undone.id, entrance)
    elsewhere = an_event(starts_at=moment(0, 9))
    scan(occasions.of(elsewhere), a_registration(elsewhere, Status.CONFIRMED), entrance)
    counted = attendance_counts.presence(event.id, today.day)
    assert counted.groups == {Group.MEMBER_STATES: 2, Group.OBSERVERS: 1, Group.OTHERS: 2}
    assert counted.people == 5
    assert counted.states == 2, "a speaker sent by a state does not represent it"
    assert counted.confirmed == 6
    assert attendance_counts.presence(event.id, event.days[1]).people == 0


def test_a_session_counts_for_itself_and_for_its_day(event: Event, entrance: Desk) -> None:
    person, session = a_registration(event, Status.CONFIRMED), a_session(event)
    scan(occasions.of(event, session_id=session.id), person, entrance)
    assert attendance_counts.by_session(event.id) == {session.id: 1}
    assert attendance_counts.presence(event.id, event.days[0], session.id).people == 1
    assert attendance_counts.presence(event.id, event.days[0]).people == 1, (
        "seen on the day, if only in a session"
    )
    scan(occasions.of(event), person, entrance)
    assert attendance_counts.presence(event.id, event.days[0]).people == 1, "one person, however often seen"
