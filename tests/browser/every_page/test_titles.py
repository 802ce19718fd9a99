"""No two pages of somebody have the same title, and each page is good HTML as it is served."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from tests.browser.every_page import addresses
from tests.browser.every_page.coming import VIEWERS, come
from tests.browser.every_page.world import World, secrets

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("viewer", VIEWERS)
def test_each_page_has_a_title_of_its_own(
    looked_at: tuple[Flask, World, str], world: World, viewer: str, language: str
) -> None:
    app = looked_at[0]
    visitor = come(app, world, viewer)
    visitor.set_cookie("lang", language)
    titles: dict[str, list[str]] = {}
    for address in addresses.seen_by(app, world, viewer, secrets(world)):
        answer = visitor.get(address)  # which must be good HTML
        assert (answer.status_code, answer.mimetype) == (200, "text/html"), address
        soup = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        assert soup.html is not None
        assert soup.html["lang"] == language, address
        assert soup.title is not None, address
        titles.setdefault(soup.title.get_text(), []).append(address)
    assert titles
    assert {title: same for title, same in titles.items() if len(same) > 1} == {}
