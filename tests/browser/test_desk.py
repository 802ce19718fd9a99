"""The desk in a real browser: the page stays, the answer changes, says itself once and sounds; the field is always ready."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Page, Request, expect
from sqlalchemy import select, update

from app.extensions import db
from app.lib.clock import now
from app.models import CheckIn, LoginSession, Status
from tests.browser.served_here import served_here, sign_in
from tests.factories import users
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration

NOTE_SOUNDS = """window.sounds = [];
document.addEventListener("desk:sound", (event) => window.sounds.push(event.detail));
window.sameSince = true"""
NOTE_WORDS = """window.said = [];
new MutationObserver((changes) => changes.forEach(({ target }) => target.textContent && window.said.push(target.textContent)))
  .observe(document.querySelector("body > [aria-live]"), { childList: true })"""


class Scene(NamedTuple):
    """A desk that is served, and who comes."""

    app: Flask
    desk: str
    ana: str  # the code of a badge
    submitted: str  # another one, of somebody who is not confirmed
    session: int  # whose exits are scanned


@pytest.fixture
def scene(app: Flask, page: Page) -> Iterator[Scene]:
    event = an_event(starts_at=moment(0, 9), slug="conference")
    ana = a_registration(event, Status.CONFIRMED, given_name="Ana", family_name="CEBOTARI", discreet=True)
    other = a_registration(
        event, Status.SUBMITTED, given_name="Nino", family_name="BERIDZE", email="n@igp.example"
    )
    session = a_session(event, exits=True).id
    codes, agent = (ana.badge_code, other.badge_code), users.a_desk_agent(event)
    db.session.commit()
    with served_here(app) as address:
        sign_in(app, page.context, address, agent)
        db.session.rollback()
        yield Scene(app, f"{address}/check-in/conference", *codes, session)


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("#desk-mute")).to_be_visible()
    page.evaluate(NOTE_SOUNDS)
    page.evaluate(NOTE_WORDS)
    return page


def scan(page: Page, typed: str) -> None:
    """As a hand-held scanner does it: the letters, then Enter."""
    page.keyboard.type(typed)
    page.keyboard.press("Enter")


def heading(page: Page, words: str) -> None:
    expect(page.locator("#desk-answer h2")).to_have_text(words)


def kinds() -> list[str]:
    found = [str(kind.value) for kind in db.session.scalars(select(CheckIn.kind).order_by(CheckIn.id))]
    db.session.rollback()
    return found


def test_the_page_stays_while_people_are_scanned(scene: Scene, page: Page) -> None:
    opened(page, scene.desk)
    scan(page, scene.ana)
    heading(page, "Welcome")
    expect(page.locator("#desk-count")).to_contain_text("1 in")
    expect(page.locator("#desk-arrivals tbody tr")).to_have_count(1)
    scan(page, scene.ana)
    heading(page, "Already in")
    scan(page, scene.submitted)
    heading(page, "Not confirmed")
    page.click("text=Let in anyway")
    heading(page, "Welcome")
    expect(page.locator("#desk-count")).to_contain_text("2 in")
    page.click("#desk-answer button:has-text('Undo')")
    heading(page, "Taken back")
    expect(page.locator("#desk-count")).to_contain_text("1 in")
    expect(page.locator("#desk-scan [name=code]")).to_be_focused()
    expect(page.locator("#desk-scan [name=code]")).to_have_value("")
    assert page.evaluate("window.sameSince"), "the page was never left"
    assert page.evaluate("window.sounds") == ["welcome", "again", "stop", "welcome"]
    assert page.url == scene.desk
    assert kinds() == ["in", "in", "undo"]


@pytest.mark.sqlite_only
def test_the_answer_is_in_sight_on_a_telephone(scene: Scene, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 667})
    opened(page, scene.desk)
    for code, words in (
        (scene.ana, "Welcome"),
        (scene.ana, "Already in"),
        (scene.submitted, "Not confirmed"),
    ):
        page.evaluate("window.scrollTo({ top: 0, behavior: 'instant' })")
        scan(page, code)
        heading(page, words)
        expect(page.locator("#desk-answer .foot-line")).to_be_in_viewport(ratio=1)
        expect(page.locator("#desk-scan [name=code]")).to_be_in_viewport(ratio=1)
        expect(page.locator("#desk-scan [name=code]")).to_be_focused()


def test_each_answer_is_said_once(scene: Scene, page: Page) -> None:
    opened(page, scene.desk)
    scan(page, scene.ana)
    heading(page, "Welcome")
    page.wait_for_function("() => window.said.length")
    scan(page, scene.ana)
    page.wait_for_function("() => window.said.length > 1")
    page.wait_for_timeout(400)
    first, second = page.evaluate("window.said")
    assert first.startswith("Welcome. Representative")
    assert re.match(r"Already in, at \d\d:\d\d\. Representative", second)
    assert ".." not in second + first
    assert page.locator("[role=status], [role=alert]").count() == 0, "nothing else says it"


def test_scans_that_come_fast_are_answered_in_their_order(scene: Scene, page: Page) -> None:
    opened(page, scene.desk)
    posted: list[str] = []
    page.on("request", lambda one: posted.append(one.post_data or "") if one.method == "POST" else None)
    for typed in (scene.ana, "T1-NOBODY7", scene.ana, scene.submitted):
        scan(page, typed)
    heading(page, "Not confirmed")
    assert [re.search(r"code=([^&]*)", each)[1] for each in posted] == [  # type: ignore[index]
        scene.ana, "T1-NOBODY7", scene.ana, scene.submitted,
    ]  # fmt: skip
    assert page.evaluate("window.sounds") == ["welcome", "stop", "again", "stop"]
    assert kinds() == ["in"]


def test_part_of_a_name_shows_who_may_be_meant_and_one_button_checks_in(scene: Scene, page: Page) -> None:
    opened(page, scene.desk)
    page.locator("#desk-arrivals h2").click()  # the focus is nowhere, and the letters still come to the field
    scan(page, "cebo")
    expect(page.locator("#desk-answer h2")).to_have_text("One person may be meant")
    page.click("#desk-answer .rows button")
    heading(page, "Welcome")
    page.click("text=Show the name")
    heading(page, "Found")
    expect(page.locator("#desk-answer .nm")).to_have_text("Ana CEBOTARI")
    expect(page.locator("#desk-arrivals th[scope=row]")).to_have_text("Ana CEBOTARI")
    assert page.evaluate("window.sameSince")


def test_who_leaves_is_scanned_as_well(scene: Scene, page: Page) -> None:
    opened(page, f"{scene.desk}?for={scene.session}")
    scan(page, scene.ana)
    heading(page, "Welcome")
    expect(page.locator("#desk-count")).to_contain_text("1 inside")
    page.click("text=Going out")
    opened(page, page.url)
    scan(page, scene.ana)
    heading(page, "Goodbye")
    expect(page.locator("#desk-count")).to_contain_text("0 inside")
    scan(page, scene.ana)
    heading(page, "Not in")
    assert page.evaluate("window.sounds") == ["welcome", "again"]
    assert kinds() == ["in", "out"]


def test_the_sounds_can_be_muted_and_stay_so(scene: Scene, page: Page) -> None:
    opened(page, scene.desk)
    page.click("text=Mute the sounds")
    scan(page, scene.ana)
    heading(page, "Welcome")
    page.reload()
    opened(page, page.url)
    scan(page, scene.ana)
    heading(page, "Already in")
    assert page.evaluate("window.sounds") == []
    page.click("text=Switch the sounds on")
    assert page.evaluate("window.sounds") == ["welcome"]


def test_a_token_that_has_expired_is_fetched_anew(scene: Scene, page: Page) -> None:
    opened(page, scene.desk)
    page.evaluate("document.querySelectorAll('[name=csrf_token]').forEach((one) => { one.value = 'old'; })")
    scan(page, scene.ana)
    heading(page, "Welcome")
    assert kinds() == ["in"]


def test_who_was_signed_out_is_told_and_keeps_what_was_typed(scene: Scene, page: Page) -> None:
    opened(page, scene.desk)
    db.session.execute(update(LoginSession).values(ended_at=now()))
    db.session.commit()
    scan(page, scene.ana)
    heading(page, "Not possible")
    expect(page.locator("#desk-answer")).to_contain_text("You are signed out")
    expect(page.locator("#desk-scan [name=code]")).to_have_value(scene.ana)
    assert kinds() == []


def test_the_next_person_may_come(scene: Scene, page: Page) -> None:
    opened(page, scene.desk)
    scan(page, scene.submitted)
    page.click("text=Next person")
    heading(page, "Ready")
    expect(page.locator("#desk-scan [name=code]")).to_be_focused()
    assert page.evaluate("window.sameSince")


def test_a_scan_is_one_post_and_one_look_at_the_rest(scene: Scene, page: Page) -> None:
    opened(page, scene.desk)
    asked: list[tuple[str, str]] = []

    def note(request: Request) -> None:
        if "/check-in/" in request.url:  # the browser fetches its icon when it likes
            asked.append((request.method, request.url.removeprefix(scene.desk)))

    page.on("request", note)
    with page.expect_response(lambda answer: "/parts" in answer.url):
        scan(page, scene.ana)
    assert asked == [("POST", ""), ("GET", "/parts")]
