"""The camera of the desk: a badge that is held before it is read, by the browser or by the server, and counts once."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import func, select

from app.extensions import db
from app.models import CheckIn, Status, User
from tests.browser import badge_video
from tests.browser.screens import watched
from tests.browser.served_here import served_here, sign_in
from tests.factories import users
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration
from tests.windows import NAMES

CODE = "KZ7Q2M9XGRJW7GCXGQTP"
# As browsers on telephones have it; the one of the tests has none. It looks at the picture no more than this needs.
OWN_READER = """window.looks = 0;
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["code_128", "qr_code"]; }
  async detect(video) {
    window.looks += 1;
    if (!video.videoWidth) throw new Error("there is no picture");
    return %s.map((rawValue) => ({ rawValue }));
  }
}"""
COUNT_LOOKS = """window.looks = 0;
const before = window.fetch;
window.fetch = (address, ...rest) => {
  if (String(address).endsWith("/frame")) window.looks += 1;
  return before(address, ...rest);
}"""


class Scene(NamedTuple):
    app: Flask
    desk: str
    address: str


@pytest.fixture
def scene(app: Flask) -> Iterator[Scene]:
    event = an_event(starts_at=moment(0, 9), slug="conference")
    a_registration(event, Status.CONFIRMED, badge_code=CODE, given_name="Ana", family_name="CEBOTARI")
    users.a_desk_agent(event, email="desk@police.example")
    db.session.commit()
    with served_here(app) as address:
        yield Scene(app, f"{address}/check-in/conference", address)


@pytest.fixture(scope="module")
def camera(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose camera sees the badge, and which is allowed to use it."""
    film = badge_video.video(tmp_path_factory.mktemp("film") / "badge.y4m", CODE)
    opened = chromium.browser_type.launch(
        executable_path=next(filter(None, map(shutil.which, NAMES))),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    yield opened
    opened.close()


@pytest.fixture
def page(camera: Browser) -> Iterator[Page]:
    window = camera.new_context(viewport={"width": 1024, "height": 900}, locale="en-GB")
    yield watched(window.new_page())
    window.close()


def at_the_desk(scene: Scene, page: Page) -> Page:
    agent = db.session.scalars(select(User).where(User.email == "desk@police.example")).one()
    window: BrowserContext = page.context
    sign_in(scene.app, window, scene.address, agent)
    db.session.rollback()
    page.goto(scene.desk)
    page.click("#camera-open")
    return page


def lines() -> int:
    found = db.session.scalar(select(func.count()).select_from(CheckIn)) or 0
    db.session.rollback()
    return found


def looked(page: Page, times: int) -> None:
    page.wait_for_function("(times) => window.looks >= times", arg=times)


@pytest.mark.parametrize("reader", ["browser", "server"])
def test_a_badge_before_the_camera_counts_once(scene: Scene, page: Page, reader: str) -> None:
    page.add_init_script(OWN_READER % json.dumps([CODE]) if reader == "browser" else COUNT_LOOKS)
    posted: list[str] = []
    page.on("request", lambda one: posted.append(one.url) if one.method == "POST" else None)
    at_the_desk(scene, page)
    expect(page.locator("#desk-answer h2")).to_have_text("Welcome")
    expect(page.locator("#desk-answer .nm")).to_have_text("Ana CEBOTARI")
    looked(page, 6)  # it is still there, and is no other scan
    assert posted.count(scene.desk) == 1
    assert any(url.endswith("/frame") for url in posted) == (reader == "server")
    assert lines() == 1
    expect(page.locator("#camera-open")).to_have_text("Close the camera")
    page.click("#camera-open")
    expect(page.locator("#camera")).to_be_hidden()
    expect(page.locator("#desk-scan [name=code]")).to_be_focused()


def test_two_badges_at_once_are_none(scene: Scene, page: Page) -> None:
    page.add_init_script(OWN_READER % json.dumps([CODE, "SOMEBODY2ELSE3ZZZZZZ"]))
    at_the_desk(scene, page)
    expect(page.locator("#camera-words")).to_contain_text("more than one code")
    looked(page, 3)
    assert lines() == 0


def test_a_foreign_code_is_never_part_of_a_name(scene: Scene, page: Page) -> None:
    page.add_init_script(OWN_READER % json.dumps(["ana cebotari"]))
    at_the_desk(scene, page)
    expect(page.locator("#desk-answer h2")).to_have_text("Unknown code")
    assert lines() == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("NotAllowedError", "does not let this page use the camera"),
        ("NotFoundError", "no camera that the page can use"),
        ("NotReadableError", "Another program uses the camera"),
        ("TypeError", "The camera stopped"),
    ],
)
def test_without_a_camera_words_say_what_to_do(scene: Scene, page: Page, error: str, words: str) -> None:
    page.add_init_script(
        f"navigator.mediaDevices.getUserMedia = async () => {{ throw new DOMException('', '{error}'); }}"
    )
    at_the_desk(scene, page)
    expect(page.locator("#camera-words")).to_contain_text(words)
    expect(page.locator("#camera video")).to_be_hidden()
    expect(page.locator("body > [aria-live]")).to_contain_text(words)
    expect(page.locator("#desk-scan [name=code]")).to_be_focused()


def test_a_page_without_https_says_that_there_is_no_camera(scene: Scene, page: Page) -> None:
    page.add_init_script("Object.defineProperty(Navigator.prototype, 'mediaDevices', { value: undefined })")
    at_the_desk(scene, page)
    expect(page.locator("#camera-words")).to_contain_text("begins with https")


def test_a_server_that_cannot_be_reached_is_said(scene: Scene, page: Page) -> None:
    page.route(re.compile("/frame$"), lambda route: route.abort())
    at_the_desk(scene, page)
    expect(page.locator("#camera-words")).to_contain_text("Without network")
