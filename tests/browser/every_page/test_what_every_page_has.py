"""What is promised of each page of each role, in both languages, and can be read from its HTML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask

from tests.browser.every_page import addresses
from tests.browser.every_page.coming import VIEWERS, come
from tests.browser.every_page.world import World, secrets

pytestmark = pytest.mark.sqlite_only
NAMES = ("given_name", "family_name", "own_script_name")
# What a browser would judge before it sends anything.
TYPED_INTO = (
    ", ".join(f"input[type={kind}]" for kind in ("email", "number", "date", "time", "url", "tel", "file"))
    + ", [required]"
)
SAMPLES = "/styleguide"  # fields that are shown, not filled in
HALL = "/board"  # a screen that stands in a hall: it speaks both languages, and nobody is helped there


def missing(page: BeautifulSoup, language: str, address: str) -> Iterator[str]:
    """What a page has not, a sentence each."""
    other = "fr" if language == "en" else "en"
    if not page.select(f"a[hreflang={other}], button[name=lang][value={other}]"):
        yield "no way to the other language"
    if not page.select("a[href*='/help']") and not address.endswith(HALL):
        yield "no way to the help"
    for form in page.select("main form"):
        if "*" in "".join(one.get_text() for one in form.select("label, legend")):
            yield "an asterisk"
        if form.select(TYPED_INTO) and not form.has_attr("novalidate"):
            yield f"a form that the browser judges by itself: {form.get('action')}"
    for chip in page.select(".chip"):
        if not chip.select("svg") or not chip.get_text(strip=True):
            yield f"not both a glyph and a word: {chip}"
    if address != SAMPLES:
        yield from (f"a browser corrects {field['name']}" for field in _exact(page) if _is_corrected(field))


def _exact(page: BeautifulSoup) -> list[Tag]:
    """The fields for names and addresses of mailboxes."""
    named = ", ".join(f"input[name={name}]:not([type=hidden])" for name in NAMES)
    return page.select(f"{named}, input[type=email]")


def _is_corrected(field: Tag) -> bool:
    return field.get("spellcheck") != "false"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("viewer", VIEWERS)
def test_nothing_is_missing(
    looked_at: tuple[Flask, World, str], world: World, viewer: str, language: str
) -> None:
    app = looked_at[0]
    visitor, wrong = come(app, world, viewer), defaultdict[str, list[str]](list)
    visitor.set_cookie("lang", language)
    for address in addresses.seen_by(app, world, viewer, secrets(world)):
        answer = visitor.get(address)
        page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        wrong[address] += missing(page, language, address)
    assert wrong
    assert {address: found for address, found in wrong.items() if found} == {}
