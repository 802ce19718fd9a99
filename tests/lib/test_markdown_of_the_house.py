"""Two readers open the first guide of a process at the same moment."""

from __future__ import annotations

from importlib import reload

import pytest
from markdown_it.ruler import Ruler

from app.lib import markdown_of_the_house


def test_no_rules_are_sorted_while_somebody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library sorts them with the first text, and a second reader was told of no rules at all: an error, or an empty page."""
    loaded = reload(markdown_of_the_house)

    def sort(_rules: Ruler[object]) -> None:
        pytest.fail("rules are sorted while a page is read")

    monkeypatch.setattr(Ruler, "__compile__", sort)
    assert "<em>calm</em>" in loaded.MARKDOWN.render("# One\n\n*calm*\n\n- a\n\n| b |\n|---|\n| c |\n")
