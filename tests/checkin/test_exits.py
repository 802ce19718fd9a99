"""A session where who leaves is scanned as well: two directions, and only there."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Event, Registration, Status
from tests.checkin.at_the_desk import heading, lines, scanned
from tests.factories.events import a_session
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor


@pytest.fixture
def session(event: Event, desk: Page) -> str:
    made = str(a_session(event, exits=True, title_en="Behind closed doors").id)
    db.session.commit()
    return made


def coming(client: Visitor, session: str) -> Page:
    return client.visit(f"/check-in/conference?for={session}")


def test_somebody_comes_goes_and_comes_back(client: Visitor, session: str, person: Registration) -> None:
    page = scanned(coming(client, session), person.badge_code)
    assert "1 inside" in page.one("header .count").get_text(" ", strip=True)
    out = page.follow("Going out")
    assert out.one("nav.way [aria-current]").get_text(strip=True) == "Going out"
    gone = scanned(out, person.badge_code)
    assert heading(gone) == "Goodbye"
    assert "way=out" in gone.address
    assert "Ana-Maria CEBOTARI" in " ".join(gone.one(".result").get_text(" ").split())
    assert "0 inside" in gone.one("header .count").get_text(" ", strip=True)
    assert "left" in gone.one("#desk-arrivals tbody tr:first-child .flag").get_text()
    back = scanned(coming(client, session), person.badge_code)
    assert heading(back) == "Welcome"
    assert lines() == 3


def test_who_is_not_in_cannot_leave(client: Visitor, session: str, person: Registration) -> None:
    out = coming(client, session).follow("Going out")
    page = scanned(out, person.badge_code)
    assert heading(page) == "Not in"
    assert "not checked in here before" in page.text
    scanned(coming(client, session), person.badge_code)
    scanned(out, person.badge_code)
    again = scanned(client.visit(out.address), person.badge_code)
    assert heading(again) == "Not in"
    assert again.one(".result .fact").get_text().startswith("left at ")
    assert lines() == 2


def test_an_exit_is_taken_back_and_recorded_again(
    client: Visitor, session: str, person: Registration
) -> None:
    out = scanned(coming(client, session), person.badge_code).follow("Going out")
    page = scanned(out, person.badge_code).submit(".result form")
    assert heading(page) == "Taken back"
    assert "This exit does not count any more." in page.text
    assert "1 inside" in page.one("header .count").get_text(" ", strip=True)
    assert heading(page.submit(".result form")) == "Goodbye"


def test_by_name_only_who_is_in_is_let_out(
    client: Visitor, session: str, event: Event, person: Registration
) -> None:
    a_registration(event, Status.CONFIRMED, family_name="CEBOTARU", email="x@igp.example")
    out = scanned(coming(client, session), person.badge_code).follow("Going out")
    page = scanned(out, "cebotar")
    assert page.all_text(".rows li form button") == ["Check out Ana-Maria CEBOTARI"]
    assert heading(page.submit("main .rows form")) == "Goodbye"


@pytest.mark.parametrize("way", ["out", "in", "sideways"])
def test_elsewhere_nobody_goes_out(
    client: Visitor, desk: Page, event: Event, person: Registration, way: str
) -> None:
    plain = a_session(event).id
    page = client.visit(f"/check-in/conference?for={plain}&way={way}")
    assert not page.soup.select("nav.way")
    assert heading(scanned(page, person.badge_code)) == "Welcome"
