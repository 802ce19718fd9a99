"""One look at the page that a window shows: at a desk, on a phone, on the smallest phone, in the dark, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.every_page import axe, keyboard
from tests.browser.every_page.watching import Watched

_IN_PAGE = Path(__file__).with_name("in_page.js").read_text(encoding="utf-8")
_SPACING = Path(__file__).with_name("spacing.js").read_text(encoding="utf-8")
DESK, PHONE, SMALLEST = 1280, 375, 320
_HEIGHT = {DESK: 900, PHONE: 780, SMALLEST: 640}
_LEAST, _LEAST_AT_DESK = 24, 44  # pixels of a target on a phone; at the entrance people are in a hurry
_TAP = 44  # how high each control is there, whoever uses it


def findings(watched: Watched, language: str, *, desk: bool = False, by_keyboard_at: int = DESK) -> list[str]:
    """All that is wrong with the page that is open, a sentence each, with the width at which it was seen."""
    page = watched.page
    found = list(_light(page, _LEAST_AT_DESK if desk else _LEAST, by_keyboard_at))
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {words}" for words in axe.findings(page, ["color-contrast"])]
    page.emulate_media(color_scheme="light")
    if page.evaluate("document.documentElement.lang") != language:
        found.append(f"the page does not say that it is in {language}")
    return [*found, *watched.taken()]


def _light(page: Page, least: int, by_keyboard_at: int) -> Iterator[str]:
    for width in (SMALLEST, PHONE, DESK):
        page.set_viewport_size({"width": width, "height": _HEIGHT[width]})
        asked = {"least": least if width == PHONE else 0, "tap": _TAP, "width": width}
        found = page.evaluate(_IN_PAGE, asked)
        if width != SMALLEST:
            found += axe.findings(page)
            found += page.evaluate(_SPACING)
        if width == by_keyboard_at:
            found += keyboard.findings(page)
        yield from (f"{width}: {words}" for words in found)
