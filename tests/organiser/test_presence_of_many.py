"""Presence online of many people: the page stays readable, and what is not shown is counted and recorded all the same."""

from __future__ import annotations

import pytest
from flask import Flask

from app.models import Event
from app.organiser.presence import presence
from tests.factories.events import a_session, an_event, moment
from tests.factories.reports import written
from tests.organiser.test_presence import ANA, cells, hand_in, person
from tests.pages import Visitor


@pytest.fixture
def event(app: Flask) -> Event:
    """A hybrid event of two days that began yesterday."""
    made = an_event(starts_at=moment(-1, 9), closes_at=None)
    a_session(made, 0)
    person(made, "Ana", "CEBOTARI", email=ANA[1])
    return made


def test_people_beyond_what_is_shown_are_counted(organiser: Visitor, event: Event) -> None:
    crowd = [(f"Guest {number}", "", 0, 10 + number % 7) for number in range(205)]
    page = hand_in(organiser, event, written(event, *crowd))
    assert len(cells(page, "to-choose")) == 200
    assert "5 more, who were there for a shorter time, are not shown." in page.text


def test_of_many_the_first_are_named_and_all_are_recorded(
    organiser: Visitor, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "MOST_NAMED", 3)
    guests = [person(event, "Guest", letter, email=f"{letter}@igp.example") for letter in "ABCDE"]
    joins = [(f"Guest {guest.family_name}", guest.email or "", 0, 60) for guest in guests]
    page = hand_in(organiser, event, written(event, *joins))
    assert page.one("#recorded h2").get_text() == "5 will be recorded"
    assert page.all_text("form .head button") == ["Record 5 people"]
    assert len(cells(page, "recorded")) == 3
    assert "The first 3 are shown." in page.one("#recorded").get_text()
    assert "Presence online is recorded for 5 people." in page.submit("main form").text
    page = hand_in(organiser, event, written(event, *joins[:3]))
    assert len(cells(page, "known")) == 3
    assert "are shown" not in page.text


@pytest.mark.sqlite_only
def test_a_full_report_fits_through_the_page(organiser: Visitor, event: Event) -> None:
    joins = [(f"ΖΩΗ {number}", f"z{number}@b.example", 0, 60) for number in range(4_990)]
    page = hand_in(organiser, event, written(event, *joins, (*ANA, 0, 60)))
    assert page.status == 200
    assert "recorded for one person" in page.submit("main form").text
