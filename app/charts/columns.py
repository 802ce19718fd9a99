"""Standing columns in parts over a row of weeks or days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from app.charts.drawing import TEXT, line, picture, rect, steps, text, width_of

KINDS = ("s1", "s2", "s3")  # member states, observers, others
_LEFT, _TOP, _FLOOR, _HEIGHT = 34, 24, 170, 196


class Column(NamedTuple):
    """A column: the word below it, and the numbers of its parts from the bottom up."""

    label: str
    values: Sequence[int]


def columns(identity: str, title: str, rows: Sequence[Column], width: int = 560) -> Markup:
    """The columns on one scale; labels and numbers are left out where there is no room for them."""
    told = "; ".join(f"{row.label}: {sum(row.values)}" for row in rows if sum(row.values))
    marks = steps(max((sum(row.values) for row in rows), default=0))
    scale = (_FLOOR - _TOP) / marks[-1]
    return picture(identity, width, _HEIGHT, title, told, _drawn(rows, marks, scale, width))


def _drawn(rows: Sequence[Column], marks: Sequence[int], scale: float, width: int) -> Iterator[str]:
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
        yield from _column(row, middle, thick, scale, pitch)
        if number % every == 0 and middle + widest / 2 <= width + 12:
            yield text(middle, _FLOOR + 20, row.label, "m", "middle")
    yield line(_LEFT, _FLOOR, width, _FLOOR, "ax")


def _column(row: Column, middle: float, thick: float, scale: float, pitch: float) -> Iterator[str]:
    floor = float(_FLOOR)
    for value, kind in zip(row.values, KINDS, strict=False):
        if value:
            floor -= value * scale
            yield rect(middle - thick / 2, floor, thick, value * scale, kind)
    total = sum(row.values)
    if total and pitch >= width_of(total, TEXT) + 4:
        yield text(middle, floor - 7, total, "b num", "middle")
