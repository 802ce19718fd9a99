"""Whatever is handed in becomes rows of texts, or one clear refusal; never a crash, never a flood."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as any_of

from app.lib import handed_tables
from app.lib.handed_tables import TableUnreadable, headed, of_file, pasted


def workbook(rows: list[list[object]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(TableUnreadable) as refused:
        of_file(content)
    return refused.value.code


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_the_separator_is_found(separator: str) -> None:
    text = f"Given name{separator}Family name\nAna{separator}CEBOTARI\n"
    assert pasted(text) == [["Given name", "Family name"], ["Ana", "CEBOTARI"]]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_like(ending: str) -> None:
    assert pasted(ending.join(["a\tb", "c\td", "", ""])) == [["a", "b"], ["c", "d"]]


def test_a_quoted_cell_may_hold_anything() -> None:
    assert pasted('"a;b";c\n"x ""y""\nz";d') == [["a;b", "c"], ['x "y"\nz', "d"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_spreadsheets_write_is_read(encoding: str) -> None:
    assert of_file("Œuvre;Élan\r\nñ;ß".encode(encoding)) == [["Œuvre", "Élan"], ["ñ", "ß"]]


def test_a_workbook_reads_like_what_one_sees() -> None:
    content = workbook([["Name", "Day", "Number"], ["Ana", date(2027, 6, 9), 3], ["", "", 2.5]])
    assert of_file(content) == [["Name", "Day", "Number"], ["Ana", "2027-06-09", "3"], ["", "", "2.5"]]


def test_the_hour_is_kept_where_there_is_one() -> None:
    assert of_file(workbook([[datetime(2027, 6, 9, 8, 30)]])) == [["2027-06-09 08:30"]]  # noqa: DTZ001


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    rows = list(headed(pasted("Given  Name\tFAMILY name\nAna\tCEBOTARI\n\nIon")))
    assert rows == [
        (2, {"given name": "Ana", "family name": "CEBOTARI"}),
        (4, {"given name": "Ion", "family name": ""}),
    ]


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b" ; ;\n"])
def test_nothing_is_said_to_be_nothing(content: bytes) -> None:
    assert refusal(content) == "empty"


def test_bounds() -> None:
    assert refusal(b"x" * (handed_tables.MOST_BYTES + 1)) == "too_large"
    assert refusal(b"x\n" * (handed_tables.MOST_ROWS + 1)) == "too_many_rows"
    assert refusal(b"x;" * handed_tables.MOST_COLUMNS + b"x") == "too_wide"
    assert refusal(b"x" * (handed_tables.MOST_LETTERS + 1)) == "too_wide"
    assert len(of_file(b"x\n" * handed_tables.MOST_ROWS)) == handed_tables.MOST_ROWS


@pytest.mark.parametrize("cell", [",", " ,", '"",'])
def test_a_table_of_separators_is_refused_before_it_is_read(
    cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handed_tables.csv, "reader", None)
    assert refusal(cell.encode() * 1_000_000) == "too_large"


def test_empty_rows_below_a_table_are_passed_over() -> None:
    table = b"x;y\n" * 3 + b";\n" * (4 * handed_tables.MOST_ROWS)
    assert of_file(table) == [["x", "y"]] * 3


def test_what_stands_below_thousands_of_empty_rows_is_not_left_out_unsaid() -> None:
    """Taken over whole or not at all: only so many rows are looked at."""
    gap = 2 * handed_tables.MOST_ROWS
    assert refusal(b"x;y\n" * 3 + b";\n" * gap + b"z;y\n") == "too_many_rows"
    assert refusal(workbook([["x"], *[[]] * gap, ["z"]])) == "too_large"


def test_a_million_rows_are_refused_before_they_are_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 11_000_000)
    assert len(file.getvalue()) < handed_tables.MOST_BYTES
    assert refusal(file.getvalue()) == "too_large"


@pytest.mark.parametrize("content", [b"PK\x03\x04 nothing", b"a\0b", workbook([["x"]])[:-200], b"\xff\xfea"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    assert refusal(content) == "not_a_table"


@given(any_of.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        table = of_file(content)
    except TableUnreadable:
        return
    assert table
    assert all(isinstance(cell, str) for row in table for cell in row)


def sheet_of(cells: str, shared: str = "") -> bytes:
    """A workbook with a sheet of cells as nobody's spreadsheet would write it."""
    file, whole = io.BytesIO(workbook([["x"]])), io.BytesIO()
    with zipfile.ZipFile(file) as usual, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in usual.namelist():
            text = usual.read(entry).decode()
            if entry.endswith("sheet1.xml"):
                text = text[: text.index("<sheetData>")] + f"<sheetData>{cells}</sheetData></worksheet>"
            if shared and entry.endswith("sharedStrings.xml"):
                text = text[: text.index("<si>")] + f"<si><t>{shared}</t></si></sst>"
            archive.writestr(entry, text)
    return whole.getvalue()


def test_a_cell_in_the_last_corner_ends_no_server() -> None:
    corner = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert len(sheet_of(corner)) < 10_000
    assert refusal(sheet_of(corner)) == "too_large"


def test_a_long_text_in_every_cell_ends_no_server() -> None:
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 1001))
    assert refusal(sheet_of(cells, shared="a" * 10_000_000)) == "too_large"


def test_a_reader_has_no_more_memory_than_it_is_given() -> None:
    program = "from app.lib import workbook_rows as rows; rows._bounded(); bytearray(rows.MEMORY)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "MemoryError" in ended.stderr


def test_entities_of_a_workbook_are_not_resolved() -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>&passwd;</t></is></c></row>'
    assert refusal(sheet_of(cells)) == "not_a_table"


def test_signs_that_no_database_takes_are_left_out_of_a_workbook() -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>An_x0000_a</t></is></c></row>'
    assert of_file(sheet_of(cells)) == [["Ana"]]


def test_signs_that_nobody_sees_are_left_out_of_a_cell() -> None:
    text = "na\u202eme\tst\x01ate\n\ufeffA\u2066n\u200ba\tM\x9fD\ufffe\n"
    assert pasted(text) == [["name", "state"], ["Ana", "MD"]]
    assert of_file(text.encode("utf-16")) == [["name", "state"], ["Ana", "MD"]]
