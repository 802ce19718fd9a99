"""Each main form, sent with something wrong, comes back whole: the summary, the words at the field, what was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.every_page.conftest import Opening
from tests.browser.every_page.looking import DESK, findings
from tests.browser.every_page.world import World, secrets
from tests.browser.every_page.wrong_answers import FORMS, Sent

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
_REFUSED = Path(__file__).with_name("refused_form.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", FORMS)
def test_it_comes_back_with_what_is_wrong(
    opening: Opening, looked_at: tuple[Flask, World, str], name: str, language: str
) -> None:
    sent = FORMS[name]
    watched = opening(sent.viewer, language)
    watched.page.set_viewport_size({"width": DESK, "height": 900})
    watched.page.goto(_address(sent, looked_at[1]))
    _send(watched.page, sent)
    found = watched.page.evaluate(_REFUSED, {} if sent.secret else sent.typed)
    found += _links(watched.page)
    desk = sent.address.startswith("/check-in/")
    found += findings(watched, language, desk=desk, by_keyboard_at=0)
    assert not found, "\n".join(found)


def _address(sent: Sent, world: World) -> str:
    address = sent.address.format(**world.ids, asking=world.asking)
    return next((begin + secret for begin, secret in secrets(world).items() if begin == address), address)


def _send(page: Page, sent: Sent) -> None:
    """Type, and press the button that sends; the page that answers is waited for."""
    form = page.locator(sent.selector).first
    for name, value in sent.typed.items():
        form.locator(f"[name={name}]").first.fill(value)
    with page.expect_navigation():
        form.locator("[type=submit]:is(.btn-primary, .btn-danger, .btn-line)").first.click()


def _links(page: Page) -> list[str]:
    """Each line of the summary that leads to a field brings the focus to it, or to the first of its choices."""
    wrong = []
    for number in range(page.locator("[data-problem] a[href^='#']").count()):
        link = page.locator("[data-problem] a[href^='#']").nth(number)
        target = str(link.get_attribute("href")).removeprefix("#")
        link.press("Enter")
        there = page.evaluate(
            "id => document.activeElement.id === id || document.getElementById(id)?.contains(document.activeElement)",
            target,
        )
        if not there:
            wrong.append(f"the link to #{target} does not bring the focus there")
    return wrong
