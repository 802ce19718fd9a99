"""The statistics of an event as a report to attach: a PDF with the key figures, the paragraph, all tables and pictures, and what
the words mean; in English, in French, or the one after the other.

Its tables are those of the pages and of the other files (`figure_tables`), number for number. Nobody is named in it but whoever
froze the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.documents import typesetting
from app.lib import dates, installation
from app.lib.clock import now
from app.lib.wording import N_, pgettext, translated
from app.services.indicators import DEFINITIONS
from app.services.papers.paper_words import FICTIONAL, held
from app.services.statistics import figure_counts, report_parts
from app.services.statistics.figure_export import FigureFile, event_name
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figures import Source
from app.services.statistics.paragraph import paragraph
from app.services.statistics.pieces import plain

_TITLE = N_("Statistics")
_FROZEN = pgettext(
    "report", "Frozen on %(day)s by %(hand)s, version %(version)s; definitions, version %(definitions)s"
)
_NOT_FROZEN = pgettext("report", "Counted on %(day)s, not frozen; definitions, version %(definitions)s")
_REPORTED = pgettext("report", "Reported figures; definitions, version %(definitions)s")
_NONE = N_("No figures are recorded")
Facts = dict[str, Any]


def of_event(figures: EventFigures, languages: Sequence[str]) -> FigureFile:
    """The report in one language, or in several one after the other."""
    event, frozen = figures.summary.event, figures.frozen
    states = len(figures.states) or figure_counts.number_of_states()
    dated = event.local(frozen.at if frozen else now()).date()
    content = typesetting.pdf("statistics", facts(figures, languages, states), dated)
    marked = f"-{languages[0]}" if len(languages) == 1 else ""
    return FigureFile(f"{event_name(figures)}{marked}.pdf", typesetting.PDF_TYPE, content)


def facts(figures: EventFigures, languages: Sequence[str], states: int) -> Facts:
    """What stands in the report, as the template reads it; `states` is the number of all member states."""
    first, event = languages[0], figures.summary.event
    said = [translated(FICTIONAL, language) for language in languages] if event.fictional else []
    return {
        "language": first,
        "title": f"{translated(_TITLE, first)} – {event.title.in_language(first)}",
        "fictional": said,
        "parts": [_part(figures, language, states) for language in languages],
    }


def _part(figures: EventFigures, language: str, states: int) -> Facts:
    """The whole report in one language."""
    event = figures.summary.event
    said = paragraph(figures, states, language)
    return {
        "language": language,
        "over": installation.spoken(language).long_name,
        "title": translated(_TITLE, language),
        "event": event.title.in_language(language),
        "held": ", ".join(filter(None, (held(event, language), "" if event.days else str(event.year)))),
        "state": _state(figures, language),
        "note": (figures.frozen and figures.frozen.note) or "",
        "keys": report_parts.keys(figures.summary, states, language),
        "paragraph": {
            "heading": translated(N_("For the activity report"), language),
            "text": said.text,
            "source": plain(said.source),
        },
        "sections": report_parts.sections(figures, language),
    }


def _state(figures: EventFigures, language: str) -> str:
    """Since when the figures stand, by whose hand, and by which definitions."""
    event, frozen, source = figures.summary.event, figures.frozen, figures.summary.source
    day = dates.day(event.local(frozen.at if frozen else now()).date(), language, weekday=False, year=True)
    if frozen:
        values = {"hand": frozen.by(language), "version": frozen.version, "definitions": frozen.definitions}
        return translated(_FROZEN, language, day=day, **values)
    if source is Source.NONE:
        return translated(_NONE, language)
    message = _REPORTED if source is Source.REPORTED else _NOT_FROZEN
    return translated(message, language, day=day, definitions=DEFINITIONS)
