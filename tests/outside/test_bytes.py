"""What a page costs over the line, as a browser of today counts it: headers and compressed bytes, with an empty cache.

A hundred thousand bytes are the limit for each public page with everything it asks for, and for the whole way from the
calendar to one's own registration. What has an address of its own content is fetched once on that way.
"""

from __future__ import annotations

import re
from itertools import count
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from app.extensions import db
from app.lib.clock import now
from app.models import Category, Notice
from app.services import reference_data
from tests.factories.events import a_session, an_event
from tests.outside.running import Running
from tests.received_mail import Mailboxes

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
LIMIT = 100_000
FOREVER = "max-age=31536000, immutable"
_numbers = count(1)


class Line:
    """A browser with an empty cache, and what came over its line since."""

    def __init__(self, window: BrowserContext) -> None:
        self.page: Page = window.new_page()
        self.asked: dict[str, str] = {}
        self.fetched: list[tuple[str, int]] = []
        self.kept: dict[str, str] = {}
        self.cached: set[str] = set()
        protocol = window.new_cdp_session(self.page)
        protocol.send("Network.enable")
        protocol.on("Network.requestServedFromCache", lambda event: self.cached.add(str(event["requestId"])))
        protocol.on("Network.responseReceived", self._answered)
        protocol.on("Network.loadingFinished", self._finished)

    def _answered(self, event: dict[str, object]) -> None:
        response = event["response"]
        assert isinstance(response, dict)
        cached = response.get("fromDiskCache") or str(event["requestId"]) in self.cached
        if not cached and not str(response["url"]).startswith("data:"):
            self.asked[str(event["requestId"])] = str(response["url"])
            headers = {str(key).lower(): str(value) for key, value in response["headers"].items()}
            self.kept[str(response["url"])] = headers.get("cache-control", "")

    def _finished(self, event: dict[str, object]) -> None:
        if url := self.asked.get(str(event["requestId"])):
            self.fetched.append((url, int(str(event["encodedDataLength"]))))

    @property
    def bytes(self) -> int:
        self.page.wait_for_load_state("networkidle")
        return sum(size for _, size in self.fetched)

    def files(self) -> list[str]:
        """The addresses that are no pages; what the cache had took nothing from the line."""
        return [url for url, size in self.fetched if "/static/" in url and size]


@pytest.fixture
def slug(app: Flask) -> str:
    """A conference with a programme, a form and the whole list of bodies."""
    reference_data.load()
    number = next(_numbers)
    event = an_event(
        [Category.MEMBER_STATE_DELEGATE, Category.OBSERVER], slug=f"bytes-{number}", short_code=f"B{number}",
        title_en="Trust and Oversight", title_fr="Confiance et contrôle", capacity_in_person=50,
    )  # fmt: skip
    for day in range(8):
        a_session(event, 1, sign_up=True, title_en=f"Session {day}", title_fr=f"Séance {day}")
    db.session.add(
        Notice(number=1000 + number, text_en="Words " * 400, text_fr="Mots " * 400, published_at=now())
    )
    made = event.slug
    db.session.commit()
    return made


@pytest.mark.parametrize(
    "path",
    ["/", "/events/{slug}", "/events/{slug}/register", "/find-my-registration", "/delegation/sign-in", "/privacy",
     "/accessibility", "/contact"],
)  # fmt: skip
def test_a_public_page(running: Running, slug: str, window: BrowserContext, path: str) -> None:
    line = Line(window)
    answer = line.page.goto(f"http://{running.host}{path.format(slug=slug)}", wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200
    assert "zstd" in answer.headers["content-encoding"], "as small as this browser can take it"
    assert answer.headers["cache-control"] == "no-store"
    print(f"{path}: {line.bytes} bytes")
    assert 20_000 < line.bytes <= LIMIT
    assert len(line.files()) >= 4
    for url in line.files():
        assert re.search(r"\?v=[0-9a-f]{8}$", url), f"{url} has no sum of its content"
        assert line.kept[url].endswith(FOREVER), url


def test_the_whole_way(running: Running, slug: str, window: BrowserContext, mailbox: Mailboxes) -> None:
    line, site = Line(window), f"http://{running.host}"
    page, address = line.page, f"{slug}@igp.example"
    page.goto(f"{site}/", wait_until="networkidle")
    page.goto(f"{site}/events/{slug}", wait_until="networkidle")
    page.click("aside a.btn-primary")
    assert page.locator("select[name=body] option").count() > 90, (
        "the whole list of bodies comes with the form"
    )
    page.check("input[name=category][value=member_state_delegate]")
    page.fill("[role=combobox]", "moldavie")
    page.keyboard.press("Enter")
    page.check("input[name=mode][value=in_person]")
    page.fill("[name=family_name]", "CEBOTARI")
    page.fill("[name=email]", address)
    page.click("#registration .btn-primary")
    page.click("button[value=send]")
    expect(page).to_have_url(f"{site}/events/{slug}/registered")
    page.goto(site + mailbox.link_to(address, "/c/"))
    page.click("main form button")
    expect(page).to_have_url(f"{site}/my-registration")
    print(f"calendar to own registration: {line.bytes} bytes in {len(line.fetched)} answers")
    assert line.bytes <= LIMIT
    files = [urlsplit(url).path for url in line.files()]
    repeated = [file for file in files if files.count(file) > 1 and not file.endswith(".svg")]
    assert not repeated, "each stylesheet and each script once"
