"""The module that keeps the page of a message up to date: what has changed is replaced, whoever reads stays where they are."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Route, expect

from app import create_app

SITE = "http://site.test/message"
MODULE = (Path(create_app.__code__.co_filename).parent / "static/js/live-parts.js").read_text(
    encoding="utf-8"
)
_PAGE = """<!doctype html><html lang="en"><head><title>x</title><script type="module" src="/live-parts.js"></script></head>
<body><input id="elsewhere"><p role="status" id="said" data-live-words>{said}</p>
<div id="steps" data-live="{state}" tabindex="-1"><button>{button}</button></div>
<div id="progress" data-live="{number}"{goes_on}><b>{number} of 3</b></div></body></html>"""


def test_parts_are_replaced_until_it_ends(page: Page) -> None:
    stages = [("Being sent.", "sending", "Pause", number, " data-goes-on") for number in (0, 1, 2)]
    stages.append(("Nothing waits any more.", "done", "", 3, ""))
    names = ("said", "state", "button", "number", "goes_on")
    pages = [_PAGE.format(**dict(zip(names, stage, strict=True))) for stage in stages]
    asked: list[str] = []
    at_the_button: list[bool] = []  # until somebody is there nothing changes

    def answer(route: Route) -> None:
        if route.request.url.endswith(".js"):
            route.fulfill(body=MODULE.replace("PAUSE = 2000", "PAUSE = 50"), content_type="text/javascript")
            return
        if asked and not at_the_button:
            route.fulfill(body=pages[0], content_type="text/html")
            return
        body = pages[min(len(asked), len(pages) - 1)]
        asked.append(route.request.resource_type)
        route.fulfill(body=body, content_type="text/html")

    page.route("http://site.test/**", answer)
    page.goto(SITE)
    page.evaluate("window.sameSince = true")
    page.focus("#steps button")
    at_the_button.append(True)
    expect(page.locator("#progress b")).to_have_text("3 of 3")
    expect(page.locator("#said")).to_have_text("Nothing waits any more.")
    assert page.evaluate("window.sameSince"), "the page was never left"
    assert page.evaluate("document.activeElement.id") == "steps", "who was at the button is where it was"
    page.wait_for_timeout(300)
    assert asked == ["document", "fetch", "fetch", "fetch"], "it ends when nothing will change any more"


def test_an_answer_that_fails_does_not_end_it(page: Page) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        if route.request.url.endswith(".js"):
            route.fulfill(body=MODULE.replace("PAUSE = 2000", "PAUSE = 50"), content_type="text/javascript")
            return
        asked.append(route.request.url)
        if len(asked) == 2:
            route.fulfill(status=503, body="busy")
            return
        number = 0 if len(asked) == 1 else 3
        body = _PAGE.format(
            said="", state="", button="", number=number, goes_on=" data-goes-on" if not number else ""
        )
        route.fulfill(body=body, content_type="text/html")

    page.route("http://site.test/**", answer)
    page.goto(SITE)
    expect(page.locator("#progress b")).to_have_text("3 of 3")
