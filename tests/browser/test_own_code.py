"""The code on a delegate’s own page, read off the screen of a telephone: it opens the desk’s answer about this person."""

from __future__ import annotations

from typing import Literal

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import func, select

from app.extensions import db
from app.lib import barcodes
from app.models import CheckIn, LinkPurpose, Status
from app.services import access_links
from tests.browser.screens import watched
from tests.browser.served_here import served_here, sign_in
from tests.factories import users
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_what_the_screen_shows_opens_the_desk(
    chromium: Browser, app: Flask, colours: Literal["light", "dark"]
) -> None:
    event = an_event(starts_at=moment(0, 9), slug="conference")
    person = a_registration(event, Status.CONFIRMED, given_name="Ana", family_name="CEBOTARI")
    a_registration(event, Status.CONFIRMED, given_name="Nino", family_name="BERIDZE", email="n@igp.example")
    link = access_links.mint_for_registration(person, LinkPurpose.MY_REGISTRATION)
    badge, agent = person.badge_code, users.a_desk_agent(event)
    db.session.commit()
    with served_here(app) as site:
        db.session.rollback()
        telephone = chromium.new_context(
            locale="en-GB", viewport={"width": 320, "height": 640}, color_scheme=colours
        )
        own = opened(telephone, f"{site}/r/{link}")
        own.click("main form button")
        read = code_in(own.locator(".qr"))
        assert read == badge
        telephone.close()

        desk = chromium.new_context(locale="en-GB")
        sign_in(app, desk, site, agent)
        page = opened(desk, f"{site}/check-in/conference")
        page.keyboard.type(read)  # as a scanner does, into the field that is always ready
        page.keyboard.press("Enter")
        expect(page.locator(".result h2")).to_have_text("Welcome")
        expect(page.locator(".result")).to_contain_text("CEBOTARI")
        assert db.session.scalar(select(func.count()).select_from(CheckIn)) == 1
        db.session.rollback()
        desk.close()


def opened(window: BrowserContext, address: str) -> Page:
    window.set_default_timeout(30_000)
    page = watched(window.new_page())
    page.goto(address)
    return page


def code_in(shown: Locator) -> str:
    """What a camera reads in a part of the screen."""
    expect(shown).to_be_visible()
    (read,) = barcodes.read(shown.screenshot())
    return read
