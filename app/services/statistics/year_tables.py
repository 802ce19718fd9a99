"""Events side by side as a table in a language, a row for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.lib import dates
from app.lib.figure_table import Chart, Column, Missing, Row, Table, Value, Word
from app.lib.wording import N_, capitalised, translated
from app.models import Event, Group
from app.models.labels import label
from app.services.indicators import REGISTRY, STATES, STEPS
from app.services.statistics.figure_tables import SOURCES
from app.services.statistics.figures import Source, Summary
from app.services.statistics.table_making import plain, shown

_PEOPLE = N_("people")


def table(summaries: Sequence[Summary], language: str) -> Table:
    """All that is known of some events: the steps, each also by group, the states, and where the figures come from."""
    return Table(
        "years",
        translated(N_("Events side by side"), language),
        translated(N_("Event"), language),
        _columns(language),
        [
            Row(one.event.slug, one.event.title.in_language(language), _values(one, language))
            for one in summaries
        ],
        chart=Chart(("attended",), lying=True),
    )


def of_step(whole: Table, step: str, language: str) -> Table:
    """The part of the table that a page shows: all steps, then the groups and the states of one of them."""
    groups = {f"{step}_{group.value}": capitalised(label(group, language)) for group in Group}
    states = f"states_{step}"
    cut = whole.only(*STEPS, *groups, states, "source")
    named = [replace(column, heading=groups.get(column.code, column.heading)) for column in cut.columns]
    return replace(cut, columns=named)


def _columns(language: str) -> list[Column]:
    columns = [plain("days", N_("Days"), language)]
    for step in STEPS:
        name = REGISTRY[step].name_in(language)
        columns.append(Column(step, name, "people", step))
        columns += [
            Column(f"{step}_{group.value}", _group_name(name, group, language), "people", step)
            for group in Group
        ]
    columns += [Column(one.code, one.name_in(language), "states", one.code) for one in STATES]
    return [*columns, plain("source", N_("Source"), language), plain("frozen", N_("Frozen"), language)]


def _group_name(name: str, group: Group, language: str) -> str:
    """The name of a figure for one group, which says that it counts people: 30 for member states are never 30 states."""
    return f"{name} – {label(group, language)} ({translated(_PEOPLE, language)})"


def _values(summary: Summary, language: str) -> list[Value]:
    values: list[Value] = [_days(summary.event)]
    for step in STEPS:
        values.append(shown(summary, summary.total, step, language))
        values += [shown(summary, summary.groups[group], step, language) for group in Group]
    values += [shown(summary, summary.total, one.code, language) for one in STATES]
    return [*values, source(summary, language), frozen(summary, language)]


def _days(event: Event) -> str:
    """The first and the last day as ISO 8601 writes them; the year where the days are not known."""
    if not event.days:
        return f"{event.year}"
    return "/".join(day.isoformat() for day in dict.fromkeys((event.days[0], event.days[-1])))


def source(summary: Summary, language: str) -> Word:
    """Where the figures of an event come from."""
    kind = Missing if summary.source is Source.NONE else Word
    return kind(summary.source.value, translated(SOURCES[summary.source], language))


def frozen(summary: Summary, language: str) -> Word:
    """In which version the figures are frozen, and since when."""
    if summary.frozen is None:
        return Word("no", translated(N_("not frozen"), language))
    day = dates.day(summary.event.local(summary.frozen.at).date(), language, weekday=False, year=True)
    version = summary.frozen.version
    return Word(
        f"{version}", translated(N_("version %(number)s, %(day)s"), language, number=version, day=day)
    )
