"""The organiser's main tasks with a keyboard alone, with and without JavaScript: sign in with the second factor, make an
event and publish it, decide on one, decide on several after a look at what would become of them, write to them."""

from __future__ import annotations

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, ViewportSize, expect
from sqlalchemy import select

from app.extensions import db
from app.lib import password_hash
from app.models import Campaign, CampaignState, Event, EventStatus, Registration, Status
from tests.accounts.attempts import PASSWORD
from tests.browser.keys import Keys
from tests.browser.screens import watched
from tests.browser.served_here import served_here, sign_in
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.second_factors import SEED, an_app_of
from tests.factories.users import an_organiser

pytestmark = pytest.mark.sqlite_only
MESSAGE = {
    "subject_en": "A room has changed",
    "text_en": "The plenary is in room 7.",
    "subject_fr": "Une salle a changé",
    "text_fr": "La plénière est en salle 7.",
}
TENTH, ELEVENTH = "10102030", "11112030"  # the same date whichever of day and month a browser asks for first


@pytest.fixture
def size() -> ViewportSize:
    return {"width": 1280, "height": 900}


def statuses() -> list[Status]:
    found = list(db.session.scalars(select(Registration.status).order_by(Registration.id)))
    db.session.rollback()
    return found


def test_signing_in(app: Flask, either_window: BrowserContext) -> None:
    organiser = an_organiser(password_hash=password_hash.made(PASSWORD))
    address = organiser.email
    an_app_of(organiser)
    db.session.commit()
    page = watched(either_window.new_page())
    keys = Keys(page)
    with served_here(app) as site:
        db.session.rollback()
        page.goto(f"{site}/sign-in")
        expect(page.locator("[name=email]")).to_be_focused()
        keys.letters(address)
        keys.write("[name=password]", PASSWORD)
        with page.expect_navigation():
            keys.press("Enter")
        expect(page.locator("[name=code]")).to_be_focused()
        keys.letters(pyotp.TOTP(SEED).now())
        with page.expect_navigation():
            keys.press("Enter")
        expect(page.locator("header.work nav")).to_be_visible()


def test_an_event_is_made_and_published(app: Flask, either_window: BrowserContext) -> None:
    organiser = an_organiser()
    a_body("POLICE-NETWORK")  # who holds it, unless another is chosen
    db.session.commit()
    page = watched(either_window.new_page())
    keys = Keys(page)
    with served_here(app) as site:
        sign_in(app, either_window, site, organiser)
        db.session.rollback()
        page.goto(f"{site}/organiser/events/new")
        keys.pick("kind", "conference")
        keys.write("[name=title_en]", "Evidence and Oversight")
        keys.write("[name=title_fr]", "Preuve et contrôle")
        keys.write("[name=slug]", "evidence")
        for name, day in (("starts", TENTH), ("ends", ELEVENTH)):
            keys.write(f"[name={name}_on]", day)
            keys.write(f"[name={name}_time]", "0900AM")
        keys.pick("mode", "in_person")
        keys.write("[name=city]", "Strasbourg")
        with page.expect_navigation():
            keys.press("Enter")
        assert not page.locator(".problem").count(), page.locator(".problem").inner_text()
        page.goto(f"{site}/organiser/events/evidence/publish")
        expect(page.locator("h1")).to_have_text("Publish this event?")
        keys.enter("main form .btn-primary")
        made = db.session.scalars(select(Event).where(Event.slug == "evidence")).one()
        assert made.status is EventStatus.PUBLISHED
        db.session.rollback()


def test_deciding_on_one_and_on_several(app: Flask, either_window: BrowserContext) -> None:
    organiser, event = an_organiser(), an_event(slug="conference")
    for _ in range(3):
        a_registration(event, Status.VALIDATED)
    db.session.commit()
    page = watched(either_window.new_page())
    keys = Keys(page)
    with served_here(app) as site:
        sign_in(app, either_window, site, organiser)
        db.session.rollback()
        page.goto(f"{site}/organiser/events/conference/participants")
        keys.enter("tbody th a")
        keys.enter("form[action$='/confirm'] button")
        assert sorted(statuses()) == [Status.CONFIRMED, Status.VALIDATED, Status.VALIDATED]

        page.goto(f"{site}/organiser/events/conference/participants?status=validated")
        expect(page.locator("tbody tr")).to_have_count(2)
        keys.to("select[name=action]")
        keys.letters("Confirm")
        for _ in range(2):
            keys.choose("tbody input[name=registration]:not(:checked)")
        for _ in range(20):
            if page.evaluate("document.activeElement.matches('button[value=selected]')"):
                break
            keys.press("Shift+Tab")
        with page.expect_navigation():
            keys.press("Enter")
        expect(page.locator(".lede")).to_contain_text("2 of the 2 selected will change.")
        assert Status.VALIDATED in statuses(), "looking changes nothing"
        keys.enter("#bulk .btn-primary")
        assert set(statuses()) == {Status.CONFIRMED}


def test_a_message_is_written_and_sent(app: Flask, either_window: BrowserContext) -> None:
    organiser, event = an_organiser(), an_event(slug="conference")
    for status in (Status.CONFIRMED, Status.CONFIRMED, Status.VALIDATED):
        a_registration(event, status)
    db.session.commit()
    page = watched(either_window.new_page())
    keys = Keys(page)
    with served_here(app) as site:
        sign_in(app, either_window, site, organiser)
        db.session.rollback()
        page.goto(f"{site}/organiser/events/conference/letters/messages")
        keys.enter("main a[href$='/messages/new']")
        keys.choose("input[name=status][value=confirmed]")
        for name, words in MESSAGE.items():
            keys.write(f"[name={name}]", words)
        keys.enter("#message .btn-primary")
        expect(page.locator("h1")).to_have_text("A room has changed")
        expect(page.locator("#send .btn-primary")).to_have_text("Send it to 2 people")
        assert db.session.scalars(select(Campaign.state)).all() == [CampaignState.DRAFT], (
            "looking sends nothing"
        )
        db.session.rollback()
        keys.enter("#send .btn-primary")
        expect(page.locator("main")).to_contain_text("it can still be taken back")
        sent = db.session.scalars(select(Campaign)).one()
        assert sent.state is CampaignState.SCHEDULED
        db.session.rollback()
