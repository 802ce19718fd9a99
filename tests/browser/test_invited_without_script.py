"""The same delegate with JavaScript switched off, in English: the body is a plain select, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from app.models import Status
from tests.browser.invited import Invited, an_invitation
from tests.received_mail import Mailboxes

pytestmark = pytest.mark.sqlite_only
ADDRESS = "a.cebotari@igp.example"
BOTH_NAMES = "Republic of Moldova – République de Moldova"


@pytest.fixture
def invited(app: Flask, mailbox: Mailboxes) -> Iterator[Invited]:
    with an_invitation(app, mailbox) as made:
        yield made


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        locale="en-GB", viewport={"width": 375, "height": 700}, java_script_enabled=False
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def test_from_the_mail_to_the_confirmation(invited: Invited, page: Page) -> None:
    page.goto(invited.link)
    page.click("main form button")
    page.fill("[name=given_name]", "Ana-Maria")
    page.fill("[name=email]", "a.cebotari.igp.example")
    page.click("#registration .btn-primary")
    what_is_wrong(page)
    mend(page)
    page.click("#registration .btn-primary")
    expect(page.locator("h1")).to_have_text("Check your answers")

    page.locator("button[name=change][value=email]").click()
    expect(page.locator("[name=email]")).to_have_value("b@igp.example")
    page.fill("[name=email]", ADDRESS)
    page.click("#registration .btn-primary")
    shown = page.locator("#answers").inner_text()
    for told in ("Ana-Maria CEBOTARI", "Republic of Moldova", "Workshop on evidence", ADDRESS):
        assert told in shown
    page.click("button[value=send]")
    expect(page.locator("main")).to_contain_text(ADDRESS)
    assert invited.status() is Status.UNVERIFIED

    page.goto(invited.mail(ADDRESS, "/c/"))
    page.click("main form button")
    expect(page.locator("h1")).to_have_text("Your place is confirmed")
    assert invited.status() is Status.CONFIRMED


def what_is_wrong(page: Page) -> None:
    """The summary, each line a link to its field, the same words beside it, the title; what was typed stands there."""
    expect(page.locator(".problem h2")).to_have_text("There is a problem")
    assert page.title().startswith("Error:")
    lines = page.locator(".problem li a")
    assert lines.count() == 4, lines.all_inner_texts()
    for line in lines.all():
        target = page.locator(str(line.get_attribute("href")))
        assert target.get_attribute("type") == "radio" or target.get_attribute("aria-invalid") == "true"
        described = str(target.get_attribute("aria-describedby")).split()[-1]
        expect(page.locator(f"#{described}")).to_contain_text(line.inner_text())
    expect(page.locator("[name=given_name]")).to_have_value("Ana-Maria")
    expect(page.locator("[name=email]")).to_have_value("a.cebotari.igp.example")


def mend(page: Page) -> None:
    page.select_option("select[name=body]", label=BOTH_NAMES)
    page.check("input[name=mode][value=in_person]")
    page.check("input[name=sessions]")
    page.fill("[name=family_name]", "CEBOTARI")
    page.fill("[name=email]", "b@igp.example")
