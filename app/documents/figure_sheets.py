"""Tables of figures as a workbook with native charts. Numbers are numbers; what is not known is a word, and a gap in a chart."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from app.documents.spreadsheets import sheet_name
from app.lib.spreadsheet_safe import one_line


class Missing(str):
    """A word in the place of a number that is not known."""


Value = int | str
COLOURS = ("#1F4483", "#B5821B", "#6F7F99")  # member states, observers, others
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


class Chart(NamedTuple):
    """A native chart over some columns of a table, counted from its first number."""

    columns: tuple[int, ...]
    lying: bool = False
    stacked: bool = False


class Sheet(NamedTuple):
    """A table: what its rows are, its headings, and its rows of a code, a label and the values."""

    title: str
    heads: tuple[str, str]  # over the codes and the labels
    headings: Sequence[str]
    rows: Sequence[tuple[str, str, Sequence[Value]]]
    chart: Chart | None = None


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An XLSX file with a sheet for each table."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        heading = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"})
        word = book.add_format({"italic": True, "font_color": "#4D5870", "align": "right"})
        for sheet in sheets:
            page = book.add_worksheet(sheet_name(sheet.title))
            _write(page, sheet, heading, word)
            if sheet.chart is not None and sheet.rows:
                _draw(book, page, sheet, sheet.chart)
    return file.getvalue()


def _write(page: Worksheet, sheet: Sheet, heading: Format, word: Format) -> None:
    for column, words in enumerate((*sheet.heads, *sheet.headings)):
        page.write_string(0, column, one_line(words), heading)
    for number, (code, label, values) in enumerate(sheet.rows, 1):
        page.write_string(number, 0, one_line(code))
        page.write_string(number, 1, one_line(label))
        for column, value in enumerate(values, 2):
            if isinstance(value, str):
                page.write_string(
                    number, column, one_line(value), word if isinstance(value, Missing) else None
                )
            else:
                page.write_number(number, column, value)
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 44)
    for column in range(len(sheet.headings)):
        longest = max((len(str(row[2][column])) for row in sheet.rows), default=0)
        page.set_column(column + 2, column + 2, min(max(longest, 14), 90))
    page.freeze_panes(1, 2)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _draw(book: Workbook, page: Worksheet, sheet: Sheet, wanted: Chart) -> None:
    kind = {"type": "bar" if wanted.lying else "column"}
    chart = book.add_chart({**kind, "subtype": "stacked"} if wanted.stacked else kind)
    last, name = len(sheet.rows), page.get_name()
    for place, number in enumerate(wanted.columns):
        column = _plotted(page, sheet, number, place)
        chart.add_series(
            {
                "name": [name, 0, number + 2],
                "categories": [name, 1, 1, last, 1],
                "values": [name, 1, column, last, column],
                "fill": {"color": COLOURS[place % len(COLOURS)]},
                "data_labels": {"value": True},
                "gap": 60,
            }
        )
    chart.set_title({"name": one_line(sheet.title)})
    chart.show_blanks_as("gap")
    chart.show_hidden_data()
    if wanted.lying:
        chart.set_y_axis({"reverse": True})
    if len(wanted.columns) == 1:
        chart.set_legend({"none": True})
    chart.set_size({"width": 760, "height": max(320, min(28 * last + 120, 1600)) if wanted.lying else 380})
    page.insert_chart(1, len(sheet.headings) + 3, chart, {"description": one_line(sheet.title)})


def _plotted(page: Worksheet, sheet: Sheet, number: int, place: int) -> int:
    """The column that the chart reads. A program draws a word as zero: where there are words, a hidden copy has gaps instead."""
    values = [row[2][number] for row in sheet.rows]
    if not any(isinstance(value, str) for value in values):
        return number + 2
    column = len(sheet.headings) + 30 + place
    for row, value in enumerate(values, 1):
        if not isinstance(value, str):
            page.write_number(row, column, value)
    page.set_column(column, column, None, None, {"hidden": True})
    return column
