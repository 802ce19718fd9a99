"""When the fictional events take place, counted from the first start: the conference to come, the meeting gone by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
WEDNESDAY, THURSDAY = 2, 3
_QUIET = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), *((12, day) for day in range(22, 32))}


@dataclass(frozen=True)
class Schedule:
    """Days and moments of an event, by the clocks of Strasbourg."""

    made: datetime
    opens: datetime
    nominations_until: datetime
    closes: datetime
    first_day: date
    starts: datetime
    ends: datetime

    def at(self, day: int, clock: time) -> datetime:
        """A moment on the event's first (1) or second (2) day."""
        return local(self.first_day + timedelta(days=day - 1), clock)


def conference(first_start: datetime) -> Schedule:
    """Wednesday and Thursday in seven months; registration has been open for six weeks and ends three before."""
    today = first_start.astimezone(ZONE).date()
    first = _working(today + timedelta(days=210), WEDNESDAY, 7)
    closes = local(first - timedelta(days=19), time(18))  # a Friday
    return Schedule(
        made=local(today - timedelta(days=50), time(10)),
        opens=local(today - timedelta(days=42), time(9)),
        nominations_until=closes - timedelta(days=21),
        closes=closes,
        first_day=first,
        starts=local(first, time(8, 30)),
        ends=local(first + timedelta(days=1), time(13)),
    )


def meeting(first_start: datetime) -> Schedule:
    """An afternoon and a morning some two months ago."""
    today = first_start.astimezone(ZONE).date()
    first = _working(today - timedelta(days=63), THURSDAY, -7)
    opens = local(first - timedelta(days=56), time(9))
    return Schedule(
        made=opens - timedelta(days=7),
        opens=opens,
        nominations_until=local(first - timedelta(days=21), time(18)),
        closes=local(first - timedelta(days=7), time(18)),
        first_day=first,
        starts=local(first, time(14)),
        ends=local(first + timedelta(days=1), time(12, 30)),
    )


def local(day: date, clock: time) -> datetime:
    """A moment by the clocks of Strasbourg, in UTC."""
    return datetime.combine(day, clock, ZONE).astimezone(UTC)


def office_hours(day: datetime, number: int) -> datetime:
    """A moment on a working day at or before a day, told apart by a number."""
    chosen = day.astimezone(ZONE).date()
    chosen -= timedelta(days=max(0, chosen.weekday() - 4))
    return local(chosen, time(8 + number * 5 % 10, number * 17 % 60))


def _working(day: date, weekday: int, step: int) -> date:
    """The next such weekday whose day and morrow are no holidays; a negative step looks for the one before."""
    away = (weekday - day.weekday()) % 7
    day += timedelta(days=away - 7 if step < 0 and away else away)
    while any((near.month, near.day) in _QUIET for near in (day, day + timedelta(days=1))):
        day += timedelta(days=step)
    return day
