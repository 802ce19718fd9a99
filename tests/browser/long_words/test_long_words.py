"""Words without end, in the names of people, bodies, rooms and sessions: no page is pushed sideways on the smallest phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app import create_app
from app.extensions import db
from tests import databases, run_folder
from tests.browser.every_page import addresses
from tests.browser.every_page.coming import come, lend_cookies
from tests.browser.every_page.looking import SMALLEST
from tests.browser.every_page.test_pages import PARTS
from tests.browser.every_page.world import World, a_world, secrets
from tests.browser.long_words.lengthening import lengthen
from tests.browser.served_here import served_here
from tests.configuration import configured

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
_IN_PAGE = (Path(__file__).parents[1] / "every_page/in_page.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def lengthened() -> Iterator[tuple[Flask, World, str]]:
    """The application, a world of long words, and the address under which it is served."""
    name = f"{databases.WORKER}_long_words"
    app = create_app(configured(databases.database("sqlite", name).url, run_folder.path() / name))
    with app.app_context():
        world = a_world(app)
        assert lengthen() > 1000
        db.session.commit()
        db.session.remove()
    with served_here(app) as site:
        yield app, world, site
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("viewer", PARTS)
def test_no_page_is_wider_than_the_smallest_phone(
    chromium: Browser, lengthened: tuple[Flask, World, str], viewer: str
) -> None:
    app, world, site = lengthened
    window = chromium.new_context(
        base_url=site, reduced_motion="reduce", viewport={"width": SMALLEST, "height": 640}
    )
    window.set_default_timeout(20_000)
    wrong: dict[str, list[str]] = {}
    with app.app_context():
        lend_cookies(app, come(app, world, viewer), window, site, "en")
        page = window.new_page()
        for address in addresses.seen_by(app, world, viewer, secrets(world)):
            answer = page.goto(address)
            found = page.evaluate(_IN_PAGE, {"least": 0, "tap": 0, "width": SMALLEST})
            wrong[address] = [words for words in found if "pixels wide" in words]
            wrong[address] += (
                [] if answer and answer.status == 200 else [f"answered {answer and answer.status}"]
            )
        db.session.remove()
    window.close()
    assert wrong
    assert {address: found for address, found in wrong.items() if found} == {}
