"""All tables of the figures of an event, in a language: pages, workbooks, CSV, JSON and papers are made from them."""

from __future__ import annotations

from app.lib import dates
from app.lib.clock import now
from app.lib.figure_table import Column, Row, Table, Value, Word
from app.lib.wording import N_, pgettext, translated
from app.models import Event, Group
from app.models.labels import label
from app.services.indicators import DEFINITIONS, REPORTED
from app.services.statistics import occasion_tables, people_tables, state_tables
from app.services.statistics.definitions import DEFINED, UNITS
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figures import Source, Summary
from app.services.statistics.table_making import figure_name, plain

SOURCES = {
    Source.COUNTED: N_("counted"),
    Source.REPORTED: N_("reported"),
    Source.NONE: N_("not recorded"),
}
PEOPLE_WORD = N_("people")
ABOUT, DEFINITIONS_TABLE = "about", "definitions"
_MOMENT = "%Y-%m-%d %H:%M"


def of_event(figures: EventFigures, language: str) -> list[Table]:
    """All tables of an event that have rows, what they are about at the beginning, and the definitions at the end."""
    defined = definitions(language, _version(figures))
    return [about(figures, language), *of_figures(figures, language), defined]


def of_figures(figures: EventFigures, language: str) -> list[Table]:
    """The tables of an event that have numbers, in the order in which pages and files show them."""
    summary = figures.summary
    counted = summary.source is Source.COUNTED
    tables = [
        people_tables.summary_table(summary, language),
        *([people_tables.reconciliation(summary, language)] if counted else []),
        people_tables.groups(summary, language),
        reported(summary, language),
        people_tables.categories(figures, language),
        people_tables.kinds(figures, language),
        people_tables.bodies(figures, language),
        state_tables.states(figures, language),
        state_tables.silent_states(figures, language),
        *people_tables.attributes(figures, language),
        occasion_tables.sessions(figures, language),
        occasion_tables.days(figures, language),
        occasion_tables.weeks(figures, language),
        occasion_tables.letters(figures, language),
    ]
    return [table for table in tables if table.rows]


def about(figures: EventFigures, language: str) -> Table:
    """What the figures are about, and how they came about: a file must say it by itself."""
    event, frozen = figures.summary.event, figures.frozen
    facts: list[tuple[str, str, str]] = [
        ("event", N_("Event"), event.title.in_language(language)),
        ("days", pgettext("table", "Days"), _days(event, language)),
        ("source", N_("Source"), translated(SOURCES[figures.summary.source], language)),
    ]
    if frozen:
        facts += [
            ("frozen_at", N_("Frozen on"), f"{event.local(frozen.at):{_MOMENT}}"),
            ("hand", pgettext("figures", "Frozen by"), frozen.by(language)),
            ("version", pgettext("figures", "Version"), str(frozen.version)),
            ("note", N_("Note"), frozen.note or ""),
        ]
    else:
        facts.append(("counted_at", N_("Counted on"), f"{event.local(now()):{_MOMENT}}"))
    facts.append(("definitions", N_("Version of the definitions"), str(_version(figures))))
    rows = [Row(code, translated(name, language), [words]) for code, name, words in facts if words]
    heads = [plain("fact", N_("What is known"), language)]
    title, rows_are = translated(N_("About these figures"), language), translated(N_("Fact"), language)
    return Table(ABOUT, title, rows_are, heads, rows)


def definitions(language: str, version: int = DEFINITIONS) -> Table:
    """What each figure, each column and each kind of rows means, and by which version."""
    rows = [
        Row(one.code, one.name_in(language), [one.sentence_in(language), _unit(one.code, language), version])
        for one in DEFINED.values()
    ]
    heads = [
        plain("definition", N_("Definition"), language),
        plain("counts", N_("Counts"), language),
        Column("version", translated(pgettext("figures", "Version"), language), "number"),
    ]
    title = translated(N_("Definitions"), language)
    return Table(DEFINITIONS_TABLE, title, translated(N_("Figure"), language), heads, rows)


def reported(summary: Summary, language: str) -> Table:
    """What somebody reported of an event, with where it comes from: apart from what is counted."""
    rows = [
        Row(one.indicator, reported_name(one.indicator, language), [one.value, one.source, one.note or ""])
        for one in summary.reported
    ]
    heads = [
        Column("number", translated(N_("Number"), language), "number"),
        plain("source", N_("Source"), language),
        plain("note", N_("Note"), language),
    ]
    title = translated(N_("Reported figures"), language)
    note = translated(N_("Reported, not counted here; never mixed with what is counted."), language)
    return Table("reported", title, translated(N_("Figure"), language), heads, rows, note=note)


def reported_name(indicator: str, language: str) -> str:
    """The name of a reported figure: of its indicator, and of the group for which alone it holds."""
    code, group = REPORTED.get(indicator, (indicator, None))
    name = figure_name(code, language)
    return name if group is None else group_name(name, group, language)


def group_name(name: str, group: Group, language: str) -> str:
    """The name of a figure for one group, which says that it counts people: 30 for member states are never 30 states."""
    return f"{name} – {label(group, language)} ({translated(PEOPLE_WORD, language)})"


def _version(figures: EventFigures) -> int:
    return figures.frozen.definitions if figures.frozen else DEFINITIONS


def _unit(code: str, language: str) -> Value:
    unit = DEFINED[code].unit
    return Word(unit.value, translated(UNITS[unit], language)) if unit else "–"


def _days(event: Event, language: str) -> str:
    return dates.day_list(event.days, language) if event.days else str(event.year)
