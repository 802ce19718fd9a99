"""Lists as files: CSV, line by line, and XLSX. What stands in a cell is a text, a number or a date, never a formula."""

from __future__ import annotations

import csv
import enum
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, NamedTuple

from app.lib.spreadsheet_safe import csv_cell, one_line

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CSV_TYPE = "text/csv"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | date | datetime | None
_BYTE_ORDER_MARK = "\ufeff"  # by it a spreadsheet program knows that this is UTF-8
_LINES_AT_ONCE = 200


class Coded(str):
    """A word that stands for a code, or for yes or no: files for people show the word, files for programs the code as well."""

    __slots__ = ("code",)
    code: str | bool

    def __new__(cls, word: str, code: str | bool) -> Coded:
        made = super().__new__(cls, word)
        made.code = code
        return made


class Kind(enum.Enum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"  # a day and an hour without a time zone, which the heading names


class Column(NamedTuple):
    """A column: its heading, its width in letters, what it holds."""

    heading: str
    width: int = 16
    kind: Kind = Kind.TEXT


def csv_lines(
    columns: Sequence[Column], rows: Iterable[Sequence[Cell]], separator: str = ","
) -> Iterator[str]:
    """A CSV file in pieces of some hundred lines; rows are read as they are needed, so that memory stays flat."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator)
    buffer.write(_BYTE_ORDER_MARK)
    writer.writerow([csv_cell(column.heading) for column in columns])
    for number, row in enumerate(rows, 1):
        writer.writerow([_in_csv(cell) for cell in row])
        if number % _LINES_AT_ONCE == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def write_workbook(
    file: IO[bytes], sheet: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write an XLSX file with one sheet: a heading that stays in sight, a filter on each column, real dates."""
    import xlsxwriter  # noqa: PLC0415 - large, and only workbooks need it

    with xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    ) as book:
        page = book.add_worksheet(sheet_name(sheet))
        formats = _formats(book)
        for number, column in enumerate(columns):
            page.set_column(number, number, column.width)
            page.write_string(0, number, one_line(column.heading), formats["heading"])
        page.freeze_panes(1, 0)
        last = 0
        for last, row in enumerate(rows, 1):
            _write_row(page, last, row, columns, formats)
        page.autofilter(0, 0, last, len(columns) - 1)
        page.set_landscape()
        page.repeat_rows(0)


def _in_csv(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return csv_cell(cell) if cell else ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return str(cell)


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _write_row(
    page: Worksheet, number: int, row: Sequence[Cell], columns: Sequence[Column], formats: dict[str, Format]
) -> None:
    for place, cell in enumerate(row):
        if cell is None or cell == "":
            continue
        if isinstance(cell, str):
            page.write_string(number, place, one_line(cell))
        elif isinstance(cell, date):
            page.write_datetime(number, place, cell, formats[columns[place].kind.value])
        else:
            page.write_number(number, place, cell)


def _formats(book: Workbook) -> dict[str, Format]:
    heading = {
        "bold": True,
        "font_color": "#16223A",
        "bg_color": "#E6EDF7",
        "bottom": 2,
        "bottom_color": "#16223A",
    }
    return {
        "heading": book.add_format({**heading, "valign": "vcenter", "text_wrap": True}),
        Kind.DAY.value: book.add_format({"num_format": "yyyy-mm-dd"}),
        Kind.MOMENT.value: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }


def sheet_name(name: str) -> str:
    """A name that a sheet can bear: short, and without the letters that references need."""
    return (
        "".join(" " if letter in "[]:*?/\\" else letter for letter in one_line(name)).strip("' ")[:31] or "1"
    )
