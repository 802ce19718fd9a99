"""Through a page with the Tab key: each stop can be seen, lies in the window, and lets one go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

STOPS = 40
_WAY = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
_PARTS = 8  # a field for a date or a time has a stop in each of its parts, and so may a frame


def findings(page: Page, stops: int = STOPS) -> list[str]:
    """What is wrong with the first stops of a page, and with its link to the main part, a sentence each."""
    page.evaluate(_WAY)
    page.evaluate("window.way.begin()")
    found, same = list[str](), 0
    for _ in range(stops):
        stop: dict[str, Any] | None = page.evaluate("window.way.stop()")
        if stop is None or stop["round"]:
            break
        found += [f"Tab: {stop['name']}: {words}" for words in stop["wrong"]]
        same = same + 1 if stop["again"] else 0
        if same > (_PARTS if stop["parts"] else 0):
            found.append(f"Tab: {stop['name']}: there is no way on")
            break
        page.keyboard.press("Tab")
    return [*found, *_skip_link(page)]


def _skip_link(page: Page) -> list[str]:
    """The first link is seen when one comes to it, and leads past the head of the page."""
    if not page.locator(".skip").count():
        something = page.locator(
            "header :is(a, button), body > a"
        ).count()  # the last resort has an empty head
        return ["there is no link past the head of the page"] if something else []
    page.evaluate("document.querySelector('.skip').focus()")
    shown = page.evaluate("document.querySelector('.skip').getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    arrived = page.evaluate("document.activeElement.localName") == "main"
    return [
        *([] if shown else ["the link past the head of the page is not seen"]),
        *([] if arrived else ["the link past the head of the page does not lead into the main part"]),
    ]
