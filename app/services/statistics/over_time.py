"""How an event filled, week by week, and what became of its letters: one statement for both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from app.lib.clock import now
from app.models import Category, Event, Group, LetterKind
from app.services.indicators import LETTERS
from app.services.statistics import figure_counts
from app.services.statistics.figure_kinds import LetterFigures, WeekFigures


def registrations(event: Event) -> list[WeekFigures]:
    """The weeks alone, in one statement."""
    mondays = _mondays(event)
    rows = figure_counts.by_week(event.id, _midnights(event, mondays))
    return _weeks(rows, mondays) if rows else []


def registrations_and_letters(event: Event) -> tuple[list[WeekFigures], list[LetterFigures]]:
    """The weeks from the first registration to the present one, or that in which the event ended; and the letters by kind."""
    mondays = _mondays(event)
    rows = figure_counts.over_time(event.id, _midnights(event, mondays))
    weeks = [row for row in rows if row.part == "week"]
    return _weeks(weeks, mondays) if weeks else [], _letters(row for row in rows if row.part == "letter")


def _mondays(event: Event) -> list[date]:
    last = event.local(min(now(), event.ends_at or now())).date()
    final = last - timedelta(days=last.weekday())
    return [final - timedelta(weeks=back) for back in range(figure_counts.WEEKS - 2, -2, -1)]


def _midnights(event: Event, mondays: Sequence[date]) -> list[datetime]:
    return [datetime.combine(monday, time.min, event.zone) for monday in mondays]


def _weeks(rows: Iterable[Any], mondays: Sequence[date]) -> list[WeekFigures]:
    counted: dict[int, dict[Group, int]] = defaultdict(lambda: dict.fromkeys(Group, 0))
    for row in rows:
        counted[int(row.key)][Category(row.category).group] += row.registered
    numbers = range(min(counted), max(*counted, len(mondays) - 1) + 1)
    nobody = dict.fromkeys(Group, 0)
    return [
        WeekFigures(mondays[number - 1] if number else None, counted.get(number, nobody))
        for number in numbers
    ]


def _letters(rows: Iterable[Any]) -> list[LetterFigures]:
    codes = [one.code for one in LETTERS]
    found = {LetterKind(row.key): {code: getattr(row, code) for code in codes} for row in rows}
    return [LetterFigures(kind, found[kind]) for kind in LetterKind if kind in found]
