"""Pages as they are printed: what leads elsewhere goes, the paper is white, and a tile is read without its colour."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.extensions import db
from app.models import Status
from app.services import reference_data
from tests.browser.served_here import served_here, sign_in
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.mandates import a_convocation
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser

pytestmark = pytest.mark.sqlite_only
LEADS_ON = ".btn, header nav, .lang, .foot, .tabs, .skip"
SEEN = """selector => [...document.querySelectorAll(selector)]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 1)
  .map((one) => one.className + " " + one.textContent.trim().slice(0, 30))"""
GROUND = "[document.body, document.documentElement].map((one) => getComputedStyle(one).backgroundColor)"
WHITE, NONE = "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"


@pytest.fixture
def site(app: Flask, page: Page) -> Iterator[str]:
    """An event with a programme and two delegations, and an organiser who likes the dark."""
    reference_data.load()
    event = an_event(slug="trust")
    a_session(event, 1)
    for code in ("DE", "FR"):
        a_convocation(event, a_body(code))
    a_registration(event, Status.CONFIRMED, body=a_body("DE"))
    user = an_organiser()
    db.session.commit()
    with served_here(app) as address:
        sign_in(app, page.context, address, user)
        db.session.rollback()
        page.goto(f"{address}/colours/dark?next=/")
        yield address


@pytest.mark.parametrize(
    "path", ["/events/trust", "/organiser/events/trust", "/organiser/events/trust/delegations"]
)
def test_what_leads_elsewhere_is_not_printed(site: str, page: Page, path: str) -> None:
    page.goto(site + path)
    assert len(page.evaluate(SEEN, LEADS_ON)) > 3
    page.emulate_media(media="print")
    assert page.evaluate(SEEN, LEADS_ON) == []
    assert page.locator("h1").is_visible()
    assert set(page.evaluate(GROUND)) <= {WHITE, NONE}, "the paper, though the screen is dark"


def test_a_tile_is_read_in_black_and_white(site: str, page: Page) -> None:
    page.goto(f"{site}/organiser/events/trust/delegations")
    page.emulate_media(media="print")
    confirmed, silent = (page.locator(f".tile[title={name}]") for name in ("Germany", "France"))
    for tile in (confirmed, silent):
        assert tile.locator(".g").is_visible(), "the glyph"
    assert confirmed.locator("i").inner_text().strip() == "1"
    glyphs = [tile.locator("use").get_attribute("href") for tile in (confirmed, silent)]
    assert len(set(glyphs)) == 2
    assert confirmed.evaluate("one => getComputedStyle(one).printColorAdjust") == "exact"
