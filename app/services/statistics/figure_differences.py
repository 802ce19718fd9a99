"""What differs between two counts of the same event, cell by cell: two frozen versions, or a frozen one and the count of now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from app.lib.bilingual import LANGUAGES
from app.lib.figure_table import ALL, Row, Table, Value, Word
from app.services.statistics import figure_tables
from app.services.statistics.figure_kinds import EventFigures

LABEL = "label"  # stands for the column of the rows' labels
RECONCILIATION = "reconciliation"  # the table in which the numbers of the summary are added up
_EXPLAINED = "definition"  # a column of words about figures, which are none
Cells = Mapping[tuple[str, str], Value]


class Difference(NamedTuple):
    """A cell that is not the same: its table, row and column by code and in words; None where there is no such row."""

    table: str
    title: str
    row: str
    label: str
    column: str  # `LABEL`: the row is called otherwise
    heading: str
    before: Value | None
    after: Value | None


def between(before: EventFigures, after: EventFigures, language: str) -> list[Difference]:
    """What has changed from one count of an event to another, in the order in which it stands in the tables."""
    old, new = (
        {table.code: table for table in figure_tables.of_figures(one, language)} for one in (before, after)
    )
    codes = [*new, *(code for code in old if code not in new)]
    return [difference for code in codes for difference in _in_table(old.get(code), new.get(code))]


def is_same(before: EventFigures, after: EventFigures) -> bool:
    """Whether nobody could tell two counts of an event apart, in whatever language."""
    return not any(between(before, after, language) for language in LANGUAGES)


def now_in(differences: Iterable[Difference]) -> dict[str, Cells]:
    """What some cells are by the later count, by the code of the table and then those of the row and the column."""
    found: dict[str, dict[tuple[str, str], Value]] = {}
    for one in differences:
        if one.after is not None and one.column != LABEL:
            found.setdefault(one.table, {})[(one.row, one.column)] = one.after
    return {**found}


def _in_table(old: Table | None, new: Table | None) -> Iterator[Difference]:
    table = new or old
    if table is None:
        return
    rows = [{row.code: row for row in one.lines} if one else {} for one in (old, new)]
    cells = [one.cells if one else {} for one in (old, new)]
    for code in [*rows[1], *(code for code in rows[0] if code not in rows[1])]:
        yield from _in_row(table, rows[0].get(code), rows[1].get(code), cells[0], cells[1])


def _in_row(
    table: Table, old: Row | None, new: Row | None, before: Cells, after: Cells
) -> Iterator[Difference]:
    row = new or old
    if row is None:
        return
    where = (table.code, table.title, row.code, row.label)
    if old and new and old.label != new.label:
        yield Difference(*where, LABEL, table.rows_are, old.label, new.label)
    for column in table.columns:
        was, is_now = before.get((row.code, column.code)), after.get((row.code, column.code))
        if column.code != _EXPLAINED and _told(was) != _told(is_now):
            yield Difference(*where, column.code, column.heading, was, is_now)


def _told(value: Value | None) -> object:
    """What makes a value what it is: of a word its code, whatever it is called today."""
    return (value.code, value.missing) if isinstance(value, Word) else value


def in_short(differences: Iterable[Difference]) -> list[tuple[str, list[list[Difference]]]]:
    """The differences row by row under the titles of their tables, without sums of what stands there anyway."""
    found: dict[str, dict[str, list[Difference]]] = {}
    titles = {}
    for one in differences:
        if one.row != ALL and one.table != RECONCILIATION:
            titles[one.table] = one.title
            found.setdefault(one.table, {}).setdefault(one.row, []).append(one)
    return [(titles[table], list(rows.values())) for table, rows in found.items()]
