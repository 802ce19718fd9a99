"""Correspondents come in by a link that works once; nobody else learns anything."""

from __future__ import annotations

from app.models import Person
from tests.pages import Visitor


def test_a_correspondent_comes_in(correspondent: Visitor, speaker: Person) -> None:
    page = correspondent.visit("/delegation/")
    assert page.all_text("h1") == ["Republic of Moldova"]
    assert "I. MUNTEANU · National correspondent, Republic of Moldova" in page.text
