"""The files, read again with other programs than those that wrote them."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from python_calamine import CalamineWorkbook

from app.documents.spreadsheets import Cell, Column, Kind, csv_lines, write_workbook

COLUMNS = [
    Column("Name", 30),
    Column("=Heading"),
    Column("Registered", 18, Kind.MOMENT),
    Column("Day", 12, Kind.DAY),
    Column("Places", 8, Kind.NUMBER),
]
HOSTILE = '=cmd|" /C calc"!A0'
ROWS: list[list[Cell]] = [
    ["Ana CEBOTARI", "Անի; ՀԱԿՈԲՅԱՆ", datetime(2027, 6, 9, 8, 41), date(2027, 6, 9), 3],
    [HOSTILE, "a\r\nb", None, None, 0],
    ["_x0041_", "http://evil.example/", None, None, 1.5],
]


def read_csv(separator: str) -> list[list[str]]:
    text = "".join(csv_lines(COLUMNS, ROWS, separator))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=separator))


def workbook(name: str = "Participants: [2027]", rows: list[list[Cell]] = ROWS) -> CalamineWorkbook:
    file = io.BytesIO()
    write_workbook(file, name, COLUMNS, rows)
    return CalamineWorkbook.from_filelike(io.BytesIO(file.getvalue()))


def test_csv_holds_each_row_whatever_the_separator() -> None:
    for separator in (",", ";"):
        lines = read_csv(separator)
        assert lines[0] == ["Name", "'=Heading", "Registered", "Day", "Places"]
        assert lines[1] == ["Ana CEBOTARI", "Անի; ՀԱԿՈԲՅԱՆ", "2027-06-09 08:41", "2027-06-09", "3"]
        assert lines[2] == [f"'{HOSTILE}", "a b", "", "", "0"]


def test_csv_is_made_as_it_is_read() -> None:
    taken: list[int] = []

    def rows() -> Iterator[list[Cell]]:
        for number in range(10_000):
            taken.append(number)
            yield [str(number), "", None, None, number]

    pieces = csv_lines(COLUMNS, rows())
    next(pieces)
    assert len(taken) < 1000
    tracemalloc.start()
    assert sum(piece.count("\n") for piece in pieces) > 9000
    assert tracemalloc.get_traced_memory()[1] < 1_000_000, "the file was held in memory"
    tracemalloc.stop()


def test_xlsx_holds_texts_numbers_and_real_dates() -> None:
    book = workbook()
    assert book.sheet_names == ["Participants   2027"]
    heading, first, second, third = book.get_sheet_by_index(0).to_python()
    assert heading == ["Name", "=Heading", "Registered", "Day", "Places"]
    assert first == ["Ana CEBOTARI", "Անի; ՀԱԿՈԲՅԱՆ", datetime(2027, 6, 9, 8, 41), date(2027, 6, 9), 3]
    assert second == [HOSTILE, "a b", "", "", 0]
    assert third[:2] == ["_x0041_", "http://evil.example/"]


def test_xlsx_has_no_formula_and_no_link() -> None:
    file = io.BytesIO()
    write_workbook(file, "x", COLUMNS, ROWS)
    parts = zipfile.ZipFile(file)
    sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert 'topLeftCell="A2"' in sheet, "the heading does not stay in sight"
    assert '<autoFilter ref="A1:E4"/>' in sheet


def test_an_empty_list_is_a_file_with_a_heading() -> None:
    assert len(workbook("", []).get_sheet_by_index(0).to_python()) == 1
    assert "".join(csv_lines(COLUMNS, [])).count("\n") == 1
