"""The module of the list as a file: ticks join the order at once, arrows move without a new page, and the file follows."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from app.extensions import db
from tests.browser.served_here import served_here, sign_in
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]


def order(page: Page) -> list[str]:
    found: list[str] = page.locator("ol[data-order] > li").evaluate_all(
        "all => all.map(one => one.dataset.code)"
    )
    return found


def test_columns_are_ticked_moved_and_fetched(
    app: Flask, window: BrowserContext, page: Page, tmp_path: Path
) -> None:
    event = an_event()
    a_registration(event, family_name="CEBOTARI")
    user, address = an_administrator(), f"/organiser/events/{event.slug}/participants/export"
    db.session.commit()
    with served_here(app) as site:
        sign_in(app, window, site, user)
        page.goto(site + address)
        expect(page.get_by_role("button", name="Show the order")).to_be_hidden()
        first = order(page)
        page.get_by_label("Reference", exact=True).uncheck()
        page.get_by_label("Minutes online").check()
        assert order(page) == [*first[1:], "minutes_online"]
        up = page.get_by_role("button", name="Further to the front: Minutes online")
        up.click()
        up.press("Enter")
        assert order(page)[-3:] == ["minutes_online", *first[-2:]]
        expect(up).to_be_focused()
        page.get_by_role("button", name="Further to the front: Family name").click()
        assert order(page)[0] == "family_name", "there is nothing before the first"
        page.get_by_label("What is the file for?").select_option("checking")
        with page.expect_download() as fetched:
            page.get_by_role("button", name="CSV with commas").click()
        fetched.value.save_as(tmp_path / "list.csv")
    headings = (tmp_path / "list.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert headings[0] == "Family name"
    assert headings[-3] == "Minutes online"
