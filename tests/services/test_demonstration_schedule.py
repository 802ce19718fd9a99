"""Whenever the application is started first, the fictional events have days that make sense."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.services.demonstration import schedule
from app.services.demonstration.schedule import Schedule

STARTS = [
    datetime(2026, 1, 1, 0, 30, tzinfo=UTC) + timedelta(days=3 * number, hours=number % 24)
    for number in range(244)
]


def test_the_conference_is_on_two_working_days_in_seven_months() -> None:
    for start in STARTS:
        check_conference(start, schedule.conference(start))


def test_the_meeting_is_over() -> None:
    for start in STARTS:
        plan = schedule.meeting(start)
        assert plan.made < plan.opens < plan.closes < plan.starts < plan.ends < start - timedelta(days=30)
        assert plan.first_day.weekday() == 3


def check_conference(start: datetime, plan: Schedule) -> None:
    second = plan.first_day + timedelta(days=1)
    assert [plan.first_day.weekday(), second.weekday()] == [2, 3]
    assert 210 <= (plan.first_day - start.date()).days <= 232
    assert (plan.first_day.month, plan.first_day.day) not in schedule._QUIET
    assert plan.made < plan.opens < start < plan.nominations_until < plan.closes < plan.starts < plan.ends
    assert plan.closes.astimezone(schedule.ZONE).hour == 18
    assert plan.starts.astimezone(schedule.ZONE).strftime("%H:%M") == "08:30"


def test_office_hours_are_on_working_days_and_never_later_than_the_day() -> None:
    for number, start in enumerate(STARTS):
        moment = schedule.office_hours(start, number).astimezone(schedule.ZONE)
        assert moment.weekday() < 5
        assert 8 <= moment.hour < 18
        assert moment.date() <= start.astimezone(schedule.ZONE).date()
