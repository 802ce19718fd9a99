"""Tables of figures as a workbook with native charts. Numbers are numbers; what is not known is a word, and a gap in a chart."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from app.documents.spreadsheets import sheet_name
from app.lib.figure_table import Chart, Row, Table, Value, Word, text_of
from app.lib.spreadsheet_safe import one_line

COLOURS = ("#1F4483", "#B5821B", "#6F7F99")  # member states, observers, others
_HIDDEN = 30  # how many columns behind a table the numbers stand that only its chart reads
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


class Heads(NamedTuple):
    """The headings of the columns that every sheet has, in the language: over the codes, and over the sections."""

    code: str
    section: str


class _Formats(NamedTuple):
    heading: Format
    word: Format
    total: Format
    total_word: Format
    note: Format


class _Page(NamedTuple):
    """A sheet under way: its table, and how many columns stand before its values."""

    sheet: Worksheet
    table: Table
    before: int


def workbook(tables: Sequence[Table], heads: Heads, title: str = "") -> bytes:
    """An XLSX file with a sheet for each table; codes first, then labels, the sections of a table that has any, its values."""
    file, taken = io.BytesIO(), set[str]()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": one_line(title)})
        formats = _formats(book)
        for table in tables:
            name = _free(sheet_name(table.title), taken)
            has_sections = any(row.section for row in table.rows)
            page = _Page(book.add_worksheet(name), table, 3 if has_sections else 2)
            _write(page, heads, formats)
            if table.chart is not None and table.rows:
                _draw(book, page, table.chart)
    return file.getvalue()


def _formats(book: Workbook) -> _Formats:
    return _Formats(
        heading=book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}),
        word=book.add_format({"italic": True, "font_color": "#4D5870", "align": "right"}),
        total=book.add_format({"bold": True, "top": 1}),
        total_word=book.add_format({"italic": True, "font_color": "#4D5870", "align": "right", "top": 1}),
        note=book.add_format({"italic": True, "font_color": "#4D5870"}),
    )


def _free(name: str, taken: set[str]) -> str:
    """A name that no other sheet bears; programs take capitals and small letters for the same."""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{name[:27]} {number}"
    taken.add(found.casefold())
    return found


def _write(page: _Page, heads: Heads, formats: _Formats) -> None:
    sheet, table = page.sheet, page.table
    names = [heads.code, table.rows_are, *([heads.section] if page.before == 3 else [])]
    for place, words in enumerate([*names, *(column.heading for column in table.columns)]):
        sheet.write_string(0, place, one_line(words), formats.heading)
    for number, row in enumerate(table.rows, 1):
        _write_row(page, number, row, None, formats.word)
    if table.total:
        _write_row(page, len(table.rows) + 1, table.total, formats.total, formats.total_word)
    if table.note:
        sheet.write_string(len(table.lines) + 2, 1, one_line(table.note), formats.note)
    _measure(page)


def _write_row(page: _Page, number: int, row: Row, plain: Format | None, word: Format) -> None:
    texts = [row.code, row.label, row.section][: page.before]
    for place, text in enumerate(texts):
        page.sheet.write_string(number, place, one_line(text), plain)
    for place, value in enumerate(row.values, page.before):
        if isinstance(value, int):
            page.sheet.write_number(number, place, value, plain)
        elif text := one_line(text_of(value)):
            page.sheet.write_string(number, place, text, word if _is_missing(value) else plain)


def _is_missing(value: Value) -> bool:
    return isinstance(value, Word) and value.missing


def _measure(page: _Page) -> None:
    """Wide enough to be read, and ready to be printed."""
    sheet, table = page.sheet, page.table
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 44)
    if page.before == 3:
        sheet.set_column(2, 2, 34)
    for place, _ in enumerate(table.columns):
        longest = max((len(text_of(row.values[place])) for row in table.lines), default=0)
        sheet.set_column(page.before + place, page.before + place, min(max(longest, 14), 90))
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _draw(book: Workbook, page: _Page, wanted: Chart) -> None:
    kind = {"type": "bar" if wanted.lying else "column"}
    chart = book.add_chart({**kind, "subtype": "stacked"} if wanted.stacked else kind)
    last, name = len(page.table.rows), page.sheet.get_name()
    for place, number in enumerate(_places(page.table, wanted.columns)):
        column = _plotted(page, number, place)
        chart.add_series(
            {
                "name": [name, 0, page.before + number],
                "categories": [name, 1, 1, last, 1],
                "values": [name, 1, column, last, column],
                "fill": {"color": COLOURS[place % len(COLOURS)]},
                "data_labels": {"value": True},
                "gap": 60,
            }
        )
    chart.set_title({"name": one_line(page.table.title)})
    chart.show_blanks_as("gap")
    chart.show_hidden_data()
    if wanted.lying:
        chart.set_y_axis({"reverse": True})
    if len(wanted.columns) == 1:
        chart.set_legend({"none": True})
    high = max(320, min((14 + 14 * len(wanted.columns)) * last + 120, 1600)) if wanted.lying else 380
    chart.set_size({"width": 760, "height": high})
    behind = page.before + len(page.table.columns) + 1
    page.sheet.insert_chart(1, behind, chart, {"description": one_line(page.table.title)})


def _places(table: Table, codes: Iterable[str]) -> list[int]:
    known = [column.code for column in table.columns]
    return [known.index(code) for code in codes]


def _plotted(page: _Page, number: int, place: int) -> int:
    """The column that the chart reads. A program draws a word as zero: where there are words, a hidden copy has gaps instead."""
    values = [row.values[number] for row in page.table.rows]
    if all(isinstance(value, int) for value in values):
        return page.before + number
    column = page.before + len(page.table.columns) + _HIDDEN + place
    for row, value in enumerate(values, 1):
        if isinstance(value, int):
            page.sheet.write_number(row, column, value)
    page.sheet.set_column(column, column, None, None, {"hidden": True})
    return column
