"""Several people named in one sitting: looked at row by row first, what is right kept, what is wrong given back."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Language, Letter, Mode, Place, Registration, Role, Status
from tests.delegation.entering import enter
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor

HEAD = "Given name\tFamily name\tE-mail\tFunction\tRole"
ANA = "Ana\tCEBOTARI\tana@igp.example\tHead of unit\thead"
ION = "Ion\tRUSU\tion@igp.example\t\tadviser"
WRONG = "Mia\tPOPA\tmia at igp\tAnalyst\t"


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(nominations_until=now() + timedelta(days=30))


def opened(visitor: Visitor, event: Event) -> Page:
    return visitor.visit(f"/delegation/{event.slug}/MD/several")


def checked(visitor: Visitor, event: Event, *rows: str, **answers: Any) -> Page:
    return opened(visitor, event).submit("form#several", "check=yes", rows="\n".join(rows), **answers)


def handed_in(visitor: Visitor, event: Event, content: bytes, name: str, rows: str = "") -> Page:
    page = opened(visitor, event)
    values = {**page.fields("form#several"), "rows": rows, "file": (io.BytesIO(content), name)}
    response = visitor.post(page.address, data=values, content_type="multipart/form-data")
    return Page(visitor, response)


def nominated(page: Page, **changes: Any) -> Page:
    return page.submit("form#several", "nominate=yes", **changes)


def in_field(page: Page) -> list[str]:
    return page.fields("form#several")["rows"].splitlines()


def outcomes(page: Page) -> list[str]:
    return page.all_text("#several tbody tr")


def names() -> list[str | None]:
    return list(db.session.scalars(select(Registration.family_name).order_by(Registration.id)))


def test_rows_are_looked_at_before_anybody_is_named(correspondent: Visitor, event: Event) -> None:
    page = checked(correspondent, event, HEAD, ANA, ION)
    assert page.status == 200
    assert "These 2 people can be nominated" in page.text
    first, second = outcomes(page)
    assert first.startswith("2 Ana CEBOTARI Head of unit ana@igp.example")
    assert "Head of delegation" in first
    assert "Will be nominated" in first
    assert "Adviser" in second
    assert names() == []
    assert not db.session.scalars(select(Letter.id)).all()


def test_then_they_are_named_and_one_is_back(correspondent: Visitor, event: Event) -> None:
    page = nominated(checked(correspondent, event, HEAD, ANA, ION))
    assert page.address == "/delegation/"
    assert "2 people are nominated. The letters are on their way." in page.text
    assert names() == ["CEBOTARI", "RUSU"]
    made = db.session.scalars(select(Registration).order_by(Registration.id)).all()
    assert [(row.status, row.place, row.role) for row in made] == [
        (Status.NOMINATED, Place.HELD, Role.HEAD),
        (Status.NOMINATED, Place.HELD, Role.ADVISER),
    ]
    assert len(db.session.scalars(select(Letter.id)).all()) == 2


def test_what_is_right_is_kept_and_what_is_wrong_is_given_back(correspondent: Visitor, event: Event) -> None:
    page = checked(correspondent, event, HEAD, ANA, WRONG, ION)
    assert page.status == 422
    assert page.one("title").get_text().startswith("Error: ")
    assert "2 of 3 rows can be taken" in page.text
    assert outcomes(page)[1].startswith("3 Mia · POPA · mia at igp · Analyst")
    assert "This is not an e-mail address." in outcomes(page)[1]
    assert in_field(page) == [HEAD, ANA, WRONG, ION]
    page = nominated(page)
    assert page.status == 200
    assert "2 people are nominated." in page.text
    assert names() == ["CEBOTARI", "RUSU"]
    assert in_field(page) == [HEAD, WRONG.rstrip("\t")]
    assert "This row cannot be taken" in page.text
    corrected = "\n".join([HEAD, WRONG.replace(" at ", "@")]).replace("@igp", "@igp.example")
    page = page.submit("form#several", "check=yes", rows=corrected)
    assert "This person can be nominated" in page.text
    assert nominated(page).address == "/delegation/"
    assert names() == ["CEBOTARI", "RUSU", "POPA"]


def test_what_the_rules_refuse_is_said_with_the_row(correspondent: Visitor, event: Event) -> None:
    a_registration(event, given_name="Ana", family_name="CEBOTARI", email="ana@igp.example", role=Role.HEAD)
    theirs = a_registration(
        event, body=a_body("DE"), given_name="Ion", family_name="RUSU", email="ion@igp.example"
    )
    page = checked(correspondent, event, HEAD, ANA, ION, "Mia\tPOPA\tmia@igp.example\t\thead")
    assert page.status == 409
    assert "None of these 3 rows can be taken" in page.text
    assert not page.soup.select("[name=nominate]")
    first, second, third = outcomes(page)
    assert "Ana CEBOTARI is in this delegation already (submitted)." in first
    assert "but not in this delegation" in second
    assert theirs.reference not in page.text
    assert "This delegation has a head already." in third


def test_beyond_the_quota_they_wait_and_it_says_so(correspondent: Visitor, event: Event) -> None:
    a_quota(event, 1, body=a_body("MD"))
    page = checked(correspondent, event, HEAD, ANA, ION)
    assert "One place of the delegation is free." in page.text
    assert ["waiting list" in row for row in outcomes(page)] == [False, True]
    page = nominated(page)
    assert "2 people are nominated." in page.text
    assert "One of them waits for a place." in page.text
    places = db.session.scalars(select(Registration.place).order_by(Registration.id)).all()
    assert places == [Place.HELD, Place.WAITING]


def test_sent_twice_nobody_is_named_twice(correspondent: Visitor, event: Event) -> None:
    page = checked(correspondent, event, HEAD, ANA, ION)
    nominated(page)
    again = nominated(page)
    assert again.status == 409
    assert all("is in this delegation already (nominated)" in row for row in outcomes(again))
    assert names() == ["CEBOTARI", "RUSU"]


def test_what_would_become_of_them_by_now_is_looked_at_first(correspondent: Visitor, event: Event) -> None:
    page = checked(correspondent, event, HEAD, ANA, ION)
    a_quota(event, 1, body=a_body("MD"))
    page = nominated(page)
    assert page.status == 409
    assert "Something has changed since this was shown: nothing was done." in page.one(".problem").get_text()
    assert ["waiting list" in row for row in outcomes(page)] == [False, True]
    assert names() == []
    nominated(page)
    assert names() == ["CEBOTARI", "RUSU"]


def test_rows_changed_since_are_looked_at_again(correspondent: Visitor, event: Event) -> None:
    page = checked(correspondent, event, HEAD, ANA)
    page = nominated(page, rows="\n".join([HEAD, ANA, ION]))
    assert names() == []
    assert "These 2 people can be nominated" in page.text
    page = nominated(page, language="fr")
    assert names() == []
    nominated(page)
    assert names() == ["CEBOTARI", "RUSU"]


def test_the_language_is_that_of_the_form_where_no_column_says_it(
    correspondent: Visitor, event: Event
) -> None:
    page = checked(
        correspondent, event, "Nom;Courriel;Langue\nA;a@x.example;\nB;b@x.example;en", language="fr"
    )
    nominated(page)
    found = db.session.scalars(select(Registration.language).order_by(Registration.id)).all()
    assert found == [Language.FR, Language.EN]


def test_how_they_take_part(correspondent: Visitor, event: Event) -> None:
    page = checked(correspondent, event, "Nom;Courriel;Participation\nA;a@x.example;en ligne\nB;b@x.example;")
    assert ["online" in row for row in outcomes(page)] == [True, False]
    nominated(page)
    found = db.session.scalars(select(Registration.mode).order_by(Registration.id)).all()
    assert found == [Mode.ONLINE, Mode.IN_PERSON]


def workbook(*rows: list[str]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Ana;CEBOTARI;ana@igp.example;Head, of, many, units".encode("cp1252"), "people.csv"),
        (workbook(["Ana", "CEBOTARI", "ana@igp.example", "Head, of, many, units"]), "people.xlsx"),
    ],
)
def test_a_file_stands_in_the_field_afterwards(
    correspondent: Visitor, event: Event, content: bytes, name: str
) -> None:
    page = handed_in(correspondent, event, content, name, rows="what stood there")
    assert page.status == 200
    assert in_field(page) == ["Ana\tCEBOTARI\tana@igp.example\tHead, of, many, units"]
    nominated(page)
    assert db.session.scalars(select(Registration.function)).all() == ["Head, of, many, units"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 no workbook", "This cannot be read as a table."),
        (b"   \n  ", "There is nothing in it."),
        (b";".join([b"x"] * 61), "more than 60 columns"),
        ("Ana\tX\ta@x.example\n" * 52, "There are too many rows: 50 at most."),
        (f"{'x;' * 100}\t\n", "more than 60 columns"),  # read from the field, it would be
        (f"{'x' * 1_900};{'y' * 1_900};{'z' * 1_900}\n" * 40, "This is too large."),
    ],
)
def test_files_that_are_no_table(
    correspondent: Visitor, event: Event, content: bytes | str, words: str
) -> None:
    file = content.encode() if isinstance(content, str) else content
    page = handed_in(correspondent, event, file, "people.csv", rows="kept")
    assert page.status == 422
    assert words in page.one("#file-error").get_text()
    assert in_field(page) == ["kept"]


def test_the_parts_of_the_body_are_told(client: Visitor, correspondent: Visitor, event: Event) -> None:
    assert (
        "head of delegation, delegate, alternate, adviser, national correspondent"
        in opened(correspondent, event).text
    )
    enter(client, a_correspondent(a_body("INTERPOL")))
    page = client.visit(f"/delegation/{event.slug}/INTERPOL/several")
    assert "(head of delegation, delegate, adviser)" in page.text
    page = page.submit("form#several", "check=yes", rows="Name;E-mail;Role\nX;x@y.example;alternate")
    assert page.status == 422
    assert "There is no such part in this delegation." in page.text


def test_nothing_at_all(correspondent: Visitor, event: Event) -> None:
    page = checked(correspondent, event, "   ")
    assert page.status == 422
    assert "Paste the rows, or choose a file" in page.one("#rows-error").get_text()
    assert "too many rows" in checked(correspondent, event, *["A\tB\ta@x.example"] * 52).text


def test_after_the_deadline_what_was_pasted_is_kept(correspondent: Visitor, event: Event) -> None:
    page = checked(correspondent, event, HEAD, ANA)
    event.nominations_until = now() - timedelta(seconds=1)
    page = nominated(page)
    assert page.status == 409
    assert "The time to nominate is over." in page.one(".problem").get_text()
    assert in_field(page) == [HEAD, ANA]
    assert opened(correspondent, event).status == 409
    assert names() == []


def test_the_language_can_be_switched_without_losing_anything(correspondent: Visitor, event: Event) -> None:
    page = opened(correspondent, event).submit("form#several", "lang=fr", rows=f"{HEAD}\n{WRONG}")
    assert in_field(page) == [HEAD, WRONG]
    assert not page.soup.select(".problem")


def test_hostile_cells_are_harmless(correspondent: Visitor, event: Event) -> None:
    rows = ["<script>alert(1)</script>\t<b>X</b>\tx@y.example", '=cmd\t"quoted\ty@y.example', "\t\t\t"]
    page = checked(correspondent, event, *rows)
    assert page.status in {200, 422}
    assert "<script>alert" not in page.response.get_data(as_text=True)
