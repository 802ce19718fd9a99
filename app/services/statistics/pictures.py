"""The pictures of an event's statistics in a language: figures and words put together for the charts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.charts.bars import Bar, bars
from app.charts.columns import Column, columns
from app.charts.stacked import Part, stacked
from app.charts.tiles import Tile, tiles
from app.lib import dates
from app.lib.wording import N_, pgettext, translated
from app.models.labels import label
from app.services.indicators import REGISTRY, STEPS
from app.services.statistics import sentences
from app.services.statistics.figure_kinds import BodyFigures, EventFigures, WeekFigures
from app.services.statistics.figures import Source, Summary
from app.services.statistics.picture_kinds import SWATCHES, Picture
from app.services.statistics.session_pictures import sessions


def of_event(figures: EventFigures, language: str) -> dict[str, Picture]:
    """The pictures of an event by their codes; of one whose people were never counted, the groups alone."""
    drawn = [groups(figures.summary, language)]
    if figures.summary.source is Source.COUNTED:
        makers: list[Callable[[EventFigures, str], Picture]] = [way, states, sessions, weeks]
        drawn += [make(figures, language) for make in makers]
    return {picture.code: picture for picture in drawn}


def way(figures: EventFigures, language: str) -> Picture:
    """The way from registered to attended, each step with what explains it."""
    summary = figures.summary
    notes = sentences.notes(summary, language)
    shown = [
        Bar(
            REGISTRY[step].name_in(language),
            summary.total[step],
            notes[step],
            sentences.unknown(summary, step, language),
        )
        for step in STEPS
    ]
    title = translated(N_("From registered to attended"), language)
    return Picture("way", title, lambda identity, width: bars(identity, title, shown, width))


def groups(summary: Summary, language: str) -> Picture:
    """The three groups of the step that matters now."""
    code = summary.main
    parts = [
        Part(label(group, language), numbers[code], SWATCHES[group])
        for group, numbers in summary.groups.items()
    ]
    title, why = REGISTRY[code].name_in(language), sentences.unknown(summary, code, language)
    total = summary.total[code]
    return Picture(
        "groups", title, lambda identity, width: stacked(identity, title, parts, total, why, width)
    )


def states(figures: EventFigures, language: str) -> Picture:
    """The map of the member states."""
    found = by_state(figures, language)
    told = translated(
        N_("%(full)s represented, %(part)s registered only, %(none)s not represented"),
        language,
        **{kind: len(some) for kind, some in found.items()},
    )
    title = translated(N_("Map of the member states"), language)
    code = figures.summary.main
    shown = [
        tile
        for kind, some in found.items()
        for tile in map(partial(_tile, kind=kind, code=code, language=language), some)
        if tile
    ]
    return Picture("states", title, lambda identity, width: tiles(identity, title, told, shown, width))


def state_of(state: BodyFigures, summary: Summary) -> str:
    """How a member state stands on the map: `full`, `part` (registered only) or `none`."""
    if state.numbers[summary.main]:
        return "full"
    return "part" if state.numbers["registered"] else "none"


def by_state(figures: EventFigures, language: str) -> dict[str, list[BodyFigures]]:
    """The member states as they stand on the map, each list in the alphabetical order of the language."""
    found: dict[str, list[BodyFigures]] = {"full": [], "part": [], "none": []}
    for state in figures.states_in_order(language):
        found[state_of(state, figures.summary)].append(state)
    return found


def _tile(state: BodyFigures, kind: str, code: str, language: str) -> Tile | None:
    body = state.body
    if body.tile_row is None or body.tile_column is None:
        return None
    number = state.numbers[code if kind == "full" else "registered"] or 0
    name = body.name.in_language(language)
    return Tile(
        body.code, body.tile_row, body.tile_column, kind, number, f"{name} · {number}" if number else name
    )


def weeks(figures: EventFigures, language: str) -> Picture:
    """How the event filled, week by week."""
    shown = [Column(week_name(week, language), list(week.groups.values())) for week in figures.weeks]
    title = translated(N_("Registrations by week"), language)
    return Picture("weeks", title, lambda identity, width: columns(identity, title, shown, width))


def week_name(week: WeekFigures, language: str) -> str:
    """The Monday of a week in short."""
    if week.monday is None:
        return translated(pgettext("week", "before"), language)
    return dates.short_day(week.monday, language)
