"""A picture of the statistics as an SVG file: on its own, with event and source, or bare for a paper that says them itself."""

from __future__ import annotations

from app.charts.standalone import standalone
from app.lib import dates, installation
from app.lib.clock import now
from app.lib.wording import N_, translated
from app.models import Event
from app.services.errors import NotFound
from app.services.statistics import pictures
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figures import Source
from app.services.statistics.picture_kinds import HALF, MIDDLE, WIDE, Picture

SVG_TYPE = "image/svg+xml"


def choices(figures: EventFigures, language: str) -> list[tuple[str, str]]:
    """The pictures that an event has: their codes and titles."""
    return [(one.code, one.title) for one in pictures.of_event(figures, language).values()]


def of_event(figures: EventFigures, code: str, language: str) -> bytes:
    """A picture of an event as a file of its own.

    Raises:
        NotFound: the event has no such picture.
    """
    picture = pictures.of_event(figures, language).get(code)
    if picture is None:
        raise NotFound
    return titled(picture, about(figures.summary.event, language), source(figures, language), language)


def titled(picture: Picture, about: str, source: str, language: str) -> bytes:
    """A picture as a file of its own: `about` says of which events, `source` whence the figures come."""
    return standalone(
        picture.at(_width(picture)),
        heading=picture.title,
        about=about,
        source=source,
        legend=picture.legend,
        language=language,
    )


def bare(picture: Picture, language: str, width: int = HALF) -> bytes:
    """A picture with its legend and nothing else, for a paper."""
    return standalone(picture.at(width), heading="", legend=picture.legend, language=language)


def about(event: Event, language: str) -> str:
    """Which event figures are of: its title, its days or year, its town."""
    days = dates.day_range(event.days[0], event.days[-1], language) if event.days else str(event.year)
    title = event.title.in_language(language)
    return " · ".join(filter(None, (title, days, event.city)))


def source(figures: EventFigures, language: str) -> str:
    """Whence the figures of an event come, in a sentence for the foot of a picture."""
    network = installation.spoken(language).long_name
    summary = figures.summary
    if figures.frozen:
        day = dates.day(summary.event.local(figures.frozen.at).date(), language, weekday=False, year=True)
        said = translated(
            N_("figures frozen on %(day)s, version %(version)s"),
            language,
            day=day,
            version=figures.frozen.version,
        )
    elif summary.source is Source.COUNTED:
        day = dates.day(summary.event.local(now()).date(), language, weekday=False, year=True)
        said = translated(N_("counted on %(day)s"), language, day=day)
    else:
        sources = dict.fromkeys(one.source for one in summary.reported)
        said = ", ".join([translated(N_("reported figures"), language), *sources])
    return f"{network}, {said}" if summary.source is not Source.NONE else network


def _width(picture: Picture) -> int:
    return MIDDLE if picture.widths == WIDE else HALF
