"""What stands on the statistics page besides numbers: versions, pictures with their tables, definitions, and what can be done."""

from __future__ import annotations

import pytest
from bs4 import Tag
from flask import Flask

from app.extensions import db
from app.models import Category, Origin, Status
from app.services.indicators import DEFINITIONS
from app.services.statistics import snapshots
from app.services.statistics.definitions import DEFINED
from tests.factories.attendance import a_check_in
from tests.factories.events import a_session
from tests.factories.figures import a_past_event, the_member_states
from tests.factories.registrations import a_registration
from tests.factories.users import a_statistics_reader, an_organiser
from tests.figure_pages import a_conference_that_was, page_of, rows_of
from tests.pages import Visitor
from tests.signing_in import sign_in


def test_frozen_figures_hold_and_what_is_otherwise_now_stands_below(app: Flask, client: Visitor) -> None:
    event, user = a_past_event(), an_organiser()
    person = a_registration(event, Status.CONFIRMED, body=the_member_states()["GE"])
    a_check_in(person)
    snapshots.freeze(event, user)
    a_check_in(a_registration(event, Status.CONFIRMED, category=Category.OBSERVER))
    sign_in(client, user)
    page = page_of(client, event)
    assert "version 1" in page.one("p.over").get_text()
    assert rows_of(page, "People by group")["Observers"] == ["0 now: 1", "0 now: 1", "0 now: 1"]
    assert page.soup.select(f"main .note a[href='/organiser/events/{event.slug}/statistics/versions']")
    now = page_of(client, event, version="now")
    assert rows_of(now, "People by group")["Observers"] == ["1", "1", "1"]
    assert "The frozen version 1 holds" in now.text
    snapshots.freeze(event, user, "Two people were checked in late")
    db.session.commit()
    assert rows_of(page_of(client, event), "People by group")["Observers"] == ["1", "1", "1"]
    first = page_of(client, event, version="1")
    assert "This version holds no longer: version 2 does." in first.text
    assert rows_of(first, "People by group")["Observers"] == ["0", "0", "0"]
    for wanted in ("3", "0", "-1", "one", "9" * 40, "²"):
        assert client.get(f"/organiser/events/{event.slug}/statistics?version={wanted}").status_code == 404


@pytest.mark.sqlite_only
def test_without_frozen_figures_there_is_no_version(app: Flask, client: Visitor) -> None:
    event = a_past_event()
    sign_in(client, an_organiser())
    assert page_of(client, event, version="now").status == 200
    assert client.get(f"/organiser/events/{event.slug}/statistics?version=1").status_code == 404


@pytest.mark.sqlite_only
def test_a_list_of_those_who_came_leaves_the_rest_open(app: Flask, client: Visitor) -> None:
    event = a_past_event(only_who_came=True)
    state = the_member_states()["GE"]
    for _ in range(3):
        imported = a_registration(event, Status.CONFIRMED, body=state, origin=Origin.IMPORT)
        a_check_in(imported)
    sign_in(client, an_organiser())
    page = page_of(client, event)
    assert rows_of(page, "People by group")["Together"] == ["not recorded", "not recorded", "3"]
    assert "when they registered is not recorded" in page.text
    assert "None" not in page.soup.main.get_text()


def _table_of(picture: Tag) -> list[Tag]:
    """The tables in the section of a picture; where two sections stand in a row, one may stand below both."""
    section = picture.find_parent("section")
    assert section
    row = section.find_parent(class_="half")
    below = row.find_next_sibling() if row else None
    return [*section.select("table[data-figures]"), *(below.select("table[data-figures]") if below else [])]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_picture_is_titled_described_and_has_its_table(app: Flask, client: Visitor, lang: str) -> None:
    event = a_conference_that_was()
    a_session(event, title_en="Plenary", capacity=40)
    sign_in(client, an_organiser())
    page = page_of(client, event, lang=lang)
    drawn = page.soup.select("main svg.ch")
    assert len(drawn) >= 7 * 2
    for one in drawn:
        assert one.title.get_text()
        assert one.desc.get_text(), one.title
        assert _table_of(one), f"no table beside “{one.title.get_text()}”"
    ids = [one["id"] for one in page.soup.select("main [id]")]
    assert len(ids) == len(set(ids))
    shown = {one["data-figures"] for one in page.soup.select("table[data-figures]")}
    assert {
        "summary",
        "reconciliation",
        "groups",
        "states",
        "silent_states",
        "sessions",
        "weeks",
        "days",
    } <= shown
    assert {"categories", "kinds", "bodies", "role", "mode", "language", "gender", "first_recorded"} <= shown


def test_every_heading_and_number_word_leads_to_its_definition(app: Flask, client: Visitor) -> None:
    event = a_conference_that_was()
    sign_in(client, an_organiser())
    page = page_of(client, event)
    meanings = client.visit("/organiser/statistics/definitions")
    known = {one["id"] for one in meanings.soup.select("dl.meanings > div")}
    assert known == set(DEFINED)
    led = {link["href"].partition("#")[2] for link in page.soup.select("main a[href*='/definitions#']")}
    assert led <= known
    assert {"registered", "confirmed", "attended", "states_attended", "group", "category", "body"} <= led


@pytest.mark.sqlite_only
def test_the_definitions_stand_in_both_languages(app: Flask, client: Visitor) -> None:
    sign_in(client, an_organiser())
    for lang, other in (("en", "fr"), ("fr", "en")):
        page = client.visit("/organiser/statistics/definitions", query_string={"lang": lang})
        for code, one in DEFINED.items():
            told = page.one(f"[id='{code}']")
            assert one.name_in(lang) in told.dt.get_text()
            assert one.sentence_in(lang) in told.dd.get_text()
            assert told.select_one(f"dd [lang={other}]").get_text() == one.sentence_in(other)
        assert str(DEFINITIONS) in page.one("p.over").get_text()


@pytest.mark.sqlite_only
def test_an_event_without_figures_says_what_can_be_done(app: Flask, client: Visitor) -> None:
    event = a_past_event()
    sign_in(client, an_organiser())
    page = page_of(client, event)
    assert page.one("h1").get_text() == "No figures are recorded"
    assert "Not recorded does not mean zero." in page.text
    assert page.soup.select("main .note li a")
    sign_in(client, a_statistics_reader())
    assert not page_of(client, event).soup.select("main .note li a"), "a reader changes nothing"
