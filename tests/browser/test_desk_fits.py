"""The desk in a window of its size: what the band holds stays apart, and a name is not broken into letters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.extensions import db
from app.models import Status
from tests.browser.served_here import served_here, sign_in
from tests.factories import users
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def desk(app: Flask, page: Page) -> Iterator[str]:
    event = an_event(starts_at=moment(0, 9), slug="conference")
    long = a_body("GREVIO", name_en="Group of Experts on Action against Violence against Women (GREVIO)")
    a_check_in(
        a_registration(event, Status.CONFIRMED, body=long, given_name="Béatrice", family_name="NGUYEN-MOREAU")
    )
    db.session.commit()
    with served_here(app) as address:
        sign_in(app, page.context, address, users.an_administrator(name="Administrator"))
        yield f"{address}/check-in/conference"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [1280, 1440])
def test_the_count_keeps_clear_of_the_rooms_and_of_the_name(
    desk: str, page: Page, width: int, language: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{desk}?lang={language}")
    parts = ("nav", ".count", "a[href='/account']")
    places = [page.locator(f"header.work {part}").bounding_box() for part in parts]
    nav, number, name = [place for place in places if place is not None]
    assert nav["x"] + nav["width"] <= number["x"]
    assert number["x"] + number["width"] <= name["x"]
    assert name["width"] > 40


def test_a_name_among_the_arrivals_keeps_room_beside_a_long_body(desk: str, page: Page) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto(desk)
    name = page.locator("#desk-arrivals th[scope=row]").bounding_box()
    assert name is not None
    assert name["width"] > 150


def test_in_french_too_the_band_of_a_phone_is_the_count_and_the_rooms(desk: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{desk}?lang=fr")
    count, language = (page.locator(f"header.work {part}").bounding_box() for part in (".count", ".lang"))
    assert count is not None
    assert language is not None
    assert language["y"] < count["y"] + count["height"]
    name = page.locator("#desk-arrivals th[scope=row]").bounding_box()
    assert name is not None
    assert name["width"] > 150


def test_where_nobody_is_counted_the_account_stands_in_the_band_of_a_phone(desk: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{desk}?lang=fr&for=1999-01-01")
    assert page.locator("header.work .count").inner_text() == ""
    account, language = (
        page.locator(f"header.work {part}").bounding_box() for part in ("a[href='/account']", ".lang")
    )
    assert account is not None
    assert language is not None
    assert account["x"] + account["width"] <= language["x"]
    assert language["y"] < account["y"] + account["height"]
