"""Choosing whom one represents: by any of its names, a code, with or without accents, a slip of the finger; by keys alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from app.extensions import db
from app.models import Category
from app.services import reference_data
from tests.browser.served_here import served_here
from tests.factories.events import an_event

pytestmark = pytest.mark.sqlite_only
CZECHIA = "Czechia"


@pytest.fixture
def form(app: Flask, page: Page) -> Iterator[Page]:
    """The form with the whole list, on a telephone."""
    reference_data.load()
    an_event([Category.MEMBER_STATE_DELEGATE, Category.OBSERVER], slug="trust")
    db.session.commit()
    page.set_viewport_size({"width": 375, "height": 700})
    with served_here(app) as site:
        page.goto(f"{site}/events/trust/register")
        expect(box(page)).to_be_visible()
        yield page


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Whom do you represent?")


def matches(page: Page) -> Locator:
    return page.locator(".combo [role=option]")


def typed(page: Page, words: str) -> None:
    box(page).fill("")
    box(page).press_sequentially(words)


def chosen(page: Page) -> str:
    """The value that the form would send, in words."""
    return str(page.evaluate("document.querySelector('select[name=body]').selectedOptions[0].textContent"))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("germany", "Germany"),
        ("Allemagne", "Germany"),
        ("allem", "Germany"),
        ("MD", "Republic of Moldova"),
        ("mda", "Republic of Moldova"),
        ("moldova republic", "Republic of Moldova"),
        ("TÜRK", "Türkiye"),
        ("turk", "Türkiye"),
        ("czech republic", CZECHIA),
        ("tchéquie", CZECHIA),
        ("tcheq", CZECHIA),
        ("germnay", "Germany"),
        ("bosnie", "Bosnia and Herzegovina"),
        ("interpol", "International Criminal Police Organization – INTERPOL"),
    ],
)
def test_however_it_is_typed(form: Page, words: str, first: str) -> None:
    typed(form, words)
    expect(matches(form).first).to_contain_text(first)
    form.keyboard.press("Enter")
    expect(box(form)).to_have_value(first)
    assert chosen(form).startswith(first)


def test_the_keys(form: Page) -> None:
    typed(form, "al")
    number = matches(form).count()
    assert number > 1
    expect(box(form)).to_have_attribute("aria-expanded", "true")
    for key, index in (
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("ArrowUp", 0),
        ("ArrowUp", number - 1),
        ("ArrowDown", 0),
    ):
        form.keyboard.press(key)
        row = matches(form).nth(index)
        expect(row).to_have_attribute("aria-selected", "true")
        expect(box(form)).to_have_attribute("aria-activedescendant", str(row.get_attribute("id")))
        assert form.evaluate("document.activeElement.getAttribute('role')") == "combobox"
    form.keyboard.press("Home")
    assert form.evaluate("document.activeElement.selectionStart") == 0
    form.keyboard.press("End")
    assert form.evaluate("document.activeElement.selectionStart") == 2
    form.keyboard.press("Escape")
    expect(box(form)).to_have_attribute("aria-expanded", "false")
    expect(box(form)).to_have_value("al")
    form.keyboard.press("Escape")
    expect(box(form)).to_have_value("")


def test_a_name_typed_in_full_needs_no_choice(form: Page) -> None:
    typed(form, "République de Moldova")
    form.keyboard.press("Tab")
    expect(box(form)).to_have_value("Republic of Moldova")
    assert chosen(form) == "Republic of Moldova – République de Moldova"


def test_what_is_found_is_announced(form: Page) -> None:
    said = form.locator(".combo + [role=status]")
    typed(form, "germa")
    expect(said).to_have_text("One match.")
    typed(form, "al")
    expect(said).to_have_text(f"{matches(form).count()} matches.")
    typed(form, "germnay")
    expect(said).to_have_text("No match for “germnay”. Did you mean one of these?")
    expect(said).to_be_visible()
    typed(form, "qqqq")
    expect(said).to_have_text("No match for “qqqq”.")


def test_the_choice_is_kept_after_an_error(form: Page) -> None:
    typed(form, "mda")
    form.keyboard.press("Enter")
    form.click("#registration .btn-primary")
    expect(form.locator(".problem")).to_be_focused()
    expect(box(form)).to_have_value("Republic of Moldova")
    assert chosen(form).startswith("Republic of Moldova")


def test_a_row_tells_the_other_name_and_the_code(form: Page) -> None:
    typed(form, "mda")
    expect(matches(form).first).to_contain_text("Member state · République de Moldova")
    expect(matches(form).first.locator("kbd")).to_have_text("MD")
    assert form.evaluate("document.querySelector('[role=option]').getBoundingClientRect().height") >= 44
