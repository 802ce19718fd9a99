"""The forty-six member states as tiles: who came, who had only registered, who had declined, who neither."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from app.charts.drawing import kept, path, picture, rect, text

ROWS, COLUMNS = 10, 13
_NARROW = 480  # below this width a tile holds its code and nothing else
_KINDS = {"full": ("s-conf", "on"), "part": ("s-nom", ""), "no": ("s-no", "m"), "none": ("s-none", "m")}


class Tile(NamedTuple):
    """A state's tile: its code and place, `full`, `part`, `no` or `none`, the number of its people, what pointing tells."""

    code: str
    row: int
    column: int
    state: str
    number: int
    hint: str


@kept
def tiles(identity: str, title: str, description: str, places: tuple[Tile, ...], width: int = 560) -> Markup:
    """The map of tiles. A state shows by fill, edge and glyph, never by colour alone."""
    pitch = (width + 4) / COLUMNS
    size = pitch - (4 if width >= _NARROW else 2)
    parts = (part for tile in places for part in _tile(tile, pitch, size, detailed=width >= _NARROW))
    return picture(identity, width, pitch * ROWS, title, description, parts)


def _tile(tile: Tile, pitch: float, size: float, *, detailed: bool) -> Iterator[str]:
    x, y = (tile.column - 1) * pitch + 1, (tile.row - 1) * pitch + 1
    kind, ink = _KINDS[tile.state]
    middle = x + (size - 2) / 2
    yield rect(x, y, size - 2, size - 2, kind, radius=2, hint=tile.hint if detailed else "")
    if not detailed:
        yield text(middle, y + size / 2 + 4, tile.code, ink, "middle")
        return
    marked = tile.number or tile.state == "no"
    yield text(middle, y + (17 if marked else 24), tile.code, f"{ink} b".strip(), "middle")
    if tile.number:
        shift = 7 if tile.state == "part" else 0
        yield text(middle + shift, y + 32, tile.number, f"{ink} num".strip(), "middle")
    if tile.state == "part":  # half a disc: on the way, not there
        yield path(f"M{middle - 7:.1f} {y + 23:.1f}a4.5 4.5 0 0 0 0 9z", "m")
    if tile.state == "no":  # a cross: they have said that they do not come
        yield path(f"M{middle - 4:.1f} {y + 23:.1f}l8 8m0 -8l-8 8", "no")
