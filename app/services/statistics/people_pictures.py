"""In what capacity people came, and who they are, as pictures: never by body, never with a name."""

from __future__ import annotations

from app.charts.shares import Share, Shares, shares
from app.lib.wording import N_, capitalised, translated
from app.models.labels import label
from app.services.dimensions import DIMENSIONS
from app.services.indicators import REGISTRY
from app.services.statistics import sentences
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.picture_kinds import SWATCHES, Picture


def categories(figures: EventFigures, language: str) -> Picture:
    """The people of each category, in the colour of its group."""
    summary = figures.summary
    code, why = summary.main, sentences.unknown(summary, summary.main, language)
    rows = tuple(
        Share(capitalised(label(category, language)), numbers[code], why, SWATCHES[category.group])
        for category, numbers in figures.categories
    )
    return _picture("categories", N_("In what capacity"), (Shares("", rows),), figures, language)


def attributes(figures: EventFigures, language: str) -> Picture:
    """The people by each of the dimensions."""
    summary = figures.summary
    code, why = summary.main, sentences.unknown(summary, summary.main, language)
    parts = tuple(
        Shares(
            translated(dimension.name, language),
            tuple(
                Share(capitalised(dimension.word(key, language)), numbers[code], why)
                for key, numbers in figures.breakdowns[dimension.code]
            ),
        )
        for dimension in DIMENSIONS
        if figures.breakdowns.get(dimension.code)
    )
    return _picture("attributes", N_("Who they are"), parts, figures, language)


def _picture(
    code: str, message: str, parts: tuple[Shares, ...], figures: EventFigures, language: str
) -> Picture:
    summary = figures.summary
    title = f"{translated(message, language)} – {REGISTRY[summary.main].name_in(language)}"
    whole = summary.total[summary.main] or 0
    return Picture(
        code, title, lambda identity, width: shares(identity, title, parts, whole, width, language=language)
    )
