"""A table of figures in a language: the one shape from which pages, workbooks, CSV, JSON and papers are made.

Codes are the same in every language and from one year to the next; each code stands once in its table. A number is an `int`. What
is not known is `Missing` with the reason, never zero and never blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

ALL = "all"  # the code of the row in which everything above it is added up


@dataclass(frozen=True)
class Word:
    """A word that stands for a code, in the place of a number."""

    code: str
    text: str
    missing: ClassVar[bool] = False


@dataclass(frozen=True)
class Missing(Word):
    """Why a number is not there: `not_recorded`, `not_yet`, `not_held`, `no_limit` …"""

    missing: ClassVar[bool] = True


Value = int | str | Word


@dataclass(frozen=True)
class Column:
    """A column: its code, its heading, what its numbers count, and the code of the definition that explains it.

    The unit is empty where the column holds no numbers; the definition is empty where there is none.
    """

    code: str
    heading: str
    unit: str = ""
    definition: str = ""


class Row(NamedTuple):
    """A row: its code, its label, and a value for each column. The section is the heading under which it stands, if any."""

    code: str
    label: str
    values: Sequence[Value]
    section: str = ""


@dataclass(frozen=True)
class Chart:
    """A native chart of a workbook over some columns, by their codes."""

    columns: tuple[str, ...]
    lying: bool = False
    stacked: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its code, its title, what its rows are, its columns and rows, and a row that adds them up, if they add up."""

    code: str
    title: str
    rows_are: str  # the heading over the labels: “Body”, “Day”
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: Row | None = None
    chart: Chart | None = None
    definition: str = ""  # the code of the definition that explains what the rows are
    note: str = ""  # what a reader must know of all its numbers

    @property
    def lines(self) -> list[Row]:
        """All rows, the sum at the end."""
        return [*self.rows, *([self.total] if self.total else [])]

    @property
    def sections(self) -> list[tuple[str, list[Row]]]:
        """The rows under their headings, in their order."""
        found: list[tuple[str, list[Row]]] = []
        for row in self.rows:
            if not found or found[-1][0] != row.section:
                found.append((row.section, []))
            found[-1][1].append(row)
        return found

    @property
    def cells(self) -> Mapping[tuple[str, str], Value]:
        """Every value, by the codes of its row and of its column."""
        return {
            (row.code, column.code): value
            for row in self.lines
            for column, value in zip(self.columns, row.values, strict=True)
        }

    def only(self, *codes: str) -> Table:
        """The same table with some of its columns, in the order of these codes.

        Raises:
            ValueError: it has no such column.
        """
        places = [[column.code for column in self.columns].index(code) for code in codes]
        if places == list(range(len(self.columns))):
            return replace(self, chart=None)

        def cut(row: Row) -> Row:
            return Row(row.code, row.label, [row.values[place] for place in places], row.section)

        return Table(
            self.code,
            self.title,
            self.rows_are,
            [self.columns[place] for place in places],
            [cut(row) for row in self.rows],
            cut(self.total) if self.total else None,
            None,
            self.definition,
            self.note,
        )


def text_of(value: Value) -> str:
    """A value as words, the way it stands in a text file."""
    return value.text if isinstance(value, Word) else str(value)
