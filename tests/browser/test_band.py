"""The navy band of the working doors: one line at 1280 pixels, its rooms side by side on a phone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from flask import Flask
from playwright.sync_api import Page, Route

from tests.factories.events import an_event
from tests.factories.users import an_administrator
from tests.pages import Visitor
from tests.signing_in import sign_in


def open_page(client: Visitor, page: Page, width: int, path: str = "/account") -> None:
    def answer(route: Route) -> None:
        found = client.get(route.request.url.removeprefix("http://localhost"))
        route.fulfill(status=found.status_code, body=found.data, content_type=found.content_type)

    page.route("http://localhost/**", answer)
    page.set_viewport_size({"width": width, "height": 600})
    page.goto(f"http://localhost{path}?lang=fr")


@pytest.mark.parametrize("width", [1280, 1600])
@pytest.mark.parametrize("name", ["Jo Li", "Anne-Sophie de La Rochefoucauld-Doudeauville"])
def test_it_stays_one_line(app: Flask, client: Visitor, page: Page, name: str, width: int) -> None:
    sign_in(client, an_administrator(name=name))
    open_page(client, page, width)
    band = page.locator("header.work").bounding_box()
    assert band is not None
    assert 40 < band["height"] < 70
    assert name in page.locator("header .who a.lk:has(.name)").inner_text().replace("\n", " ")
    assert _cut(page, "header .who a.lk:not(:has(.name))") == [], "the name gives way, and nothing else"


def test_no_room_lies_on_the_next_one_on_a_phone(app: Flask, client: Visitor, page: Page) -> None:
    sign_in(client, an_administrator())
    open_page(client, page, 375)
    assert page.locator("header nav a").count() == 8
    assert _cut(page, "header nav a") == []


def test_in_french_too_all_of_it_is_one_line_on_a_phone(app: Flask, client: Visitor, page: Page) -> None:
    sign_in(client, an_administrator())
    open_page(client, page, 375)
    parts = page.locator(
        "header .wm svg, header .who a[href='/account'], header .who form, header .who .lang"
    )
    places = [place for part in parts.all() if (place := part.bounding_box()) is not None]
    assert len(places) == 4
    for one, following in pairwise(places):
        assert one["x"] + one["width"] <= following["x"]
        assert following["y"] < one["y"] + one["height"]
    assert places[-1]["x"] + places[-1]["width"] <= 375


def test_a_title_without_blanks_is_broken_in_the_bar_of_its_event(
    app: Flask, client: Visitor, page: Page
) -> None:
    event = an_event(title_en="Ab" * 125, title_fr="Ab" * 125, city="C" * 100)
    sign_in(client, an_administrator())
    for path in ("", "/programme", "/participants"):
        open_page(client, page, 320, f"/organiser/events/{event.slug}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def _cut(page: Page, which: str) -> list[str]:
    """The links that have less room than their words need."""
    links = page.locator(which).all()
    return [
        link.inner_text() for link in links if link.evaluate("link => link.scrollWidth > link.clientWidth")
    ]
