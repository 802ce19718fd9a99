"""How an event filled, week by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from app.lib.clock import now
from app.models import Event, Group
from app.services.statistics import figure_counts
from app.services.statistics.counted_weeks import WEEKS
from app.services.statistics.figure_kinds import WeekFigures


def registrations(event: Event) -> list[WeekFigures]:
    """The weeks of an event, in one statement of their own."""
    mondays = mondays_of(event)
    return weeks_of(figure_counts.by_week(event.id, midnights(event, mondays)), mondays)


def mondays_of(event: Event) -> list[date]:
    """The mondays that are asked for: the last one is that after the present week, or after that in which the event ended."""
    last = event.local(min(now(), event.ends_at or now())).date()
    final = last - timedelta(days=last.weekday())
    return [final - timedelta(weeks=back) for back in range(WEEKS - 2, -2, -1)]


def midnights(event: Event, mondays: Sequence[date]) -> list[datetime]:
    """When some days begin by the clocks of the event's place."""
    return [datetime.combine(monday, time.min, event.zone) for monday in mondays]


def weeks_of(rows: Iterable[Any], mondays: Sequence[date]) -> list[WeekFigures]:
    """The weeks from the first registration to the present one, or that in which the event ended."""
    counted: dict[int, dict[Group, int]] = defaultdict(lambda: dict.fromkeys(Group, 0))
    for row in rows:
        counted[row.week][row.category.group] += row.registered
    if not counted:
        return []
    numbers = range(min(counted), max(*counted, len(mondays) - 1) + 1)
    nobody = dict.fromkeys(Group, 0)
    return [
        WeekFigures(mondays[number - 1] if number else None, counted.get(number, nobody))
        for number in numbers
    ]
