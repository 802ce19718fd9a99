"""The statistics of one event, counted in seven statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.lib.bilingual import Bilingual
from app.lib.clock import now
from app.models import BodyKind, Category, Event, LetterKind
from app.services.attendance import head_counts
from app.services.attendance.head_counts import Counted
from app.services.dimensions import DIMENSIONS
from app.services.indicators import LETTERS, STEPS
from app.services.statistics import figure_counts
from app.services.statistics.figure_kinds import (
    Answer,
    BodyFigures,
    BodyNamed,
    DayFigures,
    EventFigures,
    KindFigures,
    LetterFigures,
    SessionFigures,
)
from app.services.statistics.figures import (
    NOT_HELD,
    NOT_RECORDED,
    NOT_YET,
    Numbers,
    Phase,
    Source,
    Summary,
    added,
    reported_of,
    summary,
    unrecorded,
)
from app.services.statistics.over_time import midnights, mondays_of, weeks_of

FIRST_ATTRIBUTE = 4  # the place of the first attribute in a row of `figure_counts.of_event`
_LETTERS = tuple(one.code for one in LETTERS)


def figures_of(event: Event) -> EventFigures:
    """Count an event."""
    mondays = mondays_of(event)
    rows = figure_counts.of_event(event.id, midnights(event, mondays))
    days = figure_counts.by_day(event.id)
    bodies = {key: _named(*row) for key, *row in figure_counts.bodies_of(event.id)}
    by_body = [(row.category, row) for row in rows if row.part == "body"]
    by_attributes = [row for row in rows if row.part == "attributes"]
    brief = summary(event, by_body, bool(days), reported_of([event.id])[event.id])
    hidden = unrecorded(event, bool(days))
    counted = brief.source is Source.COUNTED
    return EventFigures(
        summary=brief,
        categories=_categories(by_body, hidden),
        kinds=_kinds([row for _, row in by_body], bodies, hidden),
        breakdowns=_breakdowns(by_attributes, hidden),
        delegations=_delegations(by_body, bodies, hidden) if counted else [],
        sessions=_sessions(brief) if counted else [],
        days=_days(brief, days) if counted else [],
        weeks=weeks_of((row for row in rows if row.part == "week"), mondays) if counted else [],
        letters=_letters(event),
    )


def _named(
    code: str, kind: BodyKind, name_en: str, name_fr: str, sort_en: str, sort_fr: str,
    tile_row: int | None, tile_column: int | None, invited_at: datetime | None, refused_at: datetime | None,
) -> BodyNamed:  # fmt: skip
    """A body out of the columns of `figure_counts.bodies_of`."""
    names, sort = Bilingual(name_en, name_fr), Bilingual(sort_en, sort_fr)
    return BodyNamed(code, kind, names, sort, tile_row, tile_column, _answer(invited_at, refused_at))


def _answer(invited_at: datetime | None, refused_at: datetime | None) -> Answer:
    if refused_at is not None:
        return Answer.REFUSED
    return Answer.NOT_INVITED if invited_at is None else Answer.INVITED


def _anybody(numbers: Numbers) -> bool:
    return bool(numbers["registered"] or numbers["attended"])


def _categories(
    by_body: Sequence[tuple[Category, Any]], hidden: frozenset[str]
) -> list[tuple[Category, Numbers]]:
    found = [
        (category, added((row for own, row in by_body if own is category), hidden)) for category in Category
    ]
    return [(category, numbers) for category, numbers in found if _anybody(numbers)]


def _kinds(rows: Sequence[Any], bodies: Mapping[int, BodyNamed], hidden: frozenset[str]) -> list[KindFigures]:
    by_body = defaultdict(list)
    for row in rows:
        by_body[row.body_id].append(row)
    found = []
    for kind in (*BodyKind, None):
        ids = [key for key in by_body if (None if key is None else bodies[key].kind) is kind]
        numbers = added((row for key in ids for row in by_body[key]), hidden)
        own = [BodyFigures(bodies[key], added(by_body[key], hidden)) for key in ids if key is not None]
        found.append(KindFigures(kind, numbers, [body for body in own if _anybody(body.numbers)]))
    return [one for one in found if _anybody(one.numbers)]


def _breakdowns(rows: Sequence[Any], hidden: frozenset[str]) -> dict[str, list[tuple[str | None, Numbers]]]:
    found: dict[str, list[tuple[str | None, Numbers]]] = {}
    for place, dimension in enumerate(DIMENSIONS, FIRST_ATTRIBUTE):
        own = defaultdict(list)
        for row in rows:
            own[_key(row[place])].append(row)
        counted = {key: added(own[key], hidden, STEPS) for key in dimension.words if key in own}
        found[dimension.code] = [(key, numbers) for key, numbers in counted.items() if _anybody(numbers)]
    return found


def _key(value: object) -> str | None:
    """The code of a value: of an enum's member, or of a yes or no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else str(value)


def _delegations(
    by_body: Sequence[tuple[Category, Any]], bodies: Mapping[int, BodyNamed], hidden: frozenset[str]
) -> list[BodyFigures]:
    delegates = defaultdict(list)
    for category, row in by_body:
        if row.body_id is not None and _sent(category, bodies[row.body_id].kind):
            delegates[row.body_id].append(row)
    return [
        BodyFigures(body, added(delegates[key], hidden))
        for key, body in bodies.items()
        if body.kind is BodyKind.MEMBER_STATE or key in delegates
    ]


def _sent(category: Category, kind: BodyKind) -> bool:
    """Whether a body of some kind is represented by people of a category: speakers and staff represent nobody."""
    if kind is BodyKind.MEMBER_STATE:
        return category is Category.MEMBER_STATE_DELEGATE
    return category in {Category.OBSERVER, Category.INTERNAL_PARTNER}


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
    found |= {
        row.day: DayFigures(row.day, row.seen, row.seen_in_person, row.seen_online)
        for row in rows
        if row.day is not None
    }
    return [found[day] for day in sorted(found)]


def _letters(event: Event) -> list[LetterFigures]:
    found = {
        kind: dict(zip(_LETTERS, numbers, strict=True)) for kind, *numbers in figure_counts.letters(event.id)
    }
    return [LetterFigures(kind, found[kind]) for kind in LetterKind if kind in found]


def _missing(brief: Summary, is_to_come: bool) -> str:
    if brief.phase is Phase.CANCELLED:
        return NOT_HELD
    return NOT_YET if is_to_come and brief.phase is not Phase.AFTER else NOT_RECORDED
