"""The forty-six member states as a small picture beside other things: the tiles alone, without codes and numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from app.charts.drawing import picture, rect
from app.charts.tiles import COLUMNS, ROWS

_PITCH, _SIZE = 40, 35  # of a tile, in the units of the picture


class SmallTile(NamedTuple):
    """The place of a state, and the class that its answer has on the board."""

    row: int
    column: int
    kind: str


def small_tiles(identity: str, title: str, description: str, places: Iterable[SmallTile]) -> Markup:
    """The map without a word in it; the description says what the colours say, for the sentence beside it does too."""
    parts = [
        rect((tile.column - 1) * _PITCH + 1, (tile.row - 1) * _PITCH + 1, _SIZE, _SIZE, tile.kind, radius=2)
        for tile in places
    ]
    return picture(identity, COLUMNS * _PITCH, ROWS * _PITCH, title, description, parts)
