"""Bodies and events: what each body did in each edition. The newest frozen figures hold; unknown is never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple

from app.lib.bilingual import Bilingual
from app.models import Body, BodyKind, Event
from app.services.statistics import delegation_counts, snapshots
from app.services.statistics.deeds import Deed, deed_of
from app.services.statistics.delegation_counts import COUNTED
from app.services.statistics.figure_kinds import Answer
from app.services.statistics.figures import Numbers, Phase, Source, Summary


class Cell(NamedTuple):
    """A body at an event: what it did, and the numbers of its delegation, None where they are not recorded."""

    deed: Deed
    numbers: Numbers

    @property
    def took_part(self) -> bool:
        """Whether somebody came; where nobody was checked in, whether somebody was confirmed."""
        return self.deed in {Deed.ATTENDED, Deed.CONFIRMED}


@dataclass(frozen=True)
class Line:
    """A body with its cell for each of the events."""

    code: str
    kind: BodyKind
    name: Bilingual
    sort: Bilingual
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Matrix:
    """Some events, the earliest first, and the bodies with a cell for each."""

    summaries: Sequence[Summary]
    lines: Sequence[Line]

    def in_order(self, language: str) -> list[Line]:
        """The bodies by their kind, and within it in the alphabetical order of a language."""
        kinds = list(BodyKind)
        return sorted(self.lines, key=lambda line: (kinds.index(line.kind), line.sort.in_language(language)))

    def editions(self, line: Line) -> tuple[int, int]:
        """In how many events that are over a body took part, and of how many that is recorded."""
        over = [
            cell
            for cell, summary in zip(line.cells, self.summaries, strict=True)
            if summary.phase is Phase.AFTER and not cell.deed.is_missing
        ]
        return sum(cell.took_part for cell in over), len(over)


_taken = attrgetter(*COUNTED)
Known = Mapping[int, tuple[Numbers, Answer]]  # the delegations of an event, by the ids of their bodies


def of_events(events: Sequence[Event], *, all_bodies: bool = False) -> Matrix:
    """All member states, or also every other body that was ever invited or sent anybody; in seven statements."""
    summaries, people = snapshots.with_delegations(events, all_bodies=all_bodies)
    rows = delegation_counts.bodies()
    known = _known(summaries, {row.code: row.id for row in rows}, people)
    named = {key for delegations in known.values() for key in delegations}
    shown = [row for row in rows if row.kind is BodyKind.MEMBER_STATE or (all_bodies and row.id in named)]
    return _matrix(summaries, shown, known)


def of_body(body: Body, events: Sequence[Event]) -> Matrix:
    """One body alone, at some events; in seven statements."""
    summaries = snapshots.summaries(events)
    people = delegation_counts.people([one.event.id for one in summaries if not one.frozen], body.id)
    return _matrix(summaries, [body], _known(summaries, {body.code: body.id}, people))


def _known(summaries: Sequence[Summary], ids: Mapping[str, int], people: Iterable[Any]) -> dict[int, Known]:
    """The delegations of some events as they were frozen, or as they are counted now, from the rows of their people."""
    frozen = [one.event.id for one in summaries if one.frozen]
    found = _counted([one for one in summaries if not one.frozen], people)
    kept = snapshots.frozen_answers(frozen, COUNTED) if frozen else {}
    for event_id, answers in kept.items():
        found[event_id] = {ids.get(code, 0): own for code, own in answers.items()}
    return found


def _counted(summaries: Sequence[Summary], people: Iterable[Any]) -> dict[int, Known]:
    events = [one.event.id for one in summaries]
    nothing = {one.event.id: _nothing(one) for one in summaries}
    hidden = {key: {code: None for code in COUNTED if own[code] is None} for key, own in nothing.items()}
    answers: dict[int, dict[int, Answer]] = {event_id: {} for event_id in events}
    for row in delegation_counts.convocations(events):
        answers[row.event_id][row.body_id] = Answer.REFUSED if row.refused else Answer.INVITED
    found: dict[int, dict[int, tuple[Numbers, Answer]]] = {
        event_id: {key: (nothing[event_id], answer) for key, answer in own.items()}
        for event_id, own in answers.items()
    }
    for row in people:
        event_id, body_id = row.event_id, row.body_id
        numbers: dict[str, int | None] = dict(zip(COUNTED, _taken(row), strict=True))
        numbers.update(hidden[event_id])
        found[event_id][body_id] = (numbers, answers[event_id].get(body_id, Answer.NOT_INVITED))
    return {**found}


def _matrix(summaries: Sequence[Summary], bodies: Iterable[Any], known: Mapping[int, Known]) -> Matrix:
    columns = [_Column(summary, known[summary.event.id]) for summary in summaries]
    lines = [
        Line(
            body.code,
            body.kind,
            Bilingual(body.name_en, body.name_fr),
            Bilingual(body.sort_en, body.sort_fr),
            [column.cell(body.id) for column in columns],
        )
        for body in bodies
    ]
    return Matrix(summaries, lines)


class _Column:
    """An event, ready to say of each body what it did there."""

    def __init__(self, summary: Summary, known: Known) -> None:
        self.summary, self.known = summary, known
        self.invitations = any(answer is not Answer.NOT_INVITED for _, answer in known.values())
        self.nothing = _nothing(summary)

    def cell(self, body_id: int) -> Cell:
        numbers, answer = self.known.get(body_id, (self.nothing, Answer.NOT_INVITED))
        return Cell(deed_of(self.summary, numbers, answer, invitations=self.invitations), numbers)


def _nothing(summary: Summary) -> Numbers:
    """The numbers of a body of which an event knows nobody: zero, or None where the event’s own are not recorded.

    The total of an event may have been reported; of each of its bodies nothing is known.
    """
    counted = summary.source is Source.COUNTED
    return {code: 0 if counted and summary.total[code] is not None else None for code in COUNTED}
