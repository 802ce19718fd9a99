"""Presence online in a real browser: a report is chosen, somebody of whom it is not known who it is, then all is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from app.extensions import db
from app.models import CheckIn, Mode, Status
from tests.browser.served_here import served_here, sign_in
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.factories.reports import written
from tests.factories.users import an_organiser

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize("width", [1280, 375])
def test_a_report_is_taken_over(
    app: Flask, window: BrowserContext, page: Page, tmp_path: Path, width: int
) -> None:
    event = an_event(starts_at=moment(-1, 9), closes_at=None)
    a_session(event, 0, title_en="Opening")
    for given, family in (("Ana", "CEBOTARI"), ("Ion", "MUNTEANU")):
        a_registration(event, Status.CONFIRMED, given_name=given, family_name=family, mode=Mode.ONLINE)
    vera = a_registration(event, Status.CONFIRMED, given_name="Vera", mode=Mode.ONLINE).reference
    report, slug = tmp_path / "report.csv", event.slug
    text = written(event, ("Ana Cebotari", "", 0, 60), ("Room 7", "", 10, 60), ("Ion Munteanu", "", 0, 5))
    report.write_text(text, encoding="utf-8")
    with served_here(app) as address:
        sign_in(app, window, address, an_organiser())
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{address}/organiser/events/{slug}/presence")
        page.get_by_label("Report of the meeting").set_input_files(report)
        page.get_by_label("Opening").check()
        page.get_by_role("button", name="Look at the report").click()
        expect(page.locator("#to-choose tbody tr")).to_have_count(1)
        page.locator("#to-choose input").fill("NOBODY-1")
        page.get_by_role("button", name="Look again").click()
        expect(page.locator(".problem")).to_be_focused()
        page.locator(".problem a").click()
        expect(page.locator("#to-choose input")).to_be_focused()
        page.locator("#to-choose input").fill(vera)
        page.get_by_role("button", name="Record one person").click()
        expect(page.locator("h1")).to_have_text("2 people change, nothing is recorded yet")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="Record 2 people").click()
        expect(page.get_by_text("Presence online is recorded for 2 people.")).to_be_visible()
    db.session.rollback()
    assert sorted(line.minutes or 0 for line in db.session.scalars(select(CheckIn))) == [50, 50, 60, 60]
