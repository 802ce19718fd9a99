"""Standing columns in parts over a row of weeks or days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from app.charts.drawing import TEXT, fitted, kept, line, path, picture, rect, steps, text, upright, width_of

KINDS = ("s1", "s2", "s3")  # member states, observers, others
_LEFT, _TOP, _FLOOR, _HEIGHT = 34, 24, 170, 196


class Column(NamedTuple):
    """A column: the word below it, and the numbers of its parts from the bottom up.

    Without any number it keeps its place, dashed and empty, and `unknown` says why.
    """

    label: str
    values: tuple[int, ...] | None
    unknown: str = ""

    @property
    def total(self) -> int:
        return sum(self.values or ())


@kept
def columns(
    identity: str, title: str, rows: tuple[Column, ...], width: int = 560, kinds: tuple[str, ...] = KINDS
) -> Markup:
    """The columns on one scale; labels and numbers are left out where there is no room for them."""
    told = "; ".join(
        f"{row.label}: {row.unknown if row.values is None else row.total}"
        for row in rows
        if row.values is None or row.total
    )
    marks = steps(max((row.total for row in rows), default=0))
    return picture(identity, width, _HEIGHT, title, told, _drawn(rows, marks, width, kinds))


def _drawn(rows: Sequence[Column], marks: Sequence[int], width: int, kinds: Sequence[str]) -> Iterator[str]:
    scale = (_FLOOR - _TOP) / marks[-1]
    for mark in marks:
        y = _FLOOR - mark * scale
        yield line(_LEFT, y, width, y, "gr")
        yield text(_LEFT - 8, y + 4, mark, "m num", "end")
    pitch = (width - _LEFT) / max(len(rows), 1)
    thick = min(max(pitch - max(2, pitch / 4), 2), 44)
    widest = max((width_of(row.label) for row in rows), default=0) + 10
    every = max(ceil(widest / pitch), 1)
    for number, row in enumerate(rows):
        middle = _LEFT + pitch * (number + 0.5)
        if row.values is None:
            yield from _gap(row.unknown, middle, max(thick, 24))
        else:
            yield from _column(row, middle, thick, scale, pitch, kinds)
        if number % every == 0 and middle + widest / 2 <= width + 12:
            yield text(middle, _FLOOR + 20, row.label, "m", "middle")
    yield line(_LEFT, _FLOOR, width, _FLOOR, "ax")


def _column(
    row: Column, middle: float, thick: float, scale: float, pitch: float, kinds: Sequence[str]
) -> Iterator[str]:
    floor = float(_FLOOR)
    for value, kind in zip(row.values or (), kinds, strict=False):
        if value:
            floor -= value * scale
            yield rect(middle - thick / 2, floor, thick, value * scale, kind)
    if row.total and pitch >= width_of(row.total, TEXT) + 4:
        yield text(middle, floor - 7, row.total, "b num", "middle")


def _gap(unknown: str, middle: float, thick: float) -> Iterator[str]:
    """A place for a column of which nothing is known."""
    left, right = middle - thick / 2, middle + thick / 2
    yield rect(left, _TOP - 4, thick, _FLOOR - _TOP + 2, "pp")
    yield path(f"M{left:.1f} {_FLOOR - 4}V{_TOP}M{right:.1f} {_FLOOR - 4}V{_TOP}", "gap")
    yield upright(middle, (_TOP + _FLOOR) / 2, fitted(unknown, _FLOOR - _TOP), "m")
