"""What stands on the page stands in every file, cell by cell, in both languages; and nothing that was typed is calculated."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from flask import Flask

from app.models import Status
from tests.factories.attendance import a_check_in
from tests.factories.events import a_session
from tests.factories.figures import a_past_event, the_conference_of_2024
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.figure_files import differing, in_csv, in_json, in_workbook, on_page
from tests.organiser.exported_figures import (
    SCENES,
    a_busy_event,
    address,
    all_files,
    asked,
    exported,
    the_reported_conference,
)
from tests.pages import Visitor
from tests.signing_in import sign_in

TELEPHONE = "+33 1 23 45"  # no program calculates it: csv_cell leaves it as it is
HOSTILE = (
    "=1+1 workshop",
    TELEPHONE,
    "@SUM(A1)",
    "-1 plenary",
    "\t=2+2",
    "\r=3+3",
    '=HYPERLINK("http://evil.example/")',
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("scene", SCENES)
def test_screen_and_files_agree_cell_by_cell(app: Flask, client: Visitor, scene: str, language: str) -> None:
    event = SCENES[scene]()
    sign_in(client, an_organiser())
    page = on_page(client.visit(address(event), query_string={"lang": language}))
    files = all_files(client, event, language)
    listed = files["csv"]
    for name, read in files.items():
        assert not list(differing(read.cells, listed.cells)), name
        assert not list(differing(listed.cells, read.cells)), name
        assert not list(differing(read.labels, listed.labels)), name
    assert not list(differing(page.cells, listed.cells))
    assert not list(differing(page.labels, listed.labels))
    assert {table for table, _row, _column in page.cells} >= {"groups"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_numbers_of_a_busy_event(app: Flask, client: Visitor, language: str) -> None:
    event = a_busy_event()
    sign_in(client, an_organiser())
    cells = in_csv(exported(client, event, "csv", language=language)).cells
    unknown = {"en": "not recorded", "fr": "non recensé"}[language]
    for key, value in {
        ("summary", "registered", "number"): "5",
        ("summary", "absent", "number"): "1",
        ("summary", "states_attended", "number"): "3",
        ("groups", "member_states", "attended"): "3",
        ("groups", "others", "ended"): "1",
        ("bodies", "no_body", "registered"): "1",
        ("states", "GE", "attended"): "1",
        ("states", "FR", "attended"): "0",
        ("gender", "man", "attended"): "3",
        ("days", "2025-03-19", "seen"): "3",
        ("days", "2025-03-20", "seen"): unknown,
        ("letters", "all", "letters_written"): "1",
    }.items():
        assert cells[key] == value, key
    heads = [
        value for (table, _, column), value in cells.items() if (table, column) == ("sessions", "head_count")
    ]
    assert heads == ["4", unknown]


@pytest.mark.sqlite_only
def test_nothing_that_was_typed_becomes_a_formula(app: Flask, client: Visitor) -> None:
    event = a_past_event(title_en="=1+1", title_fr="@x")
    for number, title in enumerate(HOSTILE, 1):
        a_session(event, number, title_en=title, title_fr=title)
    a_check_in(a_registration(event, Status.CONFIRMED))
    sign_in(client, an_organiser())
    files = all_files(client, event, "en")
    for name, read in files.items():
        titles = {label for (table, _row), label in read.labels.items() if table == "sessions"}
        assert titles == {" ".join(title.split()) for title in HOSTILE}, name
    with zipfile.ZipFile(io.BytesIO(exported(client, event, "xlsx"))) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) > 10
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<hyperlink" in sheet]
    for separator, form in ((",", "csv"), (";", "csv_semicolon")):
        text = exported(client, event, form).decode("utf-8-sig")
        cells = [
            cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row
        ]
        assert {cell for cell in cells if cell[:1] in tuple("=+@\t\r")} == {TELEPHONE}
        assert not [cell for cell in cells if cell.startswith("-") and not cell[1:].isdigit()]


def test_the_conference_of_2024_in_its_files(app: Flask, client: Visitor) -> None:
    event = the_reported_conference()
    sign_in(client, an_organiser())
    cells = in_csv(exported(client, event, "csv")).cells
    numbers = {
        key: value
        for key, value in cells.items()
        if value.isdigit() and key[0] not in {"about", "definitions"}
    }
    assert sorted(numbers.values()) == ["30", "30", "65", "65", "65"]
    assert cells["groups", "observers", "attended"] == cells["groups", "others", "attended"] == "not recorded"
    assert cells["summary", "states_attended", "number"] == "not recorded"
    assert "35" not in cells.values()


@pytest.mark.sqlite_only
def test_the_years_agree_in_all_files(app: Flask, client: Visitor) -> None:
    the_conference_of_2024()
    a_past_event(title_en="=1+1", title_fr="=1+1")
    sign_in(client, an_organiser())
    page = "/organiser/statistics/export"
    document = asked(client, page, format="json").data
    listed = in_csv(asked(client, page, format="csv").data)
    for read in (in_json(document), in_workbook(asked(client, page, format="xlsx").data, document)):
        assert not list(differing(read.cells, listed.cells))
        assert not list(differing(listed.cells, read.cells))
    assert listed.cells["years", "conference-2024", "attended"] == "65"
    assert listed.cells["years", "conference-2024", "states_attended"] == "not recorded"
