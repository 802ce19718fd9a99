"""Pictures are drawn once: the same arguments give the picture that is there, any other gives its own, and few are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from markupsafe import Markup

from app.charts.bars import Bar, bars
from app.charts.columns import Column, columns
from app.charts.drawing import KEPT
from app.charts.shares import Share, Shares, shares
from app.charts.small_tiles import SmallTile, small_tiles
from app.charts.stacked import Part, stacked
from app.charts.tiles import Tile, tiles

Drawn = Callable[[str, int, str], Markup]  # of a word, a number and a title
DRAWN: dict[str, Drawn] = {
    "bars": lambda word, number, title: bars("a", title, (Bar(word, number),)),
    "columns": lambda word, number, title: columns("a", title, (Column(word, (number, 1)),)),
    "shares": lambda word, number, title: shares("a", title, (Shares("", (Share(word, number),)),), 40),
    "stacked": lambda word, number, title: stacked("a", title, (Part(word, number, "s1"),), 40, ""),
    "tiles": lambda word, number, title: tiles("a", title, "", (Tile(word, 1, 1, "full", number, ""),)),
    "small_tiles": lambda word, number, title: small_tiles(
        "a", title, word, (SmallTile(number, 1, "s-conf"),)
    ),
}


@pytest.mark.parametrize("kind", DRAWN)
def test_the_same_is_drawn_once(kind: str) -> None:
    first = DRAWN[kind]("Member states", 7, "Who came")
    assert DRAWN[kind]("".join(["Member", " states"]), 7, "Who came") is first


@pytest.mark.parametrize("kind", DRAWN)
@pytest.mark.parametrize(
    "other",
    [
        ("États membres", 7, "Who came"),
        ("Member states", 8, "Who came"),
        ("Member states", 7, "Qui est venu"),
    ],
)
def test_another_word_number_or_title_is_another_picture(kind: str, other: Any) -> None:
    first = DRAWN[kind]("Member states", 7, "Who came")
    assert DRAWN[kind](*other) != first
    assert DRAWN[kind]("Member states", 7, "Who came") == first, "and the first is still what it was"


def test_percentages_are_those_of_the_language() -> None:
    parts = (Shares("", (Share("40", 10),)),)
    english, french = (shares("a", "Who", parts, 40, language=one) for one in ("en", "fr"))
    assert "25%" in english
    assert "25\u202f%" in french


@pytest.mark.parametrize("kind", DRAWN)
def test_few_are_kept(kind: str) -> None:
    first = DRAWN[kind]("Member states", 1, "The first")
    for number in range(KEPT):
        DRAWN[kind]("Member states", number, "The others")
    again = DRAWN[kind]("Member states", 1, "The first")
    assert again is not first, "what nobody asked for since was let go"
    assert again == first
