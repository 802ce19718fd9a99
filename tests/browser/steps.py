"""What people do in every story: come with a browser, sign in, read their mail."""

from __future__ import annotations

import re

import pyotp
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.screens import watched
from tests.cli.test_serve import Served

PASSWORD = "a long walk along the Ill river"


def window(chromium: Browser, locale: str, width: int = 1280) -> Page:
    """A person with a browser of their own."""
    context: BrowserContext = chromium.new_context(
        locale=locale, viewport={"width": width, "height": 900}, accept_downloads=True
    )
    context.set_default_timeout(30_000)
    return watched(context.new_page())


def first_sign_in(page: Page, served: Served) -> None:
    found = re.search(r"http://\S+/set-password/\S+", served.said)
    assert found, served.said
    page.goto(found.group())
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button.btn-primary")
    app = pyotp.TOTP(page.locator(".key-text").inner_text().replace(" ", ""))
    page.fill("input[name=new_code]", app.now())
    page.click("main form button.btn-primary")
    expect(page.locator(".codes li")).to_have_count(10)
    page.click("main a.btn-primary")
    expect(page.locator("header.work nav")).to_be_visible()


def mail_to(page: Page, served: Served, address: str, path: str) -> str:
    """The link of the newest mail to an address, read in the development mailbox."""
    for _ in range(60):
        page.goto(f"{served.address}/mailbox")
        mails = page.locator("main a[href*='/mailbox/']", has_text=address)
        if not mails.count():
            mails = page.locator("tr, li", has_text=address).locator("a[href*='/mailbox/']")
        if mails.count():
            page.goto(f"{served.address}{mails.first.get_attribute('href')}")
            link = page.locator(f"main a[href*='{path}']:not([href*='lang='])")
            if link.count():
                return str(link.first.get_attribute("href"))
        page.wait_for_timeout(500)
    raise AssertionError(f"no mail to {address} with a link to {path}")
