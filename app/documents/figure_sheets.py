"""Tables of figures as a workbook with native charts. Numbers are numbers; what is not known is a word, and a gap in a chart."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from app.documents.spreadsheets import sheet_name
from app.lib.figure_table import Chart, Row, Table, Value, Word, text_of
from app.lib.spreadsheet_safe import one_line

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

COLOURS = ("#1F4483", "#B5821B", "#6F7F99")  # member states, observers, others
_HIDDEN = 30  # how many columns behind a table the numbers stand that only its chart reads
_ON_ONE_PAGE = 25  # rows of a table that is printed on one page with its chart
_NAME = 31  # letters of the name of a sheet
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
    heading_number: Format
    text: Format
    word: Format  # in the place of a number
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
    import xlsxwriter  # noqa: PLC0415 - large, and only workbooks need it

    file, taken = io.BytesIO(), set[str]()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": one_line(title)})
        formats = _formats(book)
        for table in tables:
            name = _free(sheet_name(_short(table.title)), taken)
            has_sections = any(row.section for row in table.rows)
            page = _Page(book.add_worksheet(name), table, 3 if has_sections else 2)
            _write(page, heads, formats)
            if table.chart is not None and table.rows:
                _draw(book, page, table.chart)
    return file.getvalue()


def _formats(book: Workbook) -> _Formats:
    heading = {"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"}
    word = {"italic": True, "font_color": "#4D5870", "align": "right"}
    return _Formats(
        heading=book.add_format({**heading, "indent": 1}),
        heading_number=book.add_format({**heading, "align": "right"}),
        text=book.add_format({"indent": 1}),
        word=book.add_format(word),
        total=book.add_format({"bold": True, "top": 1}),
        total_word=book.add_format({**word, "top": 1}),
        note=book.add_format({"italic": True, "font_color": "#4D5870", "indent": 1}),
    )


def _short(title: str) -> str:
    """As many whole words of a title as the name of a sheet can have."""
    line = one_line(title)
    if len(line) <= _NAME:
        return line
    return line[: _NAME + 1].rpartition(" ")[0] or line[:_NAME]


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
    for place, words in enumerate([heads.code, table.rows_are, heads.section][: page.before]):
        sheet.write_string(0, place, one_line(words), formats.heading)
    for place, column in enumerate(table.columns, page.before):
        head = formats.heading_number if column.unit else formats.heading
        sheet.write_string(0, place, one_line(column.heading), head)
    for number, row in enumerate(table.rows, 1):
        _write_row(page, number, row, formats.text, None, formats.word)
    if table.total:
        last = len(table.rows) + 1
        _write_row(page, last, table.total, formats.total, formats.total, formats.total_word)
    if table.note:
        sheet.write_string(len(table.lines) + 2, 1, one_line(table.note), formats.note)
    _measure(page, heads)


def _write_row(page: _Page, number: int, row: Row, text: Format, plain: Format | None, word: Format) -> None:
    for place, words in enumerate([row.code, row.label, row.section][: page.before]):
        page.sheet.write_string(number, place, one_line(words), text)
    for place, value in enumerate(row.values, page.before):
        if isinstance(value, int):
            page.sheet.write_number(number, place, value, plain)
        elif words := one_line(text_of(value)):
            page.sheet.write_string(number, place, words, word if _is_missing(value) else text)


def _is_missing(value: Value) -> bool:
    return isinstance(value, Word) and value.missing


def _measure(page: _Page, heads: Heads) -> None:
    """Wide enough to be read, and ready to be printed."""
    sheet, table = page.sheet, page.table
    texts = [
        [heads.code, *(row.code for row in table.lines)],
        [table.rows_are, *(row.label for row in table.lines)],
        [heads.section, *(row.section for row in table.lines)],
    ]
    for place, words in enumerate(texts[: page.before]):
        sheet.set_column(place, place, _wide(words, 12, 60))
    for place, column in enumerate(table.columns):
        words = [column.heading[:24], *(text_of(row.values[place]) for row in table.lines)]
        sheet.set_column(page.before + place, page.before + place, _wide(words, 12, 90))
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    has_one_page = table.chart is not None and len(table.rows) <= _ON_ONE_PAGE
    sheet.fit_to_pages(1, 1 if has_one_page else 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")


def _wide(texts: Iterable[str], least: int, most: int) -> int:
    """A width in letters in which most of some texts are seen whole."""
    return min(max(max(map(len, texts), default=0) + 3, least), most)


def _draw(book: Workbook, page: _Page, wanted: Chart) -> None:
    """The chart stands below its table. Its numbers begin at zero, or small differences would look large."""
    places = _places(page.table, wanted.columns)
    if not any(isinstance(row.values[place], int) for row in page.table.rows for place in places):
        return
    kind = {"type": "bar" if wanted.lying else "column"}
    chart = book.add_chart({**kind, "subtype": "stacked"} if wanted.stacked else kind)
    for place, number in enumerate(places):
        chart.add_series(_series(page, number, place))
    chart.set_title({"name": one_line(page.table.title)})
    chart.show_blanks_as("gap")
    chart.show_hidden_data()
    if wanted.lying:
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"min": 0, "visible": False, "major_gridlines": {"visible": False}})
    else:
        chart.set_y_axis({"min": 0})
    if len(wanted.columns) == 1:
        chart.set_legend({"none": True})
    else:
        chart.set_legend({"position": "bottom"})
    bars = (14 + 14 * len(wanted.columns)) * len(page.table.rows) + 120
    chart.set_size({"width": 760, "height": max(320, min(bars, 1600)) if wanted.lying else 380})
    page.sheet.insert_chart(len(page.table.lines) + 4, 1, chart, {"description": one_line(page.table.title)})


def _series(page: _Page, number: int, place: int) -> dict[str, Any]:
    last, name = len(page.table.rows), page.sheet.get_name()
    column = _plotted(page, number, place)
    return {
        "name": [name, 0, page.before + number],
        "categories": [name, 1, 1, last, 1],
        "values": [name, 1, column, last, column],
        "fill": {"color": COLOURS[place % len(COLOURS)]},
        "data_labels": {"value": True},
        "gap": 60,
    }


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
