"""Events compared as files: they hold what the pages show, cell by cell, and each is put on record with its purpose."""

from __future__ import annotations

import pytest
from flask import Flask

from app.extensions import db
from app.models import AuditEntry
from app.services.statistics import snapshots
from tests.compared_events import EXPORT, MATRIX, YEARS, a_history, file_of
from tests.factories.users import a_statistics_reader, an_organiser
from tests.figure_files import differing, in_csv, in_json, in_workbook, on_page
from tests.pages import Visitor
from tests.signing_in import sign_in


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_and_files_agree_cell_by_cell(app: Flask, client: Visitor, language: str) -> None:
    first, *_ = a_history()
    snapshots.freeze(first, an_organiser())
    sign_in(client, an_organiser())
    document = file_of(client, f"{EXPORT}?bodies=all", format="json", language=language).data
    files = {
        "json": in_json(document),
        "csv": in_csv(file_of(client, f"{EXPORT}?bodies=all", format="csv", language=language).data),
        "semicolon": in_csv(
            file_of(client, f"{EXPORT}?bodies=all", format="csv_semicolon", language=language).data, ";"
        ),
        "xlsx": in_workbook(
            file_of(client, f"{EXPORT}?bodies=all", format="xlsx", language=language).data, document
        ),
    }
    for name, read in files.items():
        assert list(differing(files["json"].cells, read.cells)) == [], name
        assert list(differing(read.cells, files["json"].cells)) == [], name
    shown = [
        *(client.visit(f"{YEARS}?lang={language}&count={step}") for step in ("registered", "attended")),
        *(
            client.visit(f"{MATRIX}?lang={language}&bodies=all&show={show}")
            for show in ("deeds", "registered", "confirmed", "attended")
        ),
    ]
    for page in shown:
        cells = on_page(page).cells
        assert cells
        assert list(differing(cells, files["csv"].cells)) == [], page.address


def test_a_body_as_a_file_holds_what_its_page_shows(app: Flask, client: Visitor) -> None:
    a_history()
    sign_in(client, a_statistics_reader())
    page = on_page(client.visit(f"{YEARS}/bodies/GE"))
    address = f"{EXPORT}?body=GE"
    document = file_of(client, address, format="json").data
    for read in (
        in_json(document),
        in_csv(file_of(client, address, format="csv").data),
        in_workbook(file_of(client, address, format="xlsx").data, document),
    ):
        assert list(differing(page.cells, read.cells)) == []
    assert client.get(f"{EXPORT}?body=NOWHERE").status_code == 404


def test_the_trend_is_a_picture_of_its_own(app: Flask, client: Visitor) -> None:
    a_history()
    sign_in(client, an_organiser())
    for address, known in ((EXPORT, "65"), (f"{EXPORT}?body=GE", "not recorded")):
        answer = file_of(client, address, format="svg", picture="attended")
        assert answer.content_type == "image/svg+xml"
        text = answer.get_data(as_text=True)
        assert f">{known}<" in text
        assert ">not yet<" in text
        assert "3 events, 2024–" in text
        assert "var(" not in text


def test_a_file_of_several_events_is_put_on_record(app: Flask, client: Visitor) -> None:
    a_history()
    sign_in(client, an_organiser())
    answer = file_of(client, f"{EXPORT}?events=first&events=soon", format="csv")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=statistics-")
    assert file_of(client, format="csv", purpose="").status_code == 422, "without a purpose there is no file"
    file_of(client, f"{EXPORT}?body=GE", format="svg")
    entries = db.session.query(AuditEntry).filter_by(action="figures.exported").order_by(AuditEntry.id).all()
    assert [entry.fields for entry in entries] == [
        ["csv", "en", "purpose=evaluation", "years", "events=2"],
        ["svg", "en", "purpose=evaluation", "body=GE", "picture=attended"],
    ]
