"""The forty-six member states as a small picture beside other things: the tiles and their marks, without codes and numbers."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from app.charts.drawing import kept, picture, rect
from app.charts.tiles import COLUMNS, ROWS

_PITCH, _SIZE = 40, 35  # of a tile, in the units of the picture
# What tells the answers apart without colour, from the corner of a tile: the glyphs of the board, as plain as they can be.
_MARKS = {
    "s-arr": "m-9 0h17m-6-6 6 6-6 6",
    "s-conf": "m-8 0 6 6 11-12",
    "s-nom": "m0-9a9 9 0 0 0 0 18z",
    "s-seen": "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    "s-silent": "m-10-7h20v14h-20v-14l10 8 10-8",
    "s-no": "m-6-6 12 12m0-12-12 12",
    "s-none": "m-5 0h10",
}


class SmallTile(NamedTuple):
    """The place of a state, and the class that its answer has on the board."""

    row: int
    column: int
    kind: str


@kept
def small_tiles(identity: str, title: str, description: str, places: tuple[SmallTile, ...]) -> Markup:
    """The map without a word in it; the description says what is seen, for the sentence beside it does too."""
    parts = [part for tile in places for part in _drawn(tile)]
    return picture(identity, COLUMNS * _PITCH, ROWS * _PITCH, title, description, parts)


def _drawn(tile: SmallTile) -> tuple[str, str]:
    x, y, middle = (tile.column - 1) * _PITCH + 1, (tile.row - 1) * _PITCH + 1, _SIZE // 2
    mark = f'<path class="{tile.kind} mk" d="M{x + middle} {y + middle}{_MARKS[tile.kind]}"/>'
    return rect(x, y, _SIZE, _SIZE, tile.kind, radius=2), mark
