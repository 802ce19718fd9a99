"""CSV files are read strictly: what is wrong is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.lib import csv_tables
from app.lib.csv_tables import LARGEST, Row, TableRefused


def table(folder: Path, content: bytes) -> list[Row]:
    file = folder / "table.csv"
    file.write_bytes(content)
    return csv_tables.read(file, ("code", "name"))


def test_rows_are_counted_as_in_a_spreadsheet(tmp_path: Path) -> None:
    rows = table(tmp_path, b"code,name,more\r\nA,Alpha,\r\n\r\n,,\r\nB,Beta,1\r\n")
    assert [(row.number, row.text("code")) for row in rows] == [(2, "A"), (5, "B")]
    assert rows[0].optional("more") is None
    assert rows[1].whole("more") == 1


def test_a_byte_order_mark_and_quotes_are_understood(tmp_path: Path) -> None:
    (row,) = table(tmp_path, '\ufeffcode,name\nA,"Alpha, ""the first"""\n'.encode())
    assert row.text("name") == 'Alpha, "the first"'


def test_no_break_spaces_stay(tmp_path: Path) -> None:
    (row,) = table(tmp_path, "code,name\nA,«\u202fAlpha\u202f»\n".encode())
    assert row.text("name") == "«\u202fAlpha\u202f»"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "table.csv: is empty"),
        (b"code\nA\n", "table.csv, row 1: the column name is missing"),
        (b"code,name,name\n", "table.csv, row 1: a column stands there twice"),
        (b"code,name\nA\n", "table.csv, row 2: has 1 cells, 2 expected"),
        (b"code,name\nA,Alpha\nB,\xff\n", "table.csv, row 3: is not encoded in UTF-8"),
        (b"code,name\nA,Alpha\nB,\0\n", "table.csv, row 3: holds a NUL byte"),
        (b'code,name\nA,"Alpha\n', "table.csv, row 2: is not a row of a CSV file"),
        (b'code,name\nA,"Al"pha\n', "table.csv, row 2: is not a row of a CSV file"),
        ("code,name\n".encode("utf-16-be"), "table.csv, row 1: holds a NUL byte"),
        (b" " * (LARGEST + 1), "table.csv: is larger than"),
    ],
)
def test_wrong_files_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(TableRefused) as refused:
        table(tmp_path, content)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("value", ["-1", "1.5", "٣", "1e3", "9999999999"])
def test_only_whole_numbers_are_whole_numbers(tmp_path: Path, value: str) -> None:
    (row,) = table(tmp_path, f"code,name\nA,{value}\n".encode())
    with pytest.raises(TableRefused, match="is not a whole number"):
        row.whole("name")


@pytest.mark.parametrize("value", ["2024-02-30", "20240229", "2024-2-9", "2024-W09-4", "today"])
def test_only_days_are_days(tmp_path: Path, value: str) -> None:
    (row,) = table(tmp_path, f"code,name\nA,{value}\n".encode())
    with pytest.raises(TableRefused, match="is not a date"):
        row.day("name")
