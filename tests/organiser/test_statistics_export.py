"""The files of figures, read by libraries that did not write them and compared with the pages."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from app.extensions import db
from app.models import AuditEntry, Category, Event, Gender, Mode, Status
from tests.factories.attendance import a_check_in, a_head_count, undone
from tests.factories.events import a_session, an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_statistics_reader, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

Cells = list[list[Any]]


def exported(client: Visitor, page: str, kind: str) -> bytes:
    """The file behind the button of a page."""
    fields = Page(client, client.get(page)).fields("form[action$=export]")
    address = page.partition("?")[0] + "/export"
    answer = client.post(address, data={**fields, "format": kind})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return answer.data


def csv_rows(content: bytes, separator: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def sheets_of(content: bytes) -> dict[str, Cells]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def shown(page: Page, caption: str) -> list[list[str]]:
    """The rows of the table with a caption, as words."""
    (table,) = (one for one in page.soup.select("table") if one.caption and one.caption.get_text() == caption)
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in table.select("tbody tr")
    ]


def plain(row: list[Any]) -> list[str]:
    return [str(int(cell)) if isinstance(cell, float) else str(cell) for cell in row]


def a_busy_event() -> Event:
    states = the_member_states()
    event = a_past_event(title_en="Busy")
    session = a_session(event, 1, capacity=2, sign_up=True, title_en="=1+1 workshop")
    a_session(event, 2, title_en="Nobody at the door")
    for code in ("GE", "DE", "AT"):
        person = a_registration(event, Status.CONFIRMED, body=states[code], gender=Gender.MAN)
        a_sign_up(person, session) if code != "AT" else None
        a_check_in(person, event.days[0], session)
    a_head_count(session, 4)
    undone(a_check_in(a_registration(event, Status.CONFIRMED, category=Category.OBSERVER, mode=Mode.ONLINE)))
    a_registration(
        event, Status.DECLINED, category=Category.PRESS, body_text="@newspaper", registered_at=event.opens_at
    )
    return event


def test_the_workbook_holds_what_the_page_shows(app: Flask, client: Visitor) -> None:
    event = a_busy_event()
    sign_in(client, an_organiser())
    address = f"/organiser/events/{event.slug}/statistics"
    page, sheets = client.visit(address), sheets_of(exported(client, address, "xlsx"))
    assert list(sheets) == [
        "Summary", "Groups", "Categories", "Bodies", "Member states", "Attributes", "Sessions", "Days", "Weeks",
        "Definitions",
    ]  # fmt: skip
    for sheet, caption in (("Groups", "People by group"), ("Categories", "People by category")):
        in_file = [[label.capitalize(), *rest] for _, label, *rest in map(plain, sheets[sheet][1:])]
        assert in_file == shown(page, caption)
    bodies = {label: rest for _, label, *rest in map(plain, sheets["Bodies"][1:])}
    for caption in ("People by body: member states", "People by body: all others"):
        for name, *numbers in shown(page, caption):
            assert name not in bodies or bodies[name] == numbers
    assert bodies["no body of the list"] == ["1", "0", "0"]
    summary = {code: plain([value])[0] for code, _, value, *_ in sheets["Summary"][1:]}
    assert (summary["registered"], summary["confirmed"], summary["attended"]) == ("5", "4", "3")
    assert (summary["absent"], summary["attended_unconfirmed"], summary["states_attended"]) == ("1", "0", "3")
    assert len(sheets["Member states"]) == 47


def test_sessions_and_days_in_the_workbook(app: Flask, client: Visitor) -> None:
    event = a_busy_event()
    sign_in(client, an_organiser())
    sheets = sheets_of(exported(client, f"/organiser/events/{event.slug}/statistics", "xlsx"))
    workshop, unseen = ([cell for cell in row[1:] if cell != ""] for row in sheets["Sessions"][1:])
    assert plain(workshop[:6]) == ["=1+1 workshop", "2", "0", "3", "2", "150"]
    assert unseen[:6] == [
        "Nobody at the door",
        "no sign-up",
        "no sign-up",
        "not recorded",
        "no limit",
        "not recorded",
    ]
    heads = sheets["Sessions"][0].index("Head count")
    assert plain(sheets["Sessions"][1][heads : heads + 3]) == ["4", "3", "1"]
    assert sheets["Sessions"][2][heads : heads + 5] == ["not recorded"] * 5
    first, second = sheets["Days"][1:]
    assert plain(first[2:5]) == ["3", "3", "0"]
    assert second[2:5] == ["not recorded"] * 3


def test_charts_are_native_and_nothing_is_a_formula(app: Flask, client: Visitor) -> None:
    event = a_busy_event()
    sign_in(client, an_organiser())
    content = exported(client, f"/organiser/events/{event.slug}/statistics", "xlsx")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        assert len([name for name in names if name.startswith("xl/charts/chart")]) >= 5
        sheets = [parts.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet")]
    assert not [sheet for sheet in sheets if "<f>" in sheet]


@pytest.mark.parametrize(("kind", "separator"), [("csv", ","), ("csv_semicolon", ";")])
def test_the_list_holds_the_same_numbers_as_the_workbook(
    app: Flask, client: Visitor, kind: str, separator: str
) -> None:
    event = a_busy_event()
    sign_in(client, an_organiser())
    address = f"/organiser/events/{event.slug}/statistics"
    head, *rows = csv_rows(exported(client, address, kind), separator)
    assert head == ["Table", "Code", "Name", "Column", "Figure", "Value"]
    listed = {(table, code, name, column): value for table, code, name, column, _, value in rows}
    assert len(listed) == len(rows), "each figure has a name of its own"
    assert listed["groups", "member_states", "member states", "attended"] == "3"
    assert listed["days", "2025-03-20", "", "seen"] == "not recorded"
    assert not [row for row in rows if "" in (row[0], row[3], row[5])], "unknown is never blank"
    sheets = sheets_of(exported(client, address, "xlsx"))
    for table, sheet in (("groups", "Groups"), ("categories", "Categories"), ("states", "Member states")):
        for code, name, *numbers in map(plain, sheets[sheet][1:]):
            steps = zip(("registered", "confirmed", "attended"), numbers, strict=True)
            assert all(listed[table, code, name, step] == number for step, number in steps)
    titles = [name for table, _, name, *_ in rows if table == "sessions"]
    assert "'=1+1 workshop" in titles


def test_the_files_speak_the_language_of_the_page(app: Flask, client: Visitor) -> None:
    event = a_busy_event()
    sign_in(client, an_organiser())
    client.visit("/organiser/statistics?lang=fr")
    sheets = sheets_of(exported(client, f"/organiser/events/{event.slug}/statistics", "xlsx"))
    assert list(sheets)[:4] == ["Résumé", "Groupes", "Catégories", "Entités"]
    names = [row[1] for row in sheets["États membres"][1:]]
    assert names.index("Allemagne") < names.index("Autriche")
    assert sheets["Jours"][2][2] == "non recensé"


def test_the_conference_of_2024_in_its_files(app: Flask, client: Visitor) -> None:
    the_member_states()
    event = the_conference_of_2024()
    sign_in(client, an_organiser())
    address = f"/organiser/events/{event.slug}/statistics"
    sheets = sheets_of(exported(client, address, "xlsx"))
    assert [plain(row[2:5]) for row in sheets["Groups"][1:]] == [
        ["not recorded", "not recorded", "30"],
        ["not recorded", "not recorded", "not recorded"],
        ["not recorded", "not recorded", "not recorded"],
    ]
    rows = csv_rows(exported(client, address, "csv"))
    numbers = sorted(row[5] for row in rows if row[5].isdigit())
    assert numbers == ["30", "30", "65", "65"], "in the summary or the groups, and among the reported"
    assert ["summary", "states_attended", "Member states present", "number", "Number", "not recorded"] in rows


def test_the_years_in_files(app: Flask, client: Visitor) -> None:
    the_conference_of_2024()
    a_busy_event()
    a_past_event(title_en="Invented", fictional=True)
    a_registration(an_event(title_en="To come"), Status.CONFIRMED)
    sign_in(client, an_organiser())
    head, *rows = csv_rows(exported(client, "/organiser/statistics", "csv"))
    by_title = {row[1]: dict(zip(head, row, strict=True)) for row in rows}
    assert set(by_title) == {"Police data processing", "Busy", "To come"}
    conference = by_title["Police data processing"]
    assert conference["Source"] == "reported"
    assert conference["Days"] == "2024-03-19/2024-03-21"
    known = {name: value for name, value in conference.items() if value.isdigit()}
    assert known == {"Attended": "65", "Attended – member states (people)": "30"}
    assert (
        conference["Attended – others (people)"]
        == conference["Attended – observers (people)"]
        == "not recorded"
    )
    assert conference["Member states present"] == "not recorded"
    assert by_title["Busy"]["Attended"] == "3"
    assert by_title["To come"]["Attended"] == "not yet"
    assert not [row for row in rows if "" in row]
    sheets = sheets_of(exported(client, "/organiser/statistics?fictional=yes", "xlsx"))
    table = {row[1]: plain(row[: len(head)]) for row in sheets["Years"][1:]}
    assert set(table) == {*by_title, "Invented"}
    for title, cells in by_title.items():
        assert table[title] == list(cells.values())


def test_what_is_not_recorded_is_a_gap_in_the_chart_of_the_years(app: Flask, client: Visitor) -> None:
    the_conference_of_2024()
    a_past_event()
    sign_in(client, an_organiser())
    rows = sheets_of(exported(client, "/organiser/statistics", "xlsx"))["Years"]
    (hidden,) = {column for row in rows[1:] for column, cell in enumerate(row) if column > 18 and cell != ""}
    assert [row[hidden] if len(row) > hidden else "" for row in rows[1:]] == [65.0, ""]


def test_each_file_is_put_on_record(app: Flask, client: Visitor) -> None:
    event, user = a_past_event(), a_statistics_reader()
    sign_in(client, user)
    exported(client, f"/organiser/events/{event.slug}/statistics", "xlsx")
    exported(client, "/organiser/statistics", "csv_semicolon")
    entries = db.session.query(AuditEntry).filter_by(action="figures.exported").order_by(AuditEntry.id).all()
    assert [(entry.actor_id, entry.event_id, entry.fields) for entry in entries] == [
        (user.id, event.id, ["xlsx", "en"]),
        (user.id, None, ["csv_semicolon", "en", "years"]),
    ]


@pytest.mark.sqlite_only
def test_an_unknown_kind_of_file_is_refused(app: Flask, client: Visitor) -> None:
    event = a_past_event()
    sign_in(client, an_organiser())
    for address in (f"/organiser/events/{event.slug}/statistics", "/organiser/statistics"):
        fields = Page(client, client.get(address)).fields("form[action$=export]")
        assert client.post(f"{address}/export", data={**fields, "format": "exe"}).status_code == 400
