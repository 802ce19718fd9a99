"""The pictures of an event's statistics in a language: figures and words put together for the charts."""

from __future__ import annotations

from collections.abc import Callable

from app.charts.bars import Bar, bars
from app.charts.stacked import Part, stacked
from app.charts.standalone import Key
from app.lib.wording import N_, capitalised, translated
from app.models.labels import label
from app.services.indicators import REGISTRY, STEPS
from app.services.statistics import sentences
from app.services.statistics.day_pictures import days, weeks
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figures import Source, Summary
from app.services.statistics.people_pictures import attributes, categories
from app.services.statistics.picture_kinds import SWATCHES, Picture
from app.services.statistics.session_pictures import sessions
from app.services.statistics.state_pictures import states


def of_event(figures: EventFigures, language: str) -> dict[str, Picture]:
    """The pictures of an event by their codes, in their order, without those that have nothing to show.

    Of an event whose people were never counted there are the groups alone.
    """
    found = {"groups": groups(figures.summary, language)}
    if figures.summary.source is not Source.COUNTED:
        return found
    makers: list[tuple[Callable[[EventFigures, str], Picture], bool]] = [
        (states, True),
        (sessions, bool(figures.sessions)),
        (weeks, bool(figures.weeks)),
        (days, bool(figures.days) and not figures.summary.is_to_come),
        (categories, bool(figures.categories)),
        (attributes, any(figures.breakdowns.values())),
    ]
    drawn = [way(figures, language), *found.values()]
    drawn += [make(figures, language) for make, is_there in makers if is_there]
    return {picture.code: picture for picture in drawn}


def way(figures: EventFigures, language: str) -> Picture:
    """The way from registered to attended, each step with what explains it."""
    summary = figures.summary
    notes = sentences.notes(summary, language)
    shown = tuple(
        Bar(
            REGISTRY[step].name_in(language),
            summary.total[step],
            notes[step],
            sentences.unknown(summary, step, language),
        )
        for step in STEPS
    )
    title = translated(N_("From registered to attended"), language)
    return Picture("way", title, lambda identity, width: bars(identity, title, shown, width))


def groups(summary: Summary, language: str) -> Picture:
    """The three groups of the step that matters now."""
    code = summary.main
    parts = tuple(
        Part(capitalised(label(group, language)), numbers[code], SWATCHES[group])
        for group, numbers in summary.groups.items()
    )
    title = translated(N_("Who attended") if code == "attended" else N_("Who is confirmed"), language)
    why, total = sentences.unknown(summary, code, language), summary.total[code]
    return Picture(
        "groups",
        title,
        lambda identity, width: stacked(identity, title, parts, total, why, width),
        legend=[Key(part.kind, part.label, part.value) for part in parts],
    )
