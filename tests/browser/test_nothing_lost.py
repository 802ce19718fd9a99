"""What was typed into the form survives: the way back from the answers, a cookie that is gone, the switch of language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.extensions import db
from app.models import Category
from tests.browser.served_here import served_here
from tests.factories.bodies import a_body
from tests.factories.events import an_event

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def form(app: Flask, page: Page) -> Iterator[Page]:
    """The form, filled in by a delegate of Moldova."""
    an_event([Category.MEMBER_STATE_DELEGATE], slug="trust")
    a_body("MD")
    db.session.commit()
    with served_here(app) as site:
        page.goto(f"{site}/events/trust/register")
        page.locator("[role=combobox]").press_sequentially("moldova")
        page.keyboard.press("Enter")
        page.check("input[name=mode][value=online]")
        page.fill("[name=family_name]", "CEBOTARI")
        page.fill("[name=email]", "a.cebotari@igp.example")
        page.fill("[name=access]", "A ramp")
        page.check("input[name=consent_lists]")
        yield page


def check(page: Page, represented: str = "Republic of Moldova") -> None:
    expect(page.locator("[role=combobox]")).to_have_value(represented)
    expect(page.locator("input[name=mode][value=online]")).to_be_checked()
    expect(page.locator("[name=family_name]")).to_have_value("CEBOTARI")
    expect(page.locator("[name=email]")).to_have_value("a.cebotari@igp.example")
    expect(page.locator("[name=access]")).to_have_value("A ramp")
    expect(page.locator("input[name=consent_lists]")).to_be_checked()


def test_the_browsers_way_back_from_the_answers(form: Page) -> None:
    form.click("#registration .btn-primary")
    expect(form.locator("#answers")).to_be_visible()
    form.go_back()
    check(form)
    form.click("#registration .btn-primary")
    expect(form.locator("#answers")).to_contain_text("A ramp")


def test_the_answers_after_the_cookie_is_gone(form: Page) -> None:
    form.context.clear_cookies()
    form.click("#registration .btn-primary")
    expect(form.locator(".problem")).to_contain_text("Nothing you typed is lost")
    check(form)
    form.click("#registration .btn-primary")
    form.context.clear_cookies()
    form.click("button[value=send]")
    check(form)
    form.click("#registration .btn-primary")
    form.click("button[value=send]")
    expect(form.locator("main")).to_contain_text("a.cebotari@igp.example")


def test_a_token_that_is_too_old(form: Page) -> None:
    form.evaluate("document.querySelectorAll('[name=csrf_token]').forEach((one) => { one.value = 'old'; })")
    form.click("#registration .btn-primary")
    expect(form.locator(".problem")).to_contain_text("Nothing you typed is lost")
    check(form)


def test_the_language_in_the_middle(form: Page) -> None:
    form.click("button[name=lang]")
    expect(form.locator("html")).to_have_attribute("lang", "fr")
    check(form, "République de Moldova")
    form.click("#registration .btn-primary")
    form.click("button[name=lang]")
    expect(form.locator("h1")).to_have_text("Check your answers")
    expect(form.locator("#answers")).to_contain_text("A ramp")
