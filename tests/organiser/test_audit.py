"""The audit trail as administrators read it: words for codes, names of the staff, no name of anybody else."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, Event, User
from app.services import audit, settings
from app.services.actors import PERSON, SYSTEM, correspondent, staff
from app.services.records import chain
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration
from tests.factories.users import a_statistics_reader, an_administrator, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]


@pytest.fixture
def ana(app: Flask) -> User:
    return an_administrator(name="Ana Marin")


@pytest.fixture
def inside(client: Visitor, ana: User) -> Visitor:
    return sign_in(client, ana)


def lines(page: Page) -> list[list[str]]:
    """The cells of the lines."""
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in page.soup.select("main tbody tr")
    ]


def what(page: Page) -> list[str]:
    return [cells[0] for cells in lines(page)]


def test_it_says_who_did_what_when_on_what(inside: Visitor, ana: User) -> None:
    event = an_event(title_en="Data conference")
    registration = a_registration(event, family_name="CEBOTARI")
    speaker = a_correspondent(a_body("MD"), family_name="RUSU")
    with time_machine.travel("2027-06-09T08:30:15Z", tick=False):
        audit.record(staff(ana), "registration.declined", registration)
        audit.record(correspondent(speaker), "registration.validated", registration)
        audit.record(SYSTEM, "setting.changed", fields=["hold_minutes"])
        audit.record(PERSON, "user.sign_in_refused", ana)
        db.session.commit()
    page = inside.visit("/organiser/audit")
    found = lines(page)
    assert [cells[1:3] for cells in found] == [
        ["The person", f"Account {ana.name}"],
        ["The system", ""],
        [f"The correspondent, person {speaker.id}", f"Registration {registration.reference} Data conference"],
        ["Ana Marin", f"Registration {registration.reference} Data conference"],
    ]
    assert what(page) == ["Sign-in refused", "Limit or period changed hold_minutes", "Validated", "Declined"]
    assert found[3][3].startswith("9 June 2027, 10:30:15")
    assert "Times are by the clocks of Strasbourg." in page.text
    assert "CEBOTARI" not in page.text
    assert "RUSU" not in page.text


def test_the_words_are_french_for_who_reads_french(inside: Visitor, ana: User) -> None:
    audit.record(staff(ana), "registration.declined")
    page = inside.visit("/organiser/audit?lang=fr")
    assert what(page) == ["Refus"]
    assert page.one("h1").text == "Journal d’audit"


def test_a_code_that_is_not_known_any_more_stands_for_itself(inside: Visitor) -> None:
    audit.record(SYSTEM, "gone.for_good")
    assert what(inside.visit("/organiser/audit")) == ["gone.for_good"]


def test_an_account_without_a_name_stands_by_its_number(inside: Visitor, ana: User) -> None:
    gone = an_organiser(name="")
    audit.record(staff(gone), "event.edited")
    audit.record(staff(ana), "user.closed", gone)
    assert [cells[1:3] for cells in lines(inside.visit("/organiser/audit"))] == [
        ["Ana Marin", f"Account {gone.id}"],
        [f"Account {gone.id}", ""],
    ]


@pytest.fixture
def trail(inside: Visitor, ana: User) -> dict[str, Any]:
    """Lines of some days, people and events."""
    first, second, other = an_event(), an_event(), an_organiser()
    days = ["2027-06-08T21:59:59Z", "2027-06-08T22:00:00Z", "2027-06-09T21:59:59Z", "2027-06-09T22:00:00Z"]
    done: list[tuple[Any, str, Event]] = [
        (staff(ana), "event.edited", first),
        (staff(other), "participants.exported", first),
        (SYSTEM, "registration.expired", second),
        (staff(other), "event.closed", second),
    ]
    for day, (actor, action, event) in zip(days, done, strict=True):
        with time_machine.travel(day, tick=False):
            audit.record(actor, action, event, event_id=event.id)
    db.session.commit()
    return {"first": first, "second": second, "other": other}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", 4),
        ("who={other}", 2),
        ("who={other}&who=system", 3),
        ("who=system", 1),
        ("who=999999", 0),
        ("group=exports", 1),
        ("group=events&group=registrations", 3),
        ("event={first}", 2),
        ("event={first}&event={second}", 4),
        ("about=event:{second}", 2),
        ("about=event:999999", 0),
        ("since=2027-06-09", 3),
        ("until=2027-06-09", 3),
        ("since=2027-06-09&until=2027-06-09", 2),
        ("since=2027-06-09&group=exports&who={other}&event={first}", 1),
    ],
)
def test_its_filters_stand_in_the_address(
    inside: Visitor, trail: dict[str, Any], asked: str, found: int
) -> None:
    address = "/organiser/audit?" + asked.format(**{name: row.id for name, row in trail.items()})
    page = inside.visit(address)
    assert len(lines(page)) == found
    again = page.submit("main form") if found else page
    assert len(lines(again)) == found, "the form keeps what is chosen"


@pytest.mark.parametrize(
    "asked",
    [
        "who=%00&who=-1&who=99999999999999999999&who=person'",
        "group=no_group&event=x&event=%FF",
        "about=registration:99999999999999&page=0",
        "about=:&about=registration&page=-1",
        "since=2027-02-30&until=yesterday",
        "since=0000-00-00&until=9999-12-31&page=99999999999",
        "since=0001-01-01&page=2",
        "since=²027-06-09",
    ],
)
def test_what_is_not_known_there_is_passed_over(inside: Visitor, trail: dict[str, Any], asked: str) -> None:
    page = inside.visit("/organiser/audit?" + asked)
    assert page.status == 200
    assert len(lines(page)) == 4


def test_a_row_leads_to_all_lines_about_it(inside: Visitor, trail: dict[str, Any]) -> None:
    page = inside.visit("/organiser/audit").follow(trail["second"].title_en)
    assert what(page) == ["Registration closed early", "Expired"]
    assert len(lines(page.follow("Clear all"))) == 4


def test_a_long_trail_has_pages(inside: Visitor) -> None:
    settings.change("list_page_size", 10)
    for number in range(23):
        audit.record(SYSTEM, "setting.changed", fields=[f"n{number}"])
    page = inside.visit("/organiser/audit")
    assert (len(lines(page)), what(page)[0]) == (10, "Limit or period changed n22")
    last = page.follow("Next").follow("Next")
    assert what(last) == [
        "Limit or period changed n2",
        "Limit or period changed n1",
        "Limit or period changed n0",
    ]
    assert what(last.follow("Previous"))[0] == "Limit or period changed n12"
    assert what(inside.visit("/organiser/audit?page=99")) == what(last)


def test_a_line_without_its_seal_says_so(inside: Visitor) -> None:
    audit.record(SYSTEM, "setting.changed")
    db.session.commit()
    chain.seal()
    audit.record(SYSTEM, "event.edited")
    page = inside.visit("/organiser/audit")
    assert ["not sealed yet" in cells[3] for cells in lines(page)] == [True, False]
    assert str(chain.head()) in page.text


def test_an_empty_trail_says_so(inside: Visitor) -> None:
    assert "No line matches" in inside.visit("/organiser/audit").text


def test_a_page_costs_the_same_however_long_it_is(inside: Visitor, ana: User, statements: Counted) -> None:
    event = an_event()
    inside.visit("/organiser/audit")
    for _ in range(40):
        audit.record(staff(ana), "registration.declined", a_registration(event))
    db.session.commit()
    with statements() as asked:
        inside.get("/organiser/audit")
    asked.within(9)


def test_it_is_for_administrators(client: Visitor, app: Flask) -> None:
    for someone in (an_organiser(), a_statistics_reader()):
        sign_in(client, someone)
        assert client.get("/organiser/audit").status_code == 403
        assert client.post("/organiser/audit/export").status_code in {400, 403}


def exported(inside: Visitor, address: str, kind: str = "csv") -> list[dict[str, str]]:
    page = inside.visit(address)
    form = page.fields("#export form")
    answer = inside.post(page.one("#export form")["action"], data={**form, "format": kind})
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    text = answer.get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if kind == "csv_semicolon" else ","))


def test_the_lines_are_handed_out_with_their_seals(inside: Visitor, ana: User) -> None:
    registration = a_registration(an_event(), family_name="CEBOTARI")
    audit.record(staff(ana), "registration.changed", registration, fields=["title", "function"])
    db.session.commit()
    chain.seal()
    db.session.commit()
    (row,) = exported(inside, "/organiser/audit")
    assert row["Name"] == "Ana Marin"
    assert row["Action, code"] == "registration.changed"
    assert row["Action"] == "Registration changed"
    assert (row["On what"], row["Its number"]) == ("registration", str(registration.id))
    assert row["Fields and codes"] == "title function"
    assert f"{row['Seal']}:{row['Digest of the seal']}" == str(chain.head())
    assert "CEBOTARI" not in str(row)


@pytest.mark.parametrize("kind", ["csv", "csv_semicolon"])
def test_the_file_holds_what_is_filtered_and_is_on_record_itself(
    inside: Visitor, trail: dict[str, Any], ana: User, kind: str
) -> None:
    rows = exported(inside, f"/organiser/audit?who={trail['other'].id}", kind)
    assert [row["Action, code"] for row in rows] == ["participants.exported", "event.closed"]
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "audit.exported")).one()
    assert (entry.actor_id, entry.fields) == (ana.id, [kind, "number=2", "users"])


def test_another_kind_of_file_is_refused(inside: Visitor, trail: dict[str, Any]) -> None:
    page = inside.visit("/organiser/audit")
    answer = inside.post("/organiser/audit/export", data={**page.fields("#export form"), "format": "exe"})
    assert answer.status_code == 400
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.action == "audit.exported")).all() == []


def test_it_is_reached_from_the_pages_about_personal_data(inside: Visitor) -> None:
    assert inside.visit("/organiser/privacy").follow("Audit trail").one("h1").text == "Audit trail"


def test_a_line_keeps_its_time_when_fictional_history_is_written(app: Flask) -> None:
    from app.lib import clock

    with clock.set_to(clock.now() - timedelta(days=40)):
        entry = audit.record(SYSTEM, "event.edited")
    assert clock.now() - entry.at < timedelta(minutes=1)
