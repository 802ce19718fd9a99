"""Whatever somebody typed is a text in every file of a list, and reads the same in all of them; read by other programs."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.documents import spreadsheets
from app.documents.json_lists import json_pieces
from app.documents.spreadsheets import Cell, Coded, Column, Kind
from app.lib.spreadsheet_safe import as_typed, one_line

ZONE = ZoneInfo("Europe/Paris")
HOSTILE = (
    "=1+1", "+33 6 12 34 56 78", "+33612345678", "@x", "-1", "\t=1", "\r=1", "\n-1", "=HYPERLINK(\"http://x.example\")", "''=1",
    "007", "1e5", "_x0041_", "TRUE", "2027-06-09", "</script>", "{\"a\": 1}", "http://x.example", "x;=1", "\ud83d\ude00"
    .encode("utf-16", "surrogatepass").decode("utf-16"), "\u202egnp", "\x00", "\u2028", "a,b", "«\u202fa\u202f»", " lead",
)  # fmt: skip
texts = (
    st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)).map(one_line).filter(lambda text: text.strip())
)


def in_csv(text: str, separator: str) -> list[str]:
    content = "".join(
        spreadsheets.csv_lines([Column("A"), Column("B")], [[text, "end"]], separator)
    ).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(content, newline=""), delimiter=separator))[1]


def in_workbook(rows: Sequence[Sequence[Cell]], *columns: Column) -> tuple[list[list[object]], str]:
    file = io.BytesIO()
    spreadsheets.write_workbook(file, "List", columns, rows)
    file.seek(0)
    read = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    with zipfile.ZipFile(file) as book:
        return read, book.read("xl/worksheets/sheet1.xml").decode()


def in_json(rows: Sequence[Sequence[Cell]], *columns: Column) -> dict[str, list[dict[str, object]]]:
    coded = [(f"c{number}", column) for number, column in enumerate(columns)]
    content = "".join(json_pieces({"event": "x"}, coded, rows, ZONE)).encode()
    read: dict[str, list[dict[str, object]]] = json.loads(content)
    return read


@example("_x0041_")
@example("+33 6 12 34 56 78")
@given(texts)
def test_any_text_is_a_text_in_every_file(text: str) -> None:
    for separator in (",", ";"):
        cell, end = in_csv(text, separator)
        telephone = not set(text[1:]) - set("0123456789 ")
        assert cell.lstrip()[:1] not in {"=", "+", "-", "@"} or telephone
        assert (cell.replace("'", ""), end) == (text.replace("'", ""), "end"), "apostrophes alone are added"
    [_, [read]], sheet = in_workbook([[text]], Column("A"))
    assert read == text
    assert "<f>" not in sheet
    [row] = in_json([[text]], Column("A"))["rows"]
    assert row == {"c0": text}


@pytest.mark.parametrize("text", HOSTILE)
def test_leading_signs_breaks_and_telephone_numbers_read_as_they_were_typed(text: str) -> None:
    line = one_line(text)
    if not line.strip():
        return
    for separator in (",", ";"):
        assert as_typed(in_csv(text, separator)[0]) == as_typed(line)
    assert in_workbook([[text]], Column("A"))[0][1] == [line]
    assert in_json([[text]], Column("A"))["rows"] == [{"c0": line}]


def test_words_with_codes_numbers_and_moments() -> None:
    kinds = {"Status": Kind.TEXT, "Agrees": Kind.TEXT, "Days": Kind.NUMBER, "At": Kind.MOMENT, "On": Kind.DAY}
    columns = [Column(heading, kind=kind) for heading, kind in kinds.items()]
    at = datetime(2027, 6, 9, 8, 41, 7)
    row: list[Cell] = [Coded("confirmée", "confirmed"), Coded("oui", True), 2, at, date(2027, 6, 9)]
    read = in_json([row, [None] * 5], *columns)
    assert read["columns"][0] == {"code": "c0", "name": "Status"}
    assert list(read["rows"][0].values()) == [
        {"code": "confirmed", "name": "confirmée"}, True, 2, "2027-06-09T08:41:07+02:00", "2027-06-09",
    ]  # fmt: skip
    assert set(read["rows"][1].values()) == {None}
    assert in_workbook([row], *columns)[0][1] == ["confirmée", "oui", 2.0, at, date(2027, 6, 9)]


def test_the_hour_that_happens_twice_keeps_its_offset() -> None:
    moments = [
        datetime.fromisoformat(f"2027-10-31T{hour}:30+00:00").astimezone(ZONE).replace(tzinfo=None)
        for hour in ("00", "01")
    ]
    rows = in_json([[moment] for moment in moments], Column("At", kind=Kind.MOMENT))["rows"]
    assert [row["c0"] for row in rows] == ["2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+01:00"]


@pytest.mark.parametrize("number", [0, 1, 199, 200, 201, 401])
def test_json_comes_in_pieces_and_is_whole(number: int) -> None:
    pieces = list(json_pieces({}, [("a", Column("A"))], ([n] for n in range(number)), ZONE))
    assert len(pieces) == 2 + number // 200
    assert [row["a"] for row in json.loads("".join(pieces))["rows"]] == list(range(number))
