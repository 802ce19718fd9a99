"""The modules that copy a text and print a page: their buttons show where they work, and stay hidden where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from app import create_app

FOLDER = Path(create_app.__code__.co_filename).parent / "static/js"
SECURE, PLAIN = "http://localhost/codes", "http://site.test/codes"
_LIST = """<ol data-text data-copied="Copied"><li> <code>AAAA-1111</code> </li><li><code>BBBB-2222</code></li></ol>"""
_FIELD = """<input value="https://site.test/i/abc" readonly data-copied="Copied">"""
_PAGE = """<!doctype html><html lang="en"><head><title>x</title><script type="module" src="/copy-text.js"></script>
<script type="module" src="/print-page.js"></script></head><body><div data-copy>{text}<button id="copy" hidden>Copy</button>
<button id="print" data-print hidden>Print</button><span role="status"></span></div></body></html>"""


def serve(page: Page, text: str) -> None:
    def answer(route: Route) -> None:
        if route.request.url.endswith(".js"):
            module = FOLDER / route.request.url.rpartition("/")[2]
            route.fulfill(body=module.read_text(encoding="utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body=_PAGE.format(text=text), content_type="text/html")

    for site in ("http://localhost/**", "http://site.test/**"):
        page.route(site, answer)


@pytest.mark.parametrize(
    ("text", "copied"), [(_LIST, "AAAA-1111\nBBBB-2222"), (_FIELD, "https://site.test/i/abc")]
)
def test_a_text_is_copied(page: Page, text: str, copied: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin="http://localhost")
    serve(page, text)
    page.goto(SECURE)
    page.click("#copy")
    expect(page.locator("[role=status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == copied


def test_where_nothing_can_be_copied_no_button_says_so(page: Page) -> None:
    serve(page, _LIST)
    page.goto(PLAIN)
    expect(page.locator("#print")).to_be_visible()
    expect(page.locator("#copy")).to_be_hidden()


def test_the_page_is_printed(page: Page) -> None:
    serve(page, _LIST)
    page.goto(SECURE)
    page.evaluate("window.print = () => { window.printed = true }")
    page.click("#print")
    assert page.evaluate("window.printed")
