"""The small map of the member states: each answer has a mark of its own, so that it is not told by its colour alone."""

from __future__ import annotations

import re

from app.charts.small_tiles import SmallTile, small_tiles
from app.organiser.delegations.delegation_words import _FACES

STYLES = [style for _, style in _FACES.values()]


def test_each_answer_has_a_mark_of_its_own() -> None:
    drawings = [small_tiles("map", "Map", "All", (SmallTile(1, 1, style),)) for style in STYLES]
    marks = [re.findall(r'<path class="[\w-]+ mk" d="([^"]+)"', drawing) for drawing in drawings]
    assert all(len(found) == 1 for found in marks)
    assert len({found[0] for found in marks}) == len(STYLES)


def test_a_mark_stands_in_its_tile() -> None:
    drawing = small_tiles("map", "Map", "All", (SmallTile(3, 2, "s-conf"),))
    x, y = map(float, re.findall(r'<rect [^>]*x="([\d.]+)" y="([\d.]+)"', drawing)[0])
    start = re.findall(r'd="M([\d.]+) ([\d.]+)', drawing)[0]
    assert (x, y) < tuple(map(float, start)) < (x + 35, y + 35)
