"""In a real browser every page asks this host and no other, and neither a script nor the content policy objects to anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

from app.extensions import db
from app.models import Category, Status
from tests.factories.events import a_session, an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_administrator
from tests.outside.running import Running
from tests.outside.visitor import Outsider
from tests.signing_in import sign_in

_numbers = count(1)
pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
DOWNLOADS = (
    "event_calendar",
    "my_calendar",
    "template",
    "file",
    "document",
    "job",
    "static",
    "health.",
    "export",
)
NO_OBJECTION = "Failed to load resource"  # what a browser says of a page that is answered by 404 or 403


@pytest.fixture(params=["nobody", "administrator"])
def browser(request: pytest.FixtureRequest, running: Running, window: BrowserContext) -> BrowserContext:
    """A window of somebody."""
    if request.param == "administrator":
        who = sign_in(Outsider(running), an_administrator())  # type: ignore[arg-type]
        site = f"http://{running.host}"
        window.add_cookies([{"name": "session", "value": who.cookies["session"], "url": site}])  # type: ignore[attr-defined]
    return window


@pytest.fixture
def slug(app: Flask) -> str:
    number = next(_numbers)
    event = an_event([Category.GUEST], slug=f"browser-{number}", short_code=f"W{number}")
    a_session(event, 1, sign_up=True, capacity=3)
    a_registration(event, Status.CONFIRMED)
    made = event.slug
    db.session.commit()
    return made


def test_no_page_asks_another_host(running: Running, app: Flask, slug: str, browser: BrowserContext) -> None:
    asked: set[str] = set()
    said: list[str] = []
    page = browser.new_page()
    page.on(
        "request", lambda request: asked.add(urlsplit(request.url).netloc or urlsplit(request.url).scheme)
    )
    page.on("console", lambda line: said.append(f"{page.url}: {line.text}") if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    opened = 0
    for address in _pages(app, slug):
        answer = page.goto(f"http://{running.host}{address}", wait_until="load")
        opened += answer is not None and answer.status == 200
    assert opened > 20
    assert asked <= {running.host, "data"}
    assert not [line for line in said if NO_OBJECTION not in line]


def _pages(app: Flask, slug: str) -> Iterator[str]:
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    for rule in rules:
        if "GET" in (rule.methods or ()) and not any(part in rule.endpoint for part in DOWNLOADS):
            yield _address(rule, slug)


def _address(rule: Rule, slug: str) -> str:
    given = {name: _some(rule, name, slug) for name in rule.arguments}
    built = rule.build(given, append_unknown=False)
    assert built is not None, rule.rule
    return built[1]


def _some(rule: Rule, name: str, slug: str) -> object:
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    known = {"slug": slug, "code": "MD", "kind": "confirm_address"}
    return 1 if isinstance(converter, IntegerConverter) else known.get(name, "unknown")
