"""The directory as a file: shown before it is imported, imported as a whole, exported so that it can come in again."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.documents import spreadsheets
from app.documents.spreadsheets import Column
from app.extensions import db
from app.models import AuditEntry, Language, Mandate
from app.services import mandate_rows, mandates
from tests.factories.bodies import a_body
from tests.factories.mandates import a_mandate, days_ago
from tests.factories.people import a_person
from tests.pages import Page, Visitor

IMPORT = "/organiser/correspondents/import"
HEAD = "Body;Given name;Family name;E-mail;Language;From;Until\n"
GOOD = f"{HEAD}MD;Ion;MUNTEANU;ion@igp.example;fr;2026-01-01;\nAllemagne;Jörg;WEISS;jw@bka.example;;;\n"


@pytest.fixture(autouse=True)
def _bodies(app: Flask) -> None:
    for code in ("MD", "DE", "INTERPOL"):
        a_body(code)


def hand_in(visitor: Visitor, content: bytes, name: str = "directory.csv") -> Page:
    visitor.visit(IMPORT)
    return visitor.visit(IMPORT).submit("main form", file=FileStorage(io.BytesIO(content), name))


def stored() -> list[Mandate]:
    return list(db.session.scalars(select(Mandate).order_by(Mandate.id)))


def cells(page: Page) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select("main table tbody tr")]


def export(visitor: Visitor, kind: str, *, language: str = "en", ended: bool = True) -> bytes:
    page = visitor.visit(f"/organiser/correspondents?lang={language}")
    values = {**page.fields("#export form").to_dict(), "format": kind, **({"ended": "yes"} if ended else {})}
    answer = visitor.post("/organiser/correspondents/export", data=values | {"purpose": "planning"})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return answer.data


def test_rows_are_shown_before_anything_is_imported(organiser: Visitor) -> None:
    page = hand_in(organiser, GOOD.encode())
    assert page.status == 200
    assert page.one("h1").get_text() == "2 rows are new, nothing is imported yet"
    assert cells(page)[0].startswith(
        "Row 2 new Republic of Moldova Ion MUNTEANU ion@igp.example · French since"
    )
    assert stored() == []
    done = page.submit("main form")
    assert "2 mandates are imported." in done.text
    assert [row.person.family_name for row in stored()] == ["MUNTEANU", "WEISS"]
    assert stored()[0].person.language is Language.FR
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "mandates.imported"))
    assert entry.fields == ["rows:2", "new:2"]


def test_each_bad_row_is_told_with_its_number_and_what_it_says(organiser: Visitor) -> None:
    page = hand_in(organiser, f"{GOOD}\nAtlantis;A;POSEIDON;a@b.example;;;\nMD;B;X;nowhere;;;\n".encode())
    assert page.status == 422
    assert page.one("h1").get_text() == "2 rows must be corrected"
    assert page.one("title").get_text().startswith("Error: ")
    assert cells(page)[0] == (
        "Row 5 to be corrected No body has this code or name. Atlantis · A · POSEIDON · a@b.example"
    )
    assert cells(page)[1].startswith("Row 6 to be corrected This is not an e-mail address")
    assert [row.split(" ")[1] for row in cells(page)] == ["5", "6", "2", "3"]
    assert not page.soup.select("input[name=rows]")


def test_rows_that_have_become_wrong_are_not_imported(organiser: Visitor) -> None:
    page = hand_in(organiser, GOOD.encode())
    a_body("DE").selectable = False
    again = page.submit("main form")
    assert again.status == 422
    assert "This body sends nobody to events of the Network." in again.text
    assert stored() == []


def test_rows_that_do_something_else_by_now_are_shown_first(organiser: Visitor) -> None:
    page = hand_in(organiser, GOOD.encode())
    hand_in(organiser, GOOD[: GOOD.index("Allemagne")].encode()).submit("main form")
    again = page.submit("main form")
    assert again.status == 409
    assert "Something has changed since this was shown: nothing was done." in again.text
    assert again.one("h1").get_text() == "One row is new, nothing is imported yet"
    assert len(stored()) == 1
    assert "One mandate is imported." in again.submit("main form").text
    assert len(stored()) == 2


def test_what_was_tampered_with_is_judged_again(organiser: Visitor) -> None:
    page = hand_in(organiser, GOOD.encode())
    for rows in ("", "nonsense", "a\0b", HEAD + "MD;X;;;;;"):
        answer = page.submit("main form", rows=rows)
        assert answer.status in {200, 422}
        assert stored() == []


def test_known_rows_change_nothing(organiser: Visitor) -> None:
    hand_in(organiser, GOOD.encode()).submit("main form")
    page = hand_in(organiser, GOOD.replace(";fr;2026-01-01;", ";en;2026-02-01;").encode())
    assert page.one("h1").get_text() == "There is nothing new in this file"
    assert "2 rows are known: nothing changes with them." in page.text
    assert "The directory has other days: they stay." in page.text
    assert not page.soup.select("input[name=rows]")


def test_columns_that_are_not_taken_over_are_named(organiser: Visitor) -> None:
    page = hand_in(organiser, b"Body;Family name;E-mail;Telephone\nMD;MUNTEANU;ion@igp.example;1")
    assert "Columns that are not taken over: Telephone." in page.text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 no archive", "This is neither an XLSX workbook nor a CSV file."),
        (b"Body;Name\n" + b"x;" * 100, "Row 2 is too long"),
        (b"a;b\n" * 5_001, "The file has too many rows."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    organiser: Visitor, content: bytes, words: str
) -> None:
    page = hand_in(organiser, content)
    assert page.status == 422
    assert words in page.one("#file-error").get_text()


def test_a_file_is_asked_for(organiser: Visitor) -> None:
    page = organiser.visit(IMPORT).submit("main form")
    assert page.status == 422
    assert "Choose a file" in page.text


def test_the_template_names_the_columns_and_holds_nothing_else(organiser: Visitor) -> None:
    for ending, language in (("xlsx", "en"), ("csv", "fr")):
        answer = organiser.get(f"/organiser/correspondents/template.{ending}?lang={language}")
        page = hand_in(organiser, answer.data, f"t.{ending}")
        assert page.status == 200, page.text
        assert cells(page) == []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", ["xlsx", "csv", "csv_semicolon"])
def test_what_was_exported_has_nothing_new(organiser: Visitor, kind: str, language: str) -> None:
    ion = a_person(given_name="Ion", family_name="=MUNTEANU", title="Col.; -X", email="ion@igp.example")
    a_mandate(a_body("MD"), ion, from_date=days_ago(50), until_date=days_ago(20))
    a_mandate(a_body("MD"), ion, from_date=days_ago(5))
    a_mandate(a_body("INTERPOL"), a_person(language=Language.FR), until_date=days_ago(-60))
    content = export(organiser, kind, language=language)
    organiser.visit("/organiser/correspondents?lang=en")
    page = hand_in(organiser, content, f"d.{kind[:4]}")
    assert page.one("h1").get_text() == "There is nothing new in this file"
    assert "3 rows are known" in page.text
    assert "other days" not in page.text


def test_an_export_can_be_imported_into_an_empty_directory(organiser: Visitor) -> None:
    ion = a_person(given_name="Ion", family_name="=MUNTEANU", title="Col.; -X", email="ion@igp.example")
    a_mandate(a_body("MD"), ion, from_date=days_ago(50))
    content = export(organiser, "csv")
    db.session.delete(stored()[0])
    ion.identity_key = None
    hand_in(organiser, content).submit("main form")
    [mandate] = stored()
    assert mandate.person is not ion
    assert (mandate.person.family_name, mandate.person.title) == ("=MUNTEANU", "Col.; -X")
    assert mandate.from_date == days_ago(50)


def test_no_cell_of_an_export_is_a_formula(organiser: Visitor) -> None:
    a_mandate(a_body("MD"), a_person(family_name='=HYPERLINK("http://x")'))
    rows = list(csv.reader(io.StringIO(export(organiser, "csv").decode("utf-8-sig"))))
    assert rows[1][2].startswith("'=HYPERLINK")


def test_discreet_and_ended_mandates_stay_behind(organiser: Visitor) -> None:
    a_mandate(a_body("MD"), a_person(family_name="SECRET", discreet=True))
    a_mandate(a_body("MD"), a_person(family_name="FORMER"), until_date=days_ago(1))
    a_mandate(a_body("MD"), a_person(family_name="PRESENT"))
    content = export(organiser, "csv", ended=False).decode()
    assert "PRESENT" in content
    assert "SECRET" not in content
    assert "FORMER" not in content
    assert "FORMER" in export(organiser, "csv").decode()
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "mandates.exported")).all()
    assert [entry.fields for entry in entries] == [
        ["format=csv", f"number={number}", "purpose=planning"] for number in (1, 2)
    ]


@pytest.mark.parametrize("purpose", ["", "activity_report", "something"])
def test_without_a_purpose_the_directory_stays_here(organiser: Visitor, purpose: str) -> None:
    a_mandate(a_body("MD"), a_person(family_name="PRESENT"))
    page = organiser.visit("/organiser/correspondents").submit(
        "#export form", button="format=csv", purpose=purpose
    )
    assert page.status == 422
    assert page.one("title").get_text().startswith("Error:")
    assert "Choose what the file is for." in page.one("#purpose-error").get_text()
    assert page.one("#purpose")["aria-describedby"] == "purpose-hint purpose-error"
    assert not db.session.scalars(select(AuditEntry).where(AuditEntry.action == "mandates.exported")).all()


@pytest.mark.sqlite_only
def test_a_full_file_fits_through_the_page(organiser: Visitor) -> None:
    rows = [
        ["MD", "Γεώργιος" * 3, f"ΠΑΠΑΔΟΠΟΥΛΟΣ{number}", f"person.number.{number}@police.example", "fr"]
        for number in range(mandate_rows.MOST)
    ]
    book = io.BytesIO()
    heads = [Column(name) for name in ("Body", "Given name", "Family name", "E-mail", "Language")]
    spreadsheets.write_workbook(book, "Directory", heads, rows)
    began = mandates.today()
    done = hand_in(organiser, book.getvalue(), "directory.xlsx").submit("main form")
    assert "1000 mandates are imported." in done.text
    assert len(stored()) == mandate_rows.MOST
    assert began <= stored()[0].from_date <= mandates.today()  # it may be midnight in between
