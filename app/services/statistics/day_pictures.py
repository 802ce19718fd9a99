"""How the event filled week by week, and who was there on which day, as pictures."""

from __future__ import annotations

from collections.abc import Sequence

from app.charts.columns import Column, columns
from app.charts.standalone import Key
from app.lib import dates
from app.lib.wording import N_, capitalised, pgettext, translated
from app.models.labels import label
from app.services.statistics.figure_kinds import DayFigures, EventFigures, WeekFigures
from app.services.statistics.picture_kinds import SWATCHES, Picture


def weeks(figures: EventFigures, language: str) -> Picture:
    """How the event filled, week by week."""
    return of_weeks(figures.weeks, language)


def of_weeks(found: Sequence[WeekFigures], language: str) -> Picture:
    """How an event filled, out of its weeks alone."""
    shown = tuple(Column(week_name(week, language), tuple(week.groups.values())) for week in found)
    title = translated(N_("Registrations by week"), language)
    totals = [(group, sum(week.groups.get(group, 0) for week in found)) for group in SWATCHES]
    return Picture(
        "weeks",
        title,
        lambda identity, width: columns(identity, title, shown, width),
        legend=[
            Key(SWATCHES[group], capitalised(label(group, language)), number) for group, number in totals
        ],
    )


def week_name(week: WeekFigures, language: str) -> str:
    """The Monday of a week in short."""
    if week.monday is None:
        return translated(pgettext("week", "before"), language)
    return dates.short_day(week.monday, language)


def days(figures: EventFigures, language: str) -> Picture:
    """Who was checked in on which day, on the spot or only online; a day that nobody recorded keeps its place."""
    title = translated(N_("People checked in by day"), language)
    shown = tuple(_day(day, language) for day in figures.days)
    keys = [
        Key("s1", translated(N_("on the spot"), language)),
        Key("s2", translated(N_("online only"), language)),
    ]
    is_mixed = any(column.values and column.values[1] for column in shown)
    return Picture(
        "days",
        title,
        lambda identity, width: columns(identity, title, shown, width),
        legend=keys if is_mixed else [],
    )


def _day(day: DayFigures, language: str) -> Column:
    """The column of a day; whoever was seen in both ways stands among those on the spot."""
    name = dates.short_day(day.day, language)
    if day.seen is None:
        return Column(name, None, translated(day.missing, language))
    on_the_spot = day.seen if day.seen_in_person is None else day.seen_in_person
    return Column(name, (on_the_spot, day.seen - on_the_spot))
