"""The pictures of several events in a language: all people, or those of one body, event by event; gaps stay gaps."""

from __future__ import annotations

from collections.abc import Sequence

from app.charts.trend import Slot, trend
from app.lib.wording import N_, translated
from app.models import EventKind
from app.models.labels import label
from app.services.indicators import REGISTRY
from app.services.statistics import sentences
from app.services.statistics.figures import Source, Summary
from app.services.statistics.matrix import Cell, Line, Matrix
from app.services.statistics.picture_kinds import HALF, PHONE, WIDE, Picture

_FEW = 4  # so many events have room in a picture of half the page


def years(summaries: Sequence[Summary], step: str, language: str) -> Picture:
    """The people of one step, event by event."""
    slots = [_slot(one, one.total[step], step, language) for one in summaries]
    return _trend(REGISTRY[step].name_in(language), slots)


def body(matrix: Matrix, line: Line, language: str) -> Picture:
    """The people of a body's delegation who attended."""
    pairs = zip(matrix.summaries, line.cells, strict=True)
    slots = [_own_slot(one, cell, language) for one, cell in pairs]
    title = translated(
        N_("People of the delegation: %(name)s"), language, name=line.name.in_language(language)
    )
    return _trend(title, slots)


def _trend(title: str, slots: Sequence[Slot]) -> Picture:
    widths = WIDE if len(slots) > _FEW else (PHONE, HALF)
    return Picture("trend", title, lambda identity, width: trend(identity, title, slots, width), widths)


def _own_slot(summary: Summary, cell: Cell, language: str) -> Slot:
    """A reported total is nothing that is known of a body: the mark of its source is left away."""
    return _slot(summary, cell.numbers["attended"], "attended", language, of_body=True)


def _slot(summary: Summary, value: int | None, step: str, language: str, *, of_body: bool = False) -> Slot:
    kinds = [label(summary.event.kind, language)]
    if summary.event.kind is EventKind.CORRESPONDENTS_MEETING:
        kinds.append(translated(N_("meeting"), language))
    if summary.source is Source.REPORTED and not of_body:
        reported = sentences.source(summary, language)
        kinds = [*(f"{kind}, {reported}" for kind in kinds), reported]
    why = sentences.unknown(summary, step, language)
    return Slot(str(summary.event.year), kinds[0], value, why, kinds[1:])
