"""The statistics of one event, in eight statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from app.lib.bilingual import Bilingual
from app.lib.clock import now
from app.models import BodyKind, Category, Event, Group
from app.services.attendance import head_counts
from app.services.attendance.head_counts import Counted
from app.services.indicators import DIMENSIONS, STEPS
from app.services.statistics import figure_counts
from app.services.statistics.figures import (
    NOT_HELD,
    NOT_RECORDED,
    NOT_YET,
    Numbers,
    Phase,
    Source,
    Summary,
    added,
    summary,
)

FIRST_ATTRIBUTE = 3  # the place of the first attribute in a row of `figure_counts.of_event`


@dataclass(frozen=True)
class BodyNamed:
    """A body as the statistics show it."""

    code: str
    kind: BodyKind
    name: Bilingual
    sort: Bilingual
    tile_row: int | None
    tile_column: int | None


@dataclass(frozen=True)
class BodyFigures:
    """The people of one body. A state of the representation counts its delegates only."""

    body: BodyNamed
    numbers: Numbers


@dataclass(frozen=True)
class KindFigures:
    """The people of the bodies of one kind; the kind None is for affiliations that are no body of the list."""

    kind: BodyKind | None
    numbers: Numbers
    bodies: Sequence[BodyFigures]


@dataclass(frozen=True)
class SessionFigures:
    """A session; `signed_up` is None where no sign-up was asked for, `seen` where nobody was checked in at its door.

    `missing` says why nobody was seen, as a message id.
    """

    title: Bilingual
    starts_at: datetime
    capacity: int | None
    signed_up: int | None
    waiting: int | None
    seen: int | None
    missing: str = NOT_RECORDED
    seen_online: int | None = None
    minutes_online: int | None = None  # on average; None where no report says so
    heads: Counted | None = None  # None where nobody counted

    @property
    def in_the_room(self) -> tuple[int | None, int | None, int | None]:
        """The head count, those in the room by the log at its moment, and the difference."""
        heads = self.heads
        return (heads.number, heads.by_log, heads.difference) if heads else (None, None, None)

    @property
    def percent(self) -> int | None:
        """How full it was: people seen, of the places; 100 only when it was really full."""
        if self.seen is None or not self.capacity:
            return None
        rounded = (200 * self.seen + self.capacity) // (2 * self.capacity)
        return rounded if self.seen >= self.capacity else min(rounded, 99)


@dataclass(frozen=True)
class DayFigures:
    """A day of the event, or another on which somebody was checked in; None where nobody was, and `missing` says why."""

    day: date
    seen: int | None
    seen_in_person: int | None
    seen_online: int | None
    missing: str = NOT_RECORDED


@dataclass(frozen=True)
class WeekFigures:
    """The people registered in the week that begins on a Monday; the time before all weeks has no Monday."""

    monday: date | None
    groups: Mapping[Group, int]

    @property
    def total(self) -> int:
        return sum(self.groups.values())


@dataclass(frozen=True)
class EventFigures:
    """Everything that is counted of one event; parts without anybody are left out of the lists."""

    summary: Summary
    categories: Sequence[tuple[Category, Numbers]]
    kinds: Sequence[KindFigures]
    breakdowns: Mapping[str, Sequence[tuple[str | None, Numbers]]]
    states: Sequence[BodyFigures]
    sessions: Sequence[SessionFigures]
    days: Sequence[DayFigures]
    weeks: Sequence[WeekFigures]

    def states_in_order(self, language: str) -> list[BodyFigures]:
        """The member states in the alphabetical order of a language."""
        return in_order(self.states, language)


def figures_of(event: Event) -> EventFigures:
    """Count an event."""
    rows = figure_counts.of_event(event.id)
    days = figure_counts.by_day(event.id)
    bodies = {row.id: _named(row) for row in figure_counts.bodies_of(event.id)}
    by_body = [(row.category, row) for row in rows if row.part == "body"]
    by_attributes = [row for row in rows if row.part == "attributes"]
    log = bool(days)
    brief = summary(event, by_body, log, figure_counts.reported([event.id]))
    counted = brief.source is Source.COUNTED
    return EventFigures(
        summary=brief,
        categories=_categories(by_body, log),
        kinds=_kinds([row for _, row in by_body], bodies, log),
        breakdowns=_breakdowns(by_attributes, log),
        states=_states(by_body, bodies, log) if counted else [],
        sessions=_sessions(brief) if counted else [],
        days=_days(brief, days) if counted else [],
        weeks=_weeks(event) if counted else [],
    )


def in_order(figures: Sequence[BodyFigures], language: str) -> list[BodyFigures]:
    """Some bodies in the alphabetical order of a language."""
    return sorted(figures, key=lambda one: one.body.sort.in_language(language))


def _named(row: Any) -> BodyNamed:
    names, sort = Bilingual(row.name_en, row.name_fr), Bilingual(row.sort_en, row.sort_fr)
    return BodyNamed(row.code, row.kind, names, sort, row.tile_row, row.tile_column)


def _anybody(numbers: Numbers) -> bool:
    return bool(numbers["registered"] or numbers["attended"])


def _categories(by_body: Sequence[tuple[Category, Any]], log: bool) -> list[tuple[Category, Numbers]]:
    found = [
        (category, added((row for own, row in by_body if own is category), log)) for category in Category
    ]
    return [(category, numbers) for category, numbers in found if _anybody(numbers)]


def _kinds(rows: Sequence[Any], bodies: Mapping[int, BodyNamed], log: bool) -> list[KindFigures]:
    by_body = defaultdict(list)
    for row in rows:
        by_body[row.body_id].append(row)
    found = []
    for kind in (*BodyKind, None):
        ids = [key for key in by_body if (None if key is None else bodies[key].kind) is kind]
        numbers = added((row for key in ids for row in by_body[key]), log)
        own = [BodyFigures(bodies[key], added(by_body[key], log)) for key in ids if key is not None]
        found.append(KindFigures(kind, numbers, [body for body in own if _anybody(body.numbers)]))
    return [one for one in found if _anybody(one.numbers)]


def _breakdowns(rows: Sequence[Any], log: bool) -> dict[str, list[tuple[str | None, Numbers]]]:
    found: dict[str, list[tuple[str | None, Numbers]]] = {}
    for place, dimension in enumerate(DIMENSIONS, FIRST_ATTRIBUTE):
        own = defaultdict(list)
        for row in rows:
            own[_key(row[place])].append(row)
        counted = {key: added(own[key], log, STEPS) for key in dimension.words if key in own}
        found[dimension.code] = [(key, numbers) for key, numbers in counted.items() if _anybody(numbers)]
    return found


def _key(value: object) -> str | None:
    """The code of a value: of an enum's member, or of a yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)


def _states(
    by_body: Sequence[tuple[Category, Any]], bodies: Mapping[int, BodyNamed], log: bool
) -> list[BodyFigures]:
    delegates = defaultdict(list)
    for category, row in by_body:
        if category is Category.MEMBER_STATE_DELEGATE:
            delegates[row.body_id].append(row)
    return [
        BodyFigures(body, added(delegates[key], log))
        for key, body in bodies.items()
        if body.kind is BodyKind.MEMBER_STATE
    ]


def _sessions(brief: Summary) -> list[SessionFigures]:
    heads = head_counts.of_event(brief.event.id)
    return [_session(brief, row, heads.get(row.id)) for row in figure_counts.by_session(brief.event.id)]


def _session(brief: Summary, row: Any, heads: Counted | None) -> SessionFigures:
    return SessionFigures(
        title=Bilingual(row.title_en, row.title_fr),
        starts_at=row.starts_at,
        capacity=row.capacity,
        signed_up=(row.signed_up or 0) if row.sign_up else None,
        waiting=(row.waiting_for_session or 0) if row.sign_up else None,
        seen=row.seen,
        missing=_missing(brief, row.starts_at > now()),
        seen_online=row.seen_online,
        minutes_online=row.minutes_online,
        heads=heads,
    )


def _days(brief: Summary, rows: Sequence[Any]) -> list[DayFigures]:
    today = brief.event.local(now()).date()
    found = {
        day: DayFigures(day, None, None, None, _missing(brief, day >= today)) for day in brief.event.days
    }
    found |= {row.day: DayFigures(row.day, row.seen, row.seen_in_person, row.seen_online) for row in rows}
    return [found[day] for day in sorted(found)]


def _missing(brief: Summary, is_to_come: bool) -> str:
    if brief.phase is Phase.CANCELLED:
        return NOT_HELD
    return NOT_YET if is_to_come and brief.phase is not Phase.AFTER else NOT_RECORDED


def _weeks(event: Event) -> list[WeekFigures]:
    """From the first week in which somebody registered to the present one, or that in which the event ended."""
    last = event.local(min(now(), event.ends_at or now())).date()
    final = last - timedelta(days=last.weekday())
    mondays = [final - timedelta(weeks=back) for back in range(figure_counts.WEEKS - 2, -2, -1)]
    midnights = [datetime.combine(monday, time.min, event.zone) for monday in mondays]
    rows = figure_counts.by_week(event.id, midnights)
    if not rows:
        return []
    counted: dict[int, dict[Group, int]] = defaultdict(lambda: dict.fromkeys(Group, 0))
    for row in rows:
        counted[row.week][row.category.group] += row.registered
    numbers = range(min(counted), max(*counted, len(mondays) - 1) + 1)
    nobody = dict.fromkeys(Group, 0)
    return [
        WeekFigures(mondays[number - 1] if number else None, counted.get(number, nobody))
        for number in numbers
    ]
