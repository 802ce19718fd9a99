"""Who may open which desk, and what somebody else's ids and extra fields do there: nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import (
    CheckIn,
    Event,
    EventStatus,
    Registration,
    Status,
    User,
)
from tests.checkin.at_the_desk import BY_SCRIPT, heading, lines, scanned
from tests.factories import users
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


def test_the_desk_of_another_event_is_not_there(client: Visitor, agent: User, person: Registration) -> None:
    other = an_event(starts_at=moment(0, 9), slug="other")
    theirs = a_registration(other, Status.CONFIRMED)
    sign_in(client, agent)
    token = client.visit("/check-in/conference").fields("form.scan")["csrf_token"]
    mine = {"csrf_token": token}
    assert client.get("/check-in/other").status_code == 404
    for address, data in (
        ("/check-in/other", {"code": theirs.badge_code}),
        ("/check-in/other", {"registration": theirs.id}),
        ("/check-in/other/name", {"registration": theirs.id}),
        ("/check-in/other/desk-name", {"desk_name": "x"}),
        ("/check-in/other/undo", {"entry": 1}),
        ("/check-in/conference", {"registration": theirs.id}),
        ("/check-in/conference/name", {"registration": theirs.id}),
    ):
        for headers in ({}, BY_SCRIPT):
            assert client.post(address, data={**mine, **data}, headers=headers).status_code == 404, address
    assert lines() == 0
    shown = client.visit(f"/check-in/conference?answer=found&person={theirs.id}")
    assert not shown.soup.select(".result .nm")


def test_a_line_of_another_event_is_neither_shown_nor_taken_back(
    client: Visitor, agent: User, desk: Page
) -> None:
    other = an_event(starts_at=moment(0, 9), slug="other")
    theirs = a_registration(other, Status.CONFIRMED, family_name="STRANGER")
    elsewhere = client.application.test_client()
    sign_in(elsewhere, users.an_organiser())  # type: ignore[arg-type]
    page = scanned(Page(elsewhere, elsewhere.get("/check-in/other")), theirs.badge_code)  # type: ignore[arg-type]
    assert heading(page) == "Welcome"
    entry = db.session.scalars(select(CheckIn.id)).one()
    assert "STRANGER" not in client.visit(f"/check-in/conference?answer=welcome&entry={entry}").text
    token = desk.fields("form.scan")["csrf_token"]
    assert (
        client.post("/check-in/conference/undo", data={"csrf_token": token, "entry": entry}).status_code
        == 404
    )
    assert lines() == 1


@pytest.mark.parametrize(("role", "status"), [("a_statistics_reader", 403), ("an_organiser", 200)])
def test_roles(client: Visitor, event: Event, role: str, status: int) -> None:
    sign_in(client, getattr(users, role)())
    assert client.get("/check-in/conference").status_code == status
    assert client.get("/check-in/").status_code == status


def test_extra_fields_change_nothing(desk: Page, client: Visitor, person: Registration) -> None:
    fields = desk.fields("form.scan").to_dict()
    extra = {
        "status": "withdrawn",
        "day": "2020-01-01",
        "actor_id": "1",
        "kind": "out",
        "desk": "x",
        "checked_in": "1",
    }
    client.post("/check-in/conference", data={**fields, **extra, "code": person.badge_code})
    db.session.rollback()
    entry = db.session.scalars(select(CheckIn)).one()
    assert (entry.kind, entry.day, entry.desk) == ("in", moment(0).date(), None)
    assert db.session.get_one(Registration, person.id).status is Status.CONFIRMED


def test_the_list_of_desks_shows_ones_own_events_only(client: Visitor, agent: User, event: Event) -> None:
    an_event(title_en="Somebody else’s")
    an_event(title_en="A draft", status=EventStatus.DRAFT)
    sign_in(client, agent)
    page = client.visit("/check-in/")
    assert page.all_text("main h3") == ["The conference"]
    assert heading(scanned(page.follow("Open the desk"), "X1")) == "Unknown code"


def test_the_list_of_desks_is_sorted_by_time(client: Visitor, app: Flask) -> None:
    for days, title in ((0, "Today’s"), (30, "Next"), (60, "Later"), (-10, "Gone")):
        an_event(starts_at=moment(days, 9), title_en=title)
    an_event(starts_at=moment(-20, 9), title_en="Archived", status=EventStatus.ARCHIVED)
    sign_in(client, users.an_organiser())
    page = client.visit("/check-in/")
    assert page.all_text("main h3") == ["Today’s", "Next", "Later", "Gone"]


def test_the_page_speaks_french(desk: Page, client: Visitor, person: Registration) -> None:
    page = scanned(client.visit("/check-in/conference?lang=fr"), person.badge_code)
    assert heading(page) == "Bienvenue"
    assert "République de Moldova" in page.text
