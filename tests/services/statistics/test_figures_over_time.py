"""Sessions, days and weeks: who signed up, who was seen, when people registered."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from app.models import (
    Category,
    Group,
    Mode,
    Place,
    Status,
)
from app.services.statistics import event_figures
from tests.factories.attendance import a_check_in, a_head_count, undone
from tests.factories.events import a_session
from tests.factories.figures import a_past_event
from tests.factories.registrations import a_registration, a_sign_up

OBSERVER = Category.OBSERVER


def test_sessions_by_sign_up_and_by_who_was_seen(app: Flask) -> None:
    event = a_past_event()
    full, empty, unknown = (a_session(event, hour, capacity=2, sign_up=True) for hour in (1, 2, 3))
    a_session(event, 4, title_en="Called off", cancelled_at=event.starts_at)
    people = [a_registration(event, Status.CONFIRMED) for _ in range(3)]
    for person in people[:2]:
        a_sign_up(person, full)
    a_sign_up(people[2], full, Place.WAITING)
    a_sign_up(a_registration(event, Status.UNVERIFIED), full, Place.WAITING)
    for person in people:
        a_check_in(person, session=full)
    undone(a_check_in(people[0], session=empty))
    first, second, third = event_figures.figures_of(event).sessions
    assert (first.signed_up, first.waiting, first.seen, first.capacity, first.percent) == (2, 1, 3, 2, 150)
    assert (second.signed_up, second.seen, second.percent) == (0, 0, 0)
    assert (third.seen, third.percent) == (None, None)
    assert unknown.capacity == 2


def test_head_counts_and_minutes_stand_beside_what_was_seen(app: Flask) -> None:
    event = a_past_event()
    counted, online = (a_session(event, hour) for hour in (1, 2))
    people = [a_registration(event, Status.CONFIRMED) for _ in range(4)]
    for person in people[:3]:
        a_check_in(person, session=counted)
    a_head_count(counted, 5)
    for person, minutes in zip(people, (10, 21, None, 99), strict=True):
        entry = a_check_in(person, session=online, mode=Mode.ONLINE, minutes=minutes)
    undone(entry)
    first, second = event_figures.figures_of(event).sessions
    assert first.in_the_room == (5, 3, 2)
    assert (first.seen, first.seen_online, first.minutes_online) == (3, 0, None)
    assert second.in_the_room == (None, None, None), "not counted: not recorded"
    assert (second.seen, second.seen_online, second.minutes_online) == (3, 3, 16), "31 minutes of two people"


@pytest.mark.parametrize(
    ("seen", "capacity", "percent"),
    [(0, 40, 0), (29, 40, 73), (101, 180, 56), (199, 200, 99), (40, 40, 100), (5, None, None), (5, 0, None)],
)
def test_only_a_full_session_is_full(seen: int, capacity: int | None, percent: int | None) -> None:
    title, begins = event_figures.Bilingual("A", "A"), datetime(2025, 3, 19, tzinfo=UTC)
    session = event_figures.SessionFigures(title, begins, capacity, None, None, seen)
    assert session.percent == percent


def test_days_tell_who_was_there_and_how(app: Flask) -> None:
    event = a_past_event()
    first, second = (a_registration(event, Status.CONFIRMED) for _ in range(2))
    a_check_in(first)
    a_check_in(second, mode=Mode.ONLINE)
    a_check_in(second, date(2025, 3, 18))  # the evening before, when badges were handed out
    days = event_figures.figures_of(event).days
    assert [(one.day.day, one.seen, one.seen_in_person, one.seen_online) for one in days] == [
        (18, 1, 1, 0),
        (19, 2, 1, 1),
        (20, None, None, None),
    ]


def test_weeks_begin_on_monday_by_the_clocks_of_the_place(app: Flask) -> None:
    event = a_past_event()
    sunday_night = datetime(2025, 3, 2, 22, 59, tzinfo=UTC)  # 23:59 in Paris
    a_registration(event, Status.CONFIRMED, registered_at=sunday_night)
    a_registration(event, Status.CONFIRMED, registered_at=sunday_night.replace(hour=23, minute=0))
    a_registration(
        event, Status.SUBMITTED, category=OBSERVER, registered_at=datetime(2025, 3, 14, 9, tzinfo=UTC)
    )
    a_registration(event, Status.CONFIRMED, registered_at=datetime(2020, 1, 1, tzinfo=UTC))
    a_registration(event, Status.CONFIRMED, registered_at=sunday_night, replaced=True)
    weeks = event_figures.figures_of(event).weeks
    told = [(one.monday, one.total) for one in weeks if one.total]
    assert told == [
        (None, 1),
        (date(2025, 2, 24), 1),
        (date(2025, 3, 3), 1),
        (date(2025, 3, 10), 1),
    ]
    assert weeks[-1].monday == date(2025, 3, 17)
    assert weeks[-2].groups == {Group.MEMBER_STATES: 0, Group.OBSERVERS: 1, Group.OTHERS: 0}
