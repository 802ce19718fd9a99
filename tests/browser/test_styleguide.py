"""The style guide in a real browser: photographed in both languages, both themes and both widths, and looked at by axe.

PICTURES=folder keeps the pictures there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.every_page import axe
from tests.browser.screens import watched
from tests.browser.served_here import served_here

pytestmark = pytest.mark.sqlite_only
REPEATED = "axe: landmark-unique"  # a landmark of one page stands here once for each of its states


@pytest.fixture
def guide(app: Flask, page: Page) -> Iterator[str]:
    watched(page)
    with served_here(app) as address:
        yield f"{address}/styleguide"


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    folder = Path(os.environ.get("PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_family_is_there_and_axe_finds_nothing(
    guide: str, page: Page, pictures: Path, language: str, theme: str
) -> None:
    page.goto(f"{guide.removesuffix('/styleguide')}/colours/{theme}?next=/styleguide")
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{guide}?lang={language}")
        assert page.locator("html").get_attribute("data-bs-theme") == theme
        page.screenshot(path=pictures / f"styleguide-{language}-{theme}-{width}.png", full_page=True)
        for family in page.locator("section.family").all():
            box = family.bounding_box()
            assert box is not None
            assert box["height"] > 100, family.get_attribute("id")
        found = [one for one in axe.findings(page) if REPEATED not in one]
        assert not found, "\n".join(found)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_scrolls_sideways_on_a_narrow_telephone(guide: str, page: Page, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{guide}?lang={language}")
    wide = page.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .filter((one) => !one.closest(".table-responsive, .tabs"))
          .map((one) => one.outerHTML.slice(0, 120)).slice(0, 10)"""
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, "\n".join(wide)
