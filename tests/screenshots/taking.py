"""Taking one picture: a window, the page in a language, the steps, and the element that is cut out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Locator, Page

from tests.screenshots.pictures import Picture
from tests.screenshots.stage import Stage

_CATALOGUE = Path(__file__).parents[2] / "app/translations/fr/LC_MESSAGES/messages.po"
_HEIGHT = 900  # of the window; a picture can be higher


@contextmanager
def shown(browser: Browser, stage: Stage, picture: Picture, language: str) -> Iterator[Locator]:
    """The element of a picture, as it stands once the steps are done.

    Raises:
        AssertionError: the page does not open, or a step finds nothing.
        playwright.sync_api.Error: as above, found by the browser.
    """
    window = browser.new_context(
        viewport={"width": picture.width, "height": _HEIGHT},
        device_scale_factor=picture.scale,
        locale="fr-FR" if language == "fr" else "en-GB",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
    )
    window.set_default_timeout(10_000)
    try:
        stage.begin(window, picture.who, picture.at, picture.scene)
        page = window.new_page()
        address = stage.address + picture.path.format_map(stage.facts)
        answer = page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        assert answer, address
        assert answer.ok, f"{address} answers {answer.status}"
        for act, *words in picture.steps:
            _STEPS[act](page, language, *(word.format_map(stage.facts) for word in words))
            page.wait_for_load_state()
        element = page.locator(picture.crop).first
        element.wait_for()
        yield element
    finally:
        window.close()


def taken(element: Locator, picture: Picture) -> bytes:
    """The picture of an element as PNG, with some paper around it."""
    box = element.bounding_box()
    assert box is not None, picture.name
    page, beyond = element.page, picture.beyond
    left, top = max(0.0, box["x"] - beyond), max(0.0, box["y"] - beyond)
    right = min(float(picture.width), box["x"] + box["width"] + beyond)
    height = min(picture.height or 10_000, box["y"] + box["height"] + beyond - top)
    clip = {"x": left, "y": top, "width": right - left, "height": height}
    return page.screenshot(full_page=True, clip=clip, animations="disabled")  # type: ignore[arg-type]


@cache
def _called(words: str, language: str) -> re.Pattern[str]:
    """What a button or link is called in a language; who or what it is about may follow, unseen."""
    names = {words}
    if language == "fr":
        with _CATALOGUE.open("rb") as file:
            names = {
                str(entry.string)
                for entry in read_po(file, locale="fr")
                if entry.id == words and entry.string
            }
        assert names, f"the catalogue does not know {words!r}"
    return re.compile(rf"^({'|'.join(map(re.escape, sorted(names)))})(\s|$)")


def _press(page: Page, language: str, words: str) -> None:
    page.get_by_role("button", name=_called(words, language)).first.click()


def _follow(page: Page, language: str, words: str) -> None:
    page.get_by_role("link", name=_called(words, language)).first.click()


_STEPS: dict[str, Callable[..., None]] = {
    "fill": lambda page, _language, selector, text: page.locator(selector).first.fill(text),
    "check": lambda page, _language, selector: page.locator(selector).first.check(),
    "choose": lambda page, _language, selector, value: page.locator(selector).first.select_option(value),
    "open": lambda page, _language, selector: page.locator(selector).first.click(),
    "click": lambda page, _language, selector: page.locator(selector).first.click(),
    "wait": lambda page, _language, selector: page.locator(selector).first.wait_for(),
    "press": _press,
    "follow": _follow,
}
