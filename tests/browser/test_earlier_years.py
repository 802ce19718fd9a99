"""A list of an earlier year in a real browser: a file is chosen, a word gets its meaning, then everybody is imported."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select

from app.extensions import db
from app.models import Mode, Registration
from tests.browser.served_here import served_here, sign_in
from tests.factories.earlier_years import NAMED, an_earlier_event
from tests.factories.users import an_organiser

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize("width", [1280, 375])
def test_a_list_is_taken_over(
    app: Flask, window: BrowserContext, page: Page, tmp_path: Path, width: int
) -> None:
    slug, file = an_earlier_event(mode=Mode.HYBRID).slug, tmp_path / "list.csv"
    file.write_text(NAMED.replace("Georgia", "Géorgie (délégation)"), encoding="utf-8")
    with served_here(app) as address:
        sign_in(app, window, address, an_organiser())
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{address}/organiser/events/{slug}/statistics/import")
        page.get_by_label("List of the participants").set_input_files(file)
        page.get_by_label("a column says who came").check()
        page.get_by_role("button", name="Look at the list").click()
        expect(page.locator("h1")).to_have_text("Say what one word means")
        page.locator(".problem a").first.click()
        page.get_by_label("What “Géorgie (délégation)” means").select_option("GE")
        page.get_by_label("Way of taking part, where the list does not tell").select_option("in_person")
        page.get_by_role("button", name="Look again").first.click()
        expect(page.locator("h1")).to_have_text("5 people are new, nothing is imported yet")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="Import 5 people").click()
        expect(page.get_by_text("5 people are imported.")).to_be_visible()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 5
