"""The statistics of one event, counted in six statements, or seven where somebody counted heads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
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

FIRST_ATTRIBUTE = 5  # the place of the first attribute in a row of `figure_counts.of_event`
_LETTERS = tuple(one.code for one in LETTERS)
_FOR_A_STATE = (Category.MEMBER_STATE_DELEGATE,)
_FOR_ANOTHER = (Category.OBSERVER, Category.INTERNAL_PARTNER)
People = tuple[Category, int | None, Any]  # those of one category and body, with their counted row


def figures_of(event: Event) -> EventFigures:
    """Count an event."""
    mondays = mondays_of(event)
    parts = _by_part(figure_counts.of_event(event.id, midnights(event, mondays)))
    days = figure_counts.by_day(event.id)
    bodies = {key: _named(*row) for key, *row in figure_counts.bodies_of(event.id)}
    people = [(row.category, row.body_id, row) for row in parts["body"]]
    by_category = [(category, row) for category, _, row in people]
    brief = summary(event, by_category, bool(days), reported_of([event.id])[event.id])
    hidden = unrecorded(event, bool(days))
    counted = brief.source is Source.COUNTED
    return EventFigures(
        summary=brief,
        categories=_categories(by_category, hidden),
        kinds=_kinds(people, bodies, hidden),
        breakdowns=_breakdowns(parts["attributes"], hidden),
        delegations=_delegations(people, bodies, hidden) if counted else [],
        sessions=_sessions(brief, parts["seat"]) if counted else [],
        days=_days(brief, days) if counted else [],
        weeks=weeks_of(parts["week"], mondays) if counted else [],
        letters=_letters(event),
    )


def _by_part(rows: Iterable[Any]) -> Mapping[str, list[Any]]:
    """The kinds of rows of `figure_counts.of_event` one by one."""
    found = defaultdict(list)
    for row in rows:
        found[row.part].append(row)
    return found


def _named(
    code: str, kind: BodyKind, name_en: str, name_fr: str, sort_en: str, sort_fr: str,
    tile_row: int | None, tile_column: int | None, was_invited: bool, has_refused: bool,
) -> BodyNamed:  # fmt: skip
    """A body out of the columns of `figure_counts.bodies_of`."""
    names, sort = Bilingual(name_en, name_fr), Bilingual(sort_en, sort_fr)
    answer = Answer.REFUSED if has_refused else Answer.INVITED if was_invited else Answer.NOT_INVITED
    return BodyNamed(code, kind, names, sort, tile_row, tile_column, answer)


def _anybody(numbers: Numbers) -> bool:
    return bool(numbers["registered"] or numbers["attended"])


def _categories(
    rows: Iterable[tuple[Category, Any]], hidden: frozenset[str]
) -> list[tuple[Category, Numbers]]:
    own = defaultdict(list)
    for category, row in rows:
        own[category].append(row)
    found = [(category, added(own[category], hidden)) for category in Category if category in own]
    return [(category, numbers) for category, numbers in found if _anybody(numbers)]


def _kinds(
    people: Iterable[People], bodies: Mapping[int, BodyNamed], hidden: frozenset[str]
) -> list[KindFigures]:
    by_kind: dict[BodyKind | None, dict[int | None, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for _, key, row in people:
        by_kind[None if key is None else bodies[key].kind][key].append(row)
    found = []
    for kind in (*BodyKind, None):
        own = by_kind[kind]
        numbers = added(chain.from_iterable(own.values()), hidden)
        lines = [
            BodyFigures(bodies[key], added(rows, hidden)) for key, rows in own.items() if key is not None
        ]
        found.append(KindFigures(kind, numbers, [line for line in lines if _anybody(line.numbers)]))
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
    people: Iterable[People], bodies: Mapping[int, BodyNamed], hidden: frozenset[str]
) -> list[BodyFigures]:
    delegates = defaultdict(list)
    for category, key, row in people:
        if key is not None and _sent(category, bodies[key].kind):
            delegates[key].append(row)
    return [
        BodyFigures(body, added(delegates[key], hidden))
        for key, body in bodies.items()
        if body.kind is BodyKind.MEMBER_STATE or key in delegates
    ]


def _sent(category: Category, kind: BodyKind) -> bool:
    """Whether a body of some kind is represented by people of a category: speakers and staff represent nobody."""
    return category in (_FOR_A_STATE if kind is BodyKind.MEMBER_STATE else _FOR_ANOTHER)


def _sessions(brief: Summary, sign_ups: Iterable[Any]) -> list[SessionFigures]:
    seats = {row.session_id: row for row in sign_ups}
    rows = figure_counts.by_session(brief.event.id)
    heads = head_counts.of_event(brief.event.id) if any(row.heads_counted for row in rows) else {}
    return [_session(brief, row, seats.get(row.id), heads.get(row.id)) for row in rows]


def _session(brief: Summary, row: Any, seats: Any | None, heads: Counted | None) -> SessionFigures:
    return SessionFigures(
        title=Bilingual(row.title_en, row.title_fr),
        starts_at=row.starts_at,
        capacity=row.capacity,
        signed_up=(seats.signed_up if seats else 0) if row.sign_up else None,
        waiting=(seats.waiting_for_session if seats else 0) if row.sign_up else None,
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
