"""The navy band of the working doors: one line at 1280 pixels, however long the name of who is signed in."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, Route

from tests.factories.users import an_administrator
from tests.pages import Visitor
from tests.signing_in import sign_in


@pytest.mark.parametrize("width", [1280, 1600])
@pytest.mark.parametrize("name", ["Jo Li", "Anne-Sophie de La Rochefoucauld-Doudeauville"])
def test_it_stays_one_line(app: Flask, client: Visitor, page: Page, name: str, width: int) -> None:
    sign_in(client, an_administrator(name=name))

    def answer(route: Route) -> None:
        found = client.get(route.request.url.removeprefix("http://localhost"))
        route.fulfill(status=found.status_code, body=found.data, content_type=found.content_type)

    page.route("http://localhost/**", answer)
    page.set_viewport_size({"width": width, "height": 600})
    page.goto("http://localhost/account?lang=fr")
    band = page.locator("header.work").bounding_box()
    assert band is not None
    assert 40 < band["height"] < 70
    assert name in page.locator("header .who a.lk:has(.name)").inner_text().replace("\n", " ")
