"""The statistics page of an event: its news, its numbers, and who sees what."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from app.models import Category, EventStatus, Place, Status
from tests.factories.attendance import a_check_in
from tests.factories.events import a_session, an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.mandates import a_convocation
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import an_organiser
from tests.figure_pages import a_conference_that_was, figures_in, page_of, rows_of, state_lists
from tests.pages import Visitor
from tests.signing_in import sign_in


def test_afterwards_the_title_tells_which_states_came(app: Flask, client: Visitor) -> None:
    event = a_conference_that_was()
    sign_in(client, an_organiser())
    page = page_of(client, event)
    assert page.one("h1").get_text() == "1 of 46 member states came"
    assert rows_of(page, "People by group") == {
        "Member states": ["4", "3", "2"],
        "Observers": ["1", "1", "1"],
        "Others": ["1", "0", "1"],
        "Together": ["6", "4", "4"],
    }
    assert "6 registered = 4 confirmed + 0 still to be decided + 2 ended without confirmation" in page.text
    assert "4 attended = 4 confirmed − 1 absent + 1 without being confirmed" in page.text


def test_the_states_stand_by_name_beside_the_map(app: Flask, client: Visitor) -> None:
    event = a_conference_that_was()
    sign_in(client, an_organiser())
    page = page_of(client, event)
    lists = state_lists(page)
    assert lists["Came"] == ["Georgia 2"]
    assert lists["Registered, did not come"] == ["Austria 1", "Germany 1"]
    unrepresented = lists["Not represented: invitation not recorded"]
    assert len(unrepresented) == 43
    assert "France" in unrepresented, "a speaker does not make a state represented"
    french = state_lists(page_of(client, event, lang="fr"))
    assert ["Allemagne 1", "Autriche 1"] in list(french.values())
    drawn = [len(page.soup.select(f"div.d-sm-none rect.{kind}")) for kind in ("s-conf", "s-nom", "s-none")]
    assert drawn == [1, 2, 43]


def test_who_is_not_represented_stands_under_what_became_of_the_invitation(
    app: Flask, client: Visitor
) -> None:
    event, states = a_past_event(), the_member_states()
    a_check_in(a_registration(event, Status.CONFIRMED, body=states["GE"]))
    a_convocation(event, states["GE"])
    a_convocation(event, states["DE"])
    a_convocation(event, states["AT"], refused_at=event.starts_at)
    sign_in(client, an_organiser())
    page = page_of(client, event)
    lists = state_lists(page)
    assert lists["Not represented: declined"] == ["Austria"]
    assert lists["Not represented: invited, silent"] == ["Germany"]
    assert len(lists["Not represented: not invited"]) == 43
    drawn = [len(page.soup.select(f"div.d-sm-none rect.{kind}")) for kind in ("s-conf", "s-no", "s-none")]
    assert drawn == [1, 1, 44], "the map tells who had declined from who is silent"
    told = page.one("div.d-sm-none svg:has(rect.s-no) desc").get_text()
    assert told == "came: 1; had declined: 1; not represented: 44"


def test_bodies_add_up_to_everybody(app: Flask, client: Visitor) -> None:
    event = a_conference_that_was()
    a_registration(event, Status.CONFIRMED, category=Category.PRESS, body_text="A newspaper")
    sign_in(client, an_organiser())
    page = page_of(client, event)
    assert figures_in(page, "kinds") == {
        "Member state": ["5", "3", "3"],
        "Observer organisation": ["1", "1", "1"],
        "No body of the list": ["1", "1", "0"],
        "Together": ["7", "5", "4"],
    }
    assert figures_in(page, "bodies") == {
        "Austria": ["1", "0", "0"],
        "France": ["1", "0", "1"],
        "Georgia": ["2", "2", "2"],
        "Germany": ["1", "1", "0"],
        "INTERPOL": ["1", "1", "1"],
        "No body of the list": ["1", "1", "0"],
        "Together": ["7", "5", "4"],
    }
    assert "A newspaper" not in page.text, "what strangers typed is no body"


def test_before_the_event_registrations_come_first(app: Flask, client: Visitor) -> None:
    event = an_event(title_en="Soon")
    a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    session = a_session(event, capacity=2, sign_up=True, title_en="Workshop")
    a_sign_up(a_registration(event, Status.CONFIRMED), session)
    sign_in(client, an_organiser())
    page = page_of(client, event)
    assert page.one("h1").get_text() == "2 people are confirmed"
    assert rows_of(page, "People by group")["Together"] == ["3", "2"]
    assert rows_of(page, "Sessions")["Workshop " + _when(session.starts_at)][:2] == ["1", "0"]
    heads = [one.get_text() for one in page.soup.select("table[data-figures=groups]")[0].select("thead th")]
    assert heads == ["Group", "Registered", "Confirmed"], "nobody attended what is to come, nobody was absent"
    assert page.all_text("ul.rows li") == ["1 for a place at the event", "0 for a place in a session"]


def _when(moment: datetime) -> str:
    local = moment.astimezone(ZoneInfo("Europe/Paris"))
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


@pytest.mark.parametrize(
    ("people", "title"),
    [
        ([], "Nobody has registered yet"),
        ([Status.SUBMITTED], "1 person has registered"),
        ([Status.CONFIRMED, Status.SUBMITTED], "1 person is confirmed"),
    ],
)
@pytest.mark.sqlite_only
def test_the_title_fits_what_is_known(app: Flask, client: Visitor, people: list[Status], title: str) -> None:
    event = an_event()
    for status in people:
        a_registration(event, status)
    sign_in(client, an_organiser())
    assert page_of(client, event).one("h1").get_text() == title


@pytest.mark.sqlite_only
def test_while_it_goes_on_nobody_is_absent_yet(app: Flask, client: Visitor) -> None:
    event = an_event(starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    a_check_in(a_registration(event, Status.CONFIRMED))
    a_registration(event, Status.CONFIRMED)
    user = an_organiser()
    with time_machine.travel(datetime(2027, 6, 9, 9, tzinfo=UTC)):
        sign_in(client, user)
        page = page_of(client, event)
    assert page.one("h1").get_text() == "1 person has come so far"
    assert "1 attended = 2 confirmed − 1 not here yet + 0 without being confirmed" in page.text
    assert rows_of(page, "People checked in by day")["Thursday 10 June 2027"] == ["not yet"] * 3


@pytest.mark.sqlite_only
def test_without_any_check_in_attendance_is_not_recorded(app: Flask, client: Visitor) -> None:
    event = a_past_event()
    a_registration(event, Status.CONFIRMED)
    a_session(event, title_en="Plenary", capacity=40)
    sign_in(client, an_organiser())
    page = page_of(client, event)
    assert page.one("h1").get_text() == "1 person was confirmed"
    assert rows_of(page, "People by group")["Together"] == ["1", "1", "not recorded"]
    assert "not recorded: no check-in at the door" in page.text


@pytest.mark.sqlite_only
def test_a_cancelled_event_says_so(app: Flask, client: Visitor) -> None:
    event = an_event(status=EventStatus.CANCELLED)
    sign_in(client, an_organiser())
    page = page_of(client, event)
    assert page.one("h1").get_text() == "The event was cancelled"
    assert rows_of(page, "People by group")["Together"] == ["0", "0", "did not take place"]


@pytest.mark.sqlite_only
def test_a_draft_without_dates_has_a_page(app: Flask, client: Visitor) -> None:
    event = an_event(status=EventStatus.DRAFT, starts_at=None, ends_at=None)
    a_session(event, title_en="<b>Bold</b> & “quoted”", starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    sign_in(client, an_organiser())
    page = page_of(client, event)
    assert page.one("h1").get_text() == "Nobody has registered yet"
    assert "<b>Bold</b> & “quoted”" in page.text


def test_the_conference_of_2024(app: Flask, client: Visitor) -> None:
    event = the_conference_of_2024()
    the_member_states()
    sign_in(client, an_organiser())
    for lang, title, unknown in (
        ("en", "65 people took part", "not recorded"),
        ("fr", "65 personnes ont participé", "non recensé"),
    ):
        page = page_of(client, event, lang=lang)
        assert page.one("h1").get_text() == title
        cells = [
            row[-1]
            for row in rows_of(page, "People by group" if lang == "en" else "Personnes par groupe").values()
        ]
        assert cells == ["30", unknown, unknown, "65"]
        assert "35" not in page.soup.main.get_text()
        assert "30 states" not in page.text
        assert "Council of Europe, 2024" in page.text


@pytest.mark.sqlite_only
def test_an_event_of_which_nothing_is_known(app: Flask, client: Visitor) -> None:
    event = a_past_event(starts_at=None, ends_at=None, opens_at=None, closes_at=None)
    sign_in(client, an_organiser())
    page = page_of(client, event)
    assert page.one("h1").get_text() == "No figures are recorded"
    assert rows_of(page, "People by group")["Together"] == ["not recorded"] * 3
