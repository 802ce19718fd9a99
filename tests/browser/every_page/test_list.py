"""Every page is looked at: a new one is found in the URL map, or is named with a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.extensions import db
from tests.browser.every_page import addresses
from tests.browser.every_page.coming import VIEWERS, come
from tests.browser.every_page.test_pages import PARTS
from tests.browser.every_page.world import World, secrets
from tests.web.viewers import Asker
from tests.web.viewers import addresses as addresses_of

pytestmark = pytest.mark.sqlite_only
MOST = 28  # pages that are none: a list that grows needs a reason of its own


@pytest.fixture
def app(looked_at: tuple[Flask, World, str]) -> Iterator[Flask]:
    flask = looked_at[0]
    with flask.app_context():
        yield flask
        db.session.remove()


def test_everybody_looks(app: Flask) -> None:
    assert set(PARTS) == set(VIEWERS)


def test_each_page_is_looked_at_by_somebody(app: Flask, looked_at: tuple[Flask, World, str]) -> None:
    world = looked_at[1]
    adapter = app.url_map.bind("localhost")
    seen = {
        adapter.match(address.partition("?")[0])[0]
        for viewer in VIEWERS
        for address in addresses.seen_by(app, world, viewer, secrets(world))
    }
    assert {rule.endpoint for rule in addresses.pages(app)} == seen


@pytest.mark.parametrize("viewer", ["administrator", "correspondent", "private link"])
def test_what_is_called_no_page_is_none(app: Flask, looked_at: tuple[Flask, World, str], viewer: str) -> None:
    world = looked_at[1]
    assert set(addresses.NOT_PAGES) - {rule.endpoint for rule in app.url_map.iter_rules()} == set()
    assert len(addresses.NOT_PAGES) <= MOST
    visitor, pages = come(app, world, viewer, Asker), []
    for rule, method, address in addresses_of(app, world.ids):
        if rule.endpoint in addresses.NOT_PAGES and method == "GET":
            answer = visitor.get(address)
            if answer.status_code == 200 and b'id="main"' in answer.data:
                pages.append(address)
    assert pages == []
