"""The files of figures: the page on which one chooses them, what they hold, and what is put on record."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import (
    AuditEntry,
    Category,
    Event,
    EventStatus,
    Gender,
    LetterKind,
    Mode,
    Origin,
    Place,
    Status,
)
from app.services import outbox
from app.services.statistics import snapshots
from tests.factories.attendance import a_check_in, a_head_count, undone
from tests.factories.events import a_session, an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_desk_agent, a_statistics_reader, an_organiser
from tests.figure_files import Read, differing, in_csv, in_json, in_workbook, on_page
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

HOSTILE = (
    "=1+1 workshop",
    "+33 1 23 45",
    "@SUM(A1)",
    "-1 plenary",
    "\t=2+2",
    "\r=3+3",
    '=HYPERLINK("http://evil.example/")',
)


def address(event: Event) -> str:
    return f"/organiser/events/{event.slug}/statistics"


def asked(client: Visitor, page: str, **chosen: str) -> TestResponse:
    """What answers to the form of a page when some of its choices are changed."""
    fields = Page(client, client.get(page)).fields("form#file")
    return client.post(page, data={**fields, "purpose": "evaluation", **chosen})


def exported(client: Visitor, event: Event, form: str, **chosen: str) -> bytes:
    """The file of some form about an event."""
    answer = asked(client, f"{address(event)}/export", format=form, **chosen)
    assert answer.status_code == 200, Page(client, answer).text[:2000]
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Content-Disposition"].endswith(f".{form.removesuffix('_semicolon')}")
    return answer.data


def a_busy_event() -> Event:
    states = the_member_states()
    event = a_past_event(title_en="Busy", title_fr="Animée")
    session = a_session(event, 1, capacity=2, sign_up=True, title_en="=1+1 workshop", title_fr="=1+1 atelier")
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
    outbox.put(LetterKind.RECEIVED, person)
    return event


def an_event_to_come() -> Event:
    event = an_event(title_en="Soon")
    a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    a_session(event, capacity=2, sign_up=True, title_en="Workshop")
    return event


def a_cancelled_event() -> Event:
    event = an_event(status=EventStatus.CANCELLED)
    a_registration(event, Status.CONFIRMED)
    return event


def an_event_of_those_who_came() -> Event:
    event = a_past_event(only_who_came=True)
    a_check_in(a_registration(event, Status.CONFIRMED, origin=Origin.IMPORT, gender=None), None)
    return event


def an_event_of_which_nothing_is_known() -> Event:
    return a_past_event(starts_at=None, ends_at=None, opens_at=None, closes_at=None)


def the_reported_conference() -> Event:
    the_member_states()
    return the_conference_of_2024()


SCENES: dict[str, Callable[[], Event]] = {
    "busy": a_busy_event,
    "to come": an_event_to_come,
    "cancelled": a_cancelled_event,
    "only who came": an_event_of_those_who_came,
    "nothing known": an_event_of_which_nothing_is_known,
    "reported": the_reported_conference,
}


def all_files(client: Visitor, event: Event, language: str) -> dict[str, Read]:
    document = exported(client, event, "json", language=language)
    return {
        "json": in_json(document),
        "csv": in_csv(exported(client, event, "csv", language=language)),
        "csv_semicolon": in_csv(exported(client, event, "csv_semicolon", language=language), ";"),
        "xlsx": in_workbook(exported(client, event, "xlsx", language=language), document),
    }


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
        assert not [cell for cell in cells if cell[:1] in tuple("=+@\t\r")]
        assert not [cell for cell in cells if cell.startswith("-") and not cell[1:].isdigit()]


@pytest.mark.sqlite_only
def test_json_tells_codes_numbers_and_why_one_is_missing(app: Flask, client: Visitor) -> None:
    event = an_event_to_come()
    sign_in(client, an_organiser())
    document = json.loads(exported(client, event, "json", language="fr"))
    assert (document["language"], document["definitions"], document["event"]) == ("fr", 1, event.slug)
    assert (document["source"], document["frozen"]) == ("counted", None)
    groups = next(table for table in document["tables"] if table["code"] == "groups")
    assert groups["total"]["values"]["confirmed"] == 1
    assert groups["total"]["values"]["attended"] is None
    assert groups["total"]["why"]["attended"] == {"code": "not_yet", "name": "pas encore"}
    attended = next(column for column in groups["columns"] if column["code"] == "attended")
    assert attended == {"code": "attended", "name": "Présentes", "unit": "people", "definition": "attended"}


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
def test_frozen_figures_are_handed_out_until_others_are_asked_for(app: Flask, client: Visitor) -> None:
    event, user = a_busy_event(), an_organiser()
    snapshots.freeze(event, user)
    a_check_in(a_registration(event, Status.CONFIRMED, category=Category.GUEST, body_text="A town"))
    sign_in(client, user)
    frozen, now = (
        in_csv(exported(client, event, "csv", **chosen)).cells["groups", "all", "attended"]
        for chosen in ({}, {"version": "now"})
    )
    assert (frozen, now) == ("3", "4")
    document = json.loads(exported(client, event, "json"))
    assert document["frozen"]["version"] == 1
    assert document["frozen"]["by"] == user.name
    about = in_csv(exported(client, event, "csv")).cells
    assert about["about", "version", "fact"] == "1"
    page = client.visit(f"{address(event)}/export?version=now")
    assert page.fields("form#file")["version"] == "now"
    assert client.visit(f"{address(event)}/export?version=9").fields("form#file")["version"] == "1"


@pytest.mark.sqlite_only
def test_a_picture_is_a_file_of_its_own(app: Flask, client: Visitor) -> None:
    event = a_busy_event()
    sign_in(client, an_organiser())
    picture = exported(client, event, "svg", picture="states", language="fr").decode()
    assert picture.startswith("<?xml")
    assert "<title" in picture
    assert "États" in picture
    assert asked(client, f"{address(event)}/export", format="svg", picture="nothing").status_code == 422


@pytest.mark.sqlite_only
@pytest.mark.parametrize("language", ["en", "fr", "both"])
def test_the_report_is_handed_out_in_one_or_both_languages(
    app: Flask, client: Visitor, language: str
) -> None:
    event = a_busy_event()
    sign_in(client, an_organiser())
    assert exported(client, event, "pdf", language=language).startswith(b"%PDF-")


def test_each_file_is_put_on_record_with_its_purpose(app: Flask, client: Visitor) -> None:
    event, user = a_busy_event(), a_statistics_reader()
    sign_in(client, user)
    exported(client, event, "xlsx", language="fr", purpose="activity_report")
    snapshots.freeze(event, an_organiser())
    exported(client, event, "svg", picture="way")
    entries = db.session.query(AuditEntry).filter_by(action="figures.exported").order_by(AuditEntry.id).all()
    assert [(entry.actor_id, entry.event_id, entry.fields) for entry in entries] == [
        (user.id, event.id, ["xlsx", "fr", "purpose=activity_report"]),
        (user.id, event.id, ["svg", "en", "purpose=evaluation", "version=1", "picture=way"]),
    ]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("chosen", "refusal"),
    [
        ({"purpose": ""}, "Choose what the file is for."),
        ({"purpose": "my neighbour"}, "Choose from the list"),
        ({"format": "exe"}, "Choose from the list"),
        ({"language": "both"}, "Only the report (PDF) can be in both languages."),
        ({"language": "de"}, "Choose from the list"),
        ({"version": "7"}, "Choose from the list"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    app: Flask, client: Visitor, chosen: dict[str, str], refusal: str
) -> None:
    event = a_busy_event()
    snapshots.freeze(event, an_organiser())
    sign_in(client, an_organiser())
    answer = asked(client, f"{address(event)}/export", **chosen)
    assert answer.status_code == 422
    (field,) = chosen
    assert refusal in Page(client, answer).one(f"#{field}-error").get_text()
    assert not db.session.query(AuditEntry).filter_by(action="figures.exported").count()


@pytest.mark.sqlite_only
def test_who_only_checks_people_in_gets_no_file(app: Flask, client: Visitor) -> None:
    event = a_busy_event()
    sign_in(client, a_desk_agent(event))
    assert client.get(f"{address(event)}/export").status_code in {403, 404}


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
