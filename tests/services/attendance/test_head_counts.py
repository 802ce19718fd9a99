"""Heads counted in a room: the last count holds, and is compared with who was there by the log at that moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.lib.clock import now
from app.models import (
    ActorKind,
    CheckInKind,
    Event,
    EventSession,
    EventStatus,
    Registration,
    SessionKind,
    Status,
)
from app.services.actors import Actor, desk
from app.services.attendance import head_counts
from app.services.attendance.head_count_errors import CountedInTheFuture, NotAHeadCount
from app.services.attendance.head_counts import Counted
from app.services.errors import EventReadOnly, NotFound
from tests.factories import users
from tests.factories.attendance import a_check_in, undone
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    """An event that took place yesterday."""
    return an_event(starts_at=moment(-1, 9))


@pytest.fixture
def agent(event: Event) -> Actor:
    return desk(users.a_desk_agent(event))


def ten(session: EventSession) -> datetime:
    return session.starts_at + timedelta(minutes=30)


def comes(
    session: EventSession, minutes: int, kind: CheckInKind = CheckInKind.IN, who: Registration | None = None
):  # type: ignore[no-untyped-def]
    """Somebody who comes so many minutes after the beginning."""
    who = who or a_registration(session.event, Status.CONFIRMED)
    return a_check_in(who, session=session, kind=kind, at=session.starts_at + timedelta(minutes=minutes))


def held(session: EventSession) -> Counted:
    return head_counts.of_event(session.event_id)[session.id]


def test_the_last_count_holds_and_says_who_counted(event: Event, agent: Actor) -> None:
    session, before = a_session(event), now()
    head_counts.count(event, session.id, 70, agent)
    row = head_counts.count(event, session.id, 58, agent)
    assert (row.actor_kind, row.actor_id) == (ActorKind.DESK, agent.id)
    assert row.at >= before
    assert held(session).number == 58
    assert held(session).at == row.at


def test_nothing_to_compare_with_where_nobody_was_checked_in_at_the_door(event: Event, agent: Actor) -> None:
    session, other = a_session(event), a_session(event)
    a_check_in(a_registration(event, Status.CONFIRMED))  # at the entrance
    comes(other, 0)
    head_counts.count(event, session.id, 58, agent)
    assert held(session).by_log is None
    assert held(session).difference is None
    assert other.id not in head_counts.of_event(event.id), "not counted: not recorded"


def test_the_difference_is_that_of_the_moment(event: Event, agent: Actor) -> None:
    session = a_session(event)
    twice = comes(session, 0).registration
    comes(session, 5, who=twice)
    undone(comes(session, 10))
    comes(session, 30)  # at the very moment
    comes(session, 45)  # came after the count
    head_counts.count(event, session.id, 6, agent, ten(session))
    assert held(session).by_log == 2
    assert held(session).difference == 4
    head_counts.count(event, session.id, 1, agent, ten(session) + timedelta(minutes=20))
    assert held(session).difference == -2


def test_who_came_and_was_taken_back_leaves_nobody_there(event: Event, agent: Actor) -> None:
    session = a_session(event)
    undone(comes(session, 0))
    head_counts.count(event, session.id, 0, agent, ten(session))
    assert (held(session).by_log, held(session).difference) == (0, 0)


@pytest.mark.parametrize(("exits", "there"), [(True, 2), (False, 3)])
def test_who_has_left_is_not_there_where_exits_are_scanned(
    event: Event, agent: Actor, exits: bool, there: int
) -> None:
    session = a_session(event, exits=exits)
    left, back, later = (comes(session, 0).registration for _ in range(3))
    comes(session, 10, CheckInKind.OUT, left)
    comes(session, 11, CheckInKind.OUT, back)
    comes(session, 20, CheckInKind.IN, back)
    comes(session, 50, CheckInKind.OUT, later)
    head_counts.count(event, session.id, 2, agent, ten(session))
    assert held(session).by_log == there


def test_a_line_handed_in_late_counts_by_its_own_time(event: Event, agent: Actor) -> None:
    session = a_session(event, exits=True)
    who = a_registration(event, Status.CONFIRMED)
    comes(session, 20, CheckInKind.OUT, who)
    comes(session, 10, CheckInKind.IN, who)
    head_counts.count(event, session.id, 0, agent, ten(session))
    assert held(session).by_log == 0


def test_two_sessions_are_told_apart(event: Event, agent: Actor) -> None:
    first, second = a_session(event), a_session(event)
    who = comes(first, 0).registration
    comes(second, 40, who=who)
    head_counts.count(event, first.id, 1, agent, ten(first))
    head_counts.count(event, second.id, 1, agent, ten(second))
    assert (held(first).by_log, held(second).by_log) == (1, 0)


@pytest.mark.parametrize("number", [-1, head_counts.MOST + 1])
def test_no_such_number_of_people_is_in_a_room(event: Event, agent: Actor, number: int) -> None:
    with pytest.raises(NotAHeadCount):
        head_counts.count(event, a_session(event).id, number, agent)


def test_nobody_counts_in_the_future(event: Event, agent: Actor) -> None:
    with pytest.raises(CountedInTheFuture):
        head_counts.count(event, a_session(event).id, 1, agent, now() + timedelta(minutes=1))


@pytest.mark.parametrize("changes", [{"cancelled_at": moment(-2)}, {"kind": SessionKind.BREAK}])
def test_heads_are_not_counted_in_breaks_and_cancelled_sessions(
    event: Event, agent: Actor, changes: dict[str, object]
) -> None:
    session = a_session(event, **changes)
    with pytest.raises(NotFound):
        head_counts.count(event, session.id, 1, agent)
    with pytest.raises(NotFound):
        head_counts.count(event, a_session(an_event()).id, 1, agent)


def test_nothing_is_counted_at_an_archived_event(event: Event, agent: Actor) -> None:
    session = a_session(event)
    event.status = EventStatus.ARCHIVED
    with pytest.raises(EventReadOnly):
        head_counts.count(event, session.id, 1, agent)
