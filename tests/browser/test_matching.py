"""The search box of bodies folds as the server does: no-break spaces are blanks, and curly apostrophes straight ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.lib import names
from tests.browser.served_here import served_here

pytestmark = pytest.mark.sqlite_only
WRITTEN = [
    "Comité\u202fcontre\u00a0l’extrémisme\u202f: œuvre",
    "Comité contre l'extrémisme : oeuvre",
    "  République\u00a0de Moldova ",
    "Côte d’Ivoire",
    "Bosnie-Herzégovine",
    "Türkiye",
]


@pytest.fixture
def page_of_ours(app: Flask, page: Page) -> Iterator[Page]:
    with served_here(app) as address:
        page.goto(f"{address}/accessibility")
        yield page


def test_both_fold_alike(page_of_ours: Page) -> None:
    folded = page_of_ours.evaluate(
        "async (texts) => { const { fold } = await import('/static/js/matching.js'); return texts.map(fold); }",
        WRITTEN,
    )
    assert folded == [" ".join(names.tokens(text)) for text in WRITTEN]
    assert folded[0] == folded[1]


@pytest.mark.parametrize(
    "typed", ["cote d'ivoire", "Côte d’Ivoire", "cote\u00a0d ivoire", "ivoire\u202fcote"]
)
def test_what_is_typed_finds_the_body(page_of_ours: Page, typed: str) -> None:
    found = page_of_ours.evaluate(
        """async (typed) => {
          const { fold, matches } = await import('/static/js/matching.js');
          const entries = [{ keys: [fold("Côte d’Ivoire")], code: "ci" }, { keys: [fold("Canada")], code: "ca" }];
          return matches(entries, typed).map((entry) => entry.code);
        }""",
        typed,
    )
    assert found == ["ci"]
