"""After the address is confirmed, one's own page says all that one asks: which registration, when by whose clocks, whom to ask.

Before, nothing says whether there was a place; what is said then is the same for whoever has one and whoever waits.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Event, Place, Registration, Status
from tests.factories.events import a_session
from tests.factories.registrations import a_registration
from tests.pages import Visitor
from tests.public.test_my_registration import event, own_page
from tests.public.test_registration import answers

__all__ = ["event"]  # a fixture


def test_which_registration_it_is_and_whose(client: Visitor, event: Event) -> None:
    registration = a_registration(event, Status.SUBMITTED, own_script_name="გიორგი ბერიძე")
    page = own_page(client, registration)
    assert page.one(".ref").get_text() == registration.reference
    assert registration.family_name in page.one(".panel").get_text()
    assert "გიორგი ბერიძე" in page.one(".panel").get_text()


def test_when_it_is_stands_in_a_calendar_and_in_the_time_of_the_place(client: Visitor, event: Event) -> None:
    event.city, event.time_zone = "Tbilisi", "Asia/Tbilisi"
    a_session(event, 1, title_en="Plenary")
    page = own_page(client, a_registration(event, Status.CONFIRMED))
    assert "Local time of Tbilisi (Asia/Tbilisi)." in page.text
    calendar = client.get(page.one("a[href$='.ics']")["href"])
    assert calendar.mimetype == "text/calendar"


@pytest.mark.parametrize("status", list(Status))
def test_whom_to_ask_always_stands_there(client: Visitor, event: Event, status: Status) -> None:
    page = own_page(client, a_registration(event, status))
    assert page.follow("contact the secretariat").status == 200


def test_an_event_says_by_whose_clocks_its_programme_is(client: Visitor, event: Event) -> None:
    event.city, event.time_zone = "Tbilisi", "Asia/Tbilisi"
    a_session(event, 1)
    db.session.commit()
    assert "Times in Tbilisi (UTC+4)." in client.visit(f"/events/{event.slug}").one("#programme").text


def test_whoever_waits_is_told_what_whoever_has_a_place_is_told(client: Visitor, event: Event) -> None:
    told = []
    for name in ("RUSU", "ALBU", "CEBOTARI"):  # the third of two places
        form = client.visit(f"/events/{event.slug}/register")
        checked = form.submit("#registration", **answers(family_name=name))
        told.append(checked.submit("#answers", button="step=send").text)
    places = list(db.session.scalars(select(Registration.place).order_by(Registration.id)))
    assert places == [Place.HELD, Place.HELD, Place.WAITING]
    assert told[0] == told[2]
