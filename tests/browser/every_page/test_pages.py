"""Every page of every role, in both languages: at a desk, on a phone, in the dark, by keyboard."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browser.every_page import addresses
from tests.browser.every_page.conftest import Opening
from tests.browser.every_page.looking import DESK, PHONE, findings
from tests.browser.every_page.world import World, secrets

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
# Into how many cases the pages of a viewer are dealt out, so that they take about as long.
PARTS = {
    "nobody": 3,
    "private link": 1,
    "nominee": 1,
    "correspondent": 1,
    "halfway": 1,
    "halfway with an app": 1,
    "desk agent": 2,
    "organiser": 12,
    "organiser of some": 1,
    "administrator": 3,
    "statistics reader": 2,
}
# On the style guide each part of a page stands several times, once in each of its states, under the same name.
EXCUSED = {"/styleguide": ("axe: landmark-unique",)}
CASES = [(viewer, part) for viewer, parts in PARTS.items() for part in range(parts)]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("viewer", "part"), CASES, ids=[f"{viewer} {part + 1}" for viewer, part in CASES])
def test_nothing_is_wrong(
    opening: Opening, looked_at: tuple[Flask, World, str], viewer: str, part: int, language: str
) -> None:
    app, world, _ = looked_at
    pages = addresses.seen_by(app, world, viewer, secrets(world))[part :: PARTS[viewer]]
    watched, wrong = opening(viewer, language), dict[str, list[str]]()
    for address in pages:
        watched.page.set_viewport_size({"width": DESK, "height": 900})
        answer = watched.page.goto(address)
        found = [] if answer and answer.status == 200 else [f"answered {answer and answer.status}"]
        found += findings(
            watched,
            language,
            desk=address.startswith("/check-in/"),
            by_keyboard_at=DESK if language == "en" else PHONE,
        )
        found = [words for words in found if not any(one in words for one in EXCUSED.get(address, ()))]
        if found:
            wrong[address] = found
    assert not wrong, "\n".join(f"{address}\n    " + "\n    ".join(found) for address, found in wrong.items())
    assert pages
