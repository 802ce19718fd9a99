"""The desk without a mouse, with and without JavaScript: a code typed, “already in”, taken back, somebody who walks in."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select

from app.extensions import db
from app.models import CheckIn, Status
from tests.browser.keys import Keys
from tests.browser.screens import watched
from tests.browser.served_here import served_here, sign_in
from tests.factories import users
from tests.factories.bodies import a_body
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration

pytestmark = pytest.mark.sqlite_only
SMALL = """() => [...document.querySelectorAll('main a, main button, main input:not([type=hidden]), main select, header button')]
  .filter((one) => one.checkVisibility() && !one.closest('p, label.pick, td, .foot-line p'))
  .map((one) => [one.textContent.trim() || one.name, one.getBoundingClientRect().height])
  .filter(([, height]) => height < 43.5)"""


def answer(page: Page, words: str) -> None:
    expect(page.locator(".result h2")).to_contain_text(words)


def test_a_day_at_the_desk(app: Flask, either_window: BrowserContext) -> None:
    event = an_event(starts_at=moment(0, 9), slug="conference", walk_ins=True)
    a_body("MD")
    code = a_registration(event, Status.CONFIRMED).badge_code
    agent = users.a_desk_agent(event)
    db.session.commit()
    page = watched(either_window.new_page())
    keys = Keys(page)
    with served_here(app) as site:
        sign_in(app, either_window, site, agent)
        db.session.rollback()
        page.goto(f"{site}/check-in/conference")
        for words in ("Welcome", "Already in"):
            expect(page.locator("#desk-scan [name=code]")).to_be_focused()
            keys.letters(code)
            keys.press("Enter")
            answer(page, words)
        assert page.evaluate(SMALL) == [], "targets of 44 pixels"
        keys.to("#desk-answer button, .result button")
        keys.press("Enter")
        answer(page, "Taken back")

        keys.enter("a[href*='/walk-in']")
        keys.write("[name=given_name]", "Zoë")
        keys.write("[name=family_name]", "O’NEILL")
        keys.write("select[name=category]", "Delegate of a member")
        if page.locator("input[role=combobox]").count():
            keys.write("input[role=combobox]", "moldova")
            keys.press("Enter")
        else:
            keys.write("select[name=body]", "Republic of M")
        keys.write("[name=email]", "zoe@garda.example")
        keys.enter("#walk-in .btn-primary")
        answer(page, "Welcome")
        expect(page.locator(".result")).to_contain_text("O’NEILL")
        number = db.session.scalar(select(func.count()).select_from(CheckIn))
        db.session.rollback()
        assert number == 3, "in, taken back, in"
