"""The desk's page: found, welcomed, told apart, taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from app.extensions import db
from app.models import (
    Category,
    Event,
    Mode,
    Registration,
    Status,
)
from tests.checkin.at_the_desk import heading, lines, scanned
from tests.factories import users
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


def test_a_badge_is_welcomed_with_name_body_and_part(desk: Page, person: Registration) -> None:
    page = scanned(desk, person.badge_code)
    assert page.address.startswith("/check-in/conference?answer=welcome&entry=")
    assert heading(page) == "Welcome"
    panel = page.one("[role=status].result")
    assert "Ana-Maria CEBOTARI" in " ".join(panel.get_text(" ").split())
    assert "Republic of Moldova · delegate" in panel.get_text()
    assert page.one("input[name=code]").has_attr("autofocus")
    assert not page.one("input[name=code]").get("value")


def test_names_are_never_in_the_address(desk: Page, person: Registration) -> None:
    assert "cebotari" not in scanned(desk, "cebotari").address.lower()
    assert "cebotari" not in scanned(desk, person.badge_code).address.lower()


def test_who_comes_back_is_already_in(desk: Page, person: Registration, client: Visitor) -> None:
    with time_machine.travel(moment(0, 9, 12), tick=False) as clock:
        sign_in(client, users.an_organiser())
        first = client.visit("/check-in/conference").submit("form[action$=desk-name]", desk_name=" Desk  2 ")
        assert "· Desk 2" in first.one("header .wm").get_text()
        scanned(first, person.badge_code)
        clock.shift(timedelta(minutes=4))
        page = scanned(client.visit("/check-in/conference"), person.reference.lower())
    assert heading(page) == "Already in"
    assert page.one(".result .fact").get_text() == "at 09:12, Desk 2"
    assert "Nothing was counted twice." in page.text
    assert lines() == 1


def test_sending_the_same_form_twice_counts_once(desk: Page, person: Registration) -> None:
    first, second = scanned(desk, person.badge_code), scanned(desk, person.badge_code)
    assert heading(first) == heading(second) == "Welcome"
    assert first.address == second.address
    assert lines() == 1


def test_one_form_serves_two_people(desk: Page, event: Event, person: Registration) -> None:
    other = a_registration(event, Status.CONFIRMED)
    assert heading(scanned(desk, person.badge_code)) == "Welcome"
    assert heading(scanned(desk, other.badge_code)) == "Welcome"
    assert lines() == 2


def test_undo_and_again(desk: Page, person: Registration) -> None:
    page = scanned(desk, person.badge_code).submit(".result form")
    assert heading(page) == "Taken back"
    assert "0 in" in page.one("header .count").get_text(" ", strip=True)
    assert "undone" in page.one("table.tw tbody .flag").get_text()
    again = page.submit(".result form")
    assert heading(again) == "Welcome"
    assert lines() == 3


def test_a_stale_welcome_says_that_it_was_taken_back(
    desk: Page, person: Registration, client: Visitor
) -> None:
    page = scanned(desk, person.badge_code)
    page.submit(".result form")
    assert heading(client.visit(page.address)) == "Taken back"


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.WITHDRAWN])
def test_who_is_not_confirmed_is_let_in_only_on_purpose(desk: Page, event: Event, status: Status) -> None:
    person = a_registration(event, status)
    page = scanned(desk, person.badge_code)
    assert heading(page) == "Not confirmed"
    assert page.one("title").get_text().startswith("Error:")
    assert f"Registration: {status.value}" in page.text
    assert lines() == 0
    page = page.submit(".result form")
    assert heading(page) == "Welcome"
    assert "let in although the registration is" in page.text
    db.session.refresh(person)
    assert (person.status, lines()) == (status, 1)


def test_a_place_online_is_pointed_out(desk: Page, event: Event) -> None:
    page = scanned(desk, a_registration(event, Status.CONFIRMED, mode=Mode.ONLINE).badge_code)
    assert heading(page) == "Place online"
    assert lines() == 0


def test_a_badge_of_another_event_says_so_and_nothing_more(desk: Page) -> None:
    stranger = a_registration(an_event(), Status.CONFIRMED, family_name="STRANGER")
    page = scanned(desk, stranger.badge_code)
    assert heading(page) == "Another event"
    assert "STRANGER" not in page.text
    assert "person=" not in page.address
    assert lines() == 0


@pytest.mark.parametrize("typed", ["K7Q2M9ZZZZZZZZZZZZZZ", "T1-NOBODY7", "2027"])
def test_an_unknown_code_is_never_recorded(desk: Page, typed: str) -> None:
    page = scanned(desk, typed)
    assert heading(page) == "Unknown code"
    assert lines() == 0


def test_part_of_a_name_shows_who_may_be_meant(desk: Page, person: Registration) -> None:
    page = scanned(desk, "cebo ana")
    assert page.status == 200
    assert "One person may be meant" in page.text
    assert page.one("input[name=code]")["value"] == "cebo ana"
    marked = page.submit("main .rows form")
    assert heading(marked) == "Welcome"
    assert scanned(desk, "cebotari").one(".rows form button").get_text().startswith("Undo")


def test_nobody_is_called_so(desk: Page) -> None:
    page = scanned(desk, "nobody at all")
    assert "No registration of this event matches “nobody at all”" in page.text


def test_nothing_typed_is_nothing_done(desk: Page) -> None:
    assert scanned(desk, "  ").address == "/check-in/conference"


@pytest.mark.parametrize(
    "typed", ["\0", "<script>alert(1)</script>", "x" * 10_000, "%", "{{ 7*7 }}", "\u202e evil"]
)
def test_hostile_input_gets_an_answer(desk: Page, typed: str) -> None:
    page = scanned(desk, typed)
    assert page.status == 200
    assert not page.soup.select("main script")
    assert lines() == 0


def test_the_figures_count_people_and_states(desk: Page, event: Event, person: Registration) -> None:
    press = a_registration(event, Status.CONFIRMED, category=Category.PRESS, body_text="Radio")
    scanned(desk, person.badge_code)
    page = scanned(desk, press.badge_code)
    shown = page.all_text("section .figs > div")
    assert shown[0].startswith("2 ")
    assert shown[1:4] == ["1 from member states", "0 observers", "1 others"]
    assert re.fullmatch(r"1 of \d+ member states represented", shown[4])
    assert "2 confirmed" in page.one("header .count").get_text()
