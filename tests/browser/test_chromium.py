"""The browser of the tests is there and runs scripts."""

from __future__ import annotations

from playwright.sync_api import Page


def test_the_browser_runs(page: Page) -> None:
    page.set_content("<title>x</title><p>hello</p>")
    assert page.evaluate("document.querySelector('p').textContent") == "hello"
