"""Lying bars, one below the other: the way from registered to attended, how full sessions were, events on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from app.charts.drawing import BIG, broken, fitted, kept, line, picture, rect, text, width_of, wrapped

NARROW = 480  # below this width the label stands above its bar
WIDE = 1000  # from this width the label of a filled bar stands beside it
_LABEL = 120  # the room for the label beside a bar that shares its scale
_LABELS, _LINE = 310, 16  # the room for labels beside a filled bar, the height of a line of words
_INSIDE = 12  # from a number to the end of its bar


class Bar(NamedTuple):
    """A bar: its label, its number (None: `unknown` says why it is not there), and a line below it."""

    label: str
    value: int | None
    note: str = ""
    unknown: str = ""


class Fill(NamedTuple):
    """A bar that is full at `whole`, with words and an end at its right; without a value `unknown` says why."""

    label: str
    value: int | None
    whole: int
    words: str
    end: str = ""
    unknown: str = ""


@kept
def bars(identity: str, title: str, rows: tuple[Bar, ...], width: int = 560) -> Markup:
    """Bars that share one scale, each with its number on it; no number is a dashed, empty bar."""
    largest = max((row.value or 0 for row in rows), default=0)
    told = "; ".join(f"{row.label}: {row.unknown if row.value is None else row.value}" for row in rows)
    above = width < NARROW
    notes = [wrapped(row.note, width if above else width - _LABEL) for row in rows]
    most = max(map(len, notes), default=0)
    pitch = (64 if above else 43) + (21 + _LINE * (most - 1) if most else 0)
    parts = (
        part
        for number, (row, note) in enumerate(zip(rows, notes, strict=True))
        for part in _bar(row, note, largest, 4 + number * pitch, width, above)
    )
    return picture(identity, width, 4 + pitch * len(rows), title, told, parts)


def fills(identity: str, title: str, rows: Sequence[Fill], width: int = 1200) -> Markup:
    """Bars, each of which is full at a number of its own."""
    told = "; ".join(f"{row.label}: {row.unknown or row.words}" for row in rows)
    above = width < WIDE
    labels = [broken(row.label, width if above else _LABELS - 12) for row in rows]
    head = 8 + (_LINE if above else 0) * max(map(len, labels), default=1)  # what stands above a bar
    pitch = head + 38 if above else 40
    parts = (
        part
        for number, (row, label) in enumerate(zip(rows, labels, strict=True))
        for part in _fill(row, label, number * pitch, head if above else 4, width)
    )
    return picture(identity, width, pitch * len(rows), title, told, parts)


def _bar(row: Bar, note: list[str], largest: int, y: float, width: int, above: bool) -> Iterator[str]:
    left, height = (0, 34) if above else (_LABEL, 34)
    yield text(0, y + (12 if above else 22), fitted(row.label, width if above else left - 8), "b")
    top = y + 20 if above else y
    track = width - left
    if row.value is None:
        yield rect(left + 1, top, track - 2, height, "hole")
        yield text(left + _INSIDE, top + 22, row.unknown, "m")
    else:
        yield rect(left, top, track, height, "s0")
        yield from _value(row.value, largest, left, top, track, height)
    for number, words in enumerate(note):
        yield text(left, top + height + 17 + number * _LINE, words, "m")


def _value(value: int, largest: int, left: float, top: float, track: float, height: float) -> Iterator[str]:
    length = track * value / largest if largest else 0
    if value:
        yield rect(left, top, length, height, "s1")
    else:
        yield line(left, top, left, top + height, "ax")
    if length > width_of(value, BIG) + 2 * _INSIDE:
        yield text(left + length - _INSIDE, top + 25, value, "big on num", "end")
    else:
        yield text(left + length + _INSIDE, top + 25, value, "big num")


def _fill(row: Fill, label: list[str], y: float, head: float, width: int) -> Iterator[str]:
    side, left = (170, 0) if width < WIDE else (260, _LABELS)
    track = width - left - side
    top = y + head
    first = top - 8 - _LINE * (len(label) - 1) if width < WIDE else top + 16 - _LINE / 2 * (len(label) - 1)
    for number, words in enumerate(label):
        yield text(0, first + number * _LINE, words)
    if row.value is None:
        track = width if width < NARROW else track  # on a phone the reason takes the room of the words
        yield rect(left + 1, top + 1, track - 2, 20, "hole")
        yield text(left + 12, top + 16, fitted(row.unknown, track - 16), "m")
        if width >= NARROW:
            yield text(left + track + 12, top + 16, row.words, "m")
        return
    yield rect(left, top, track, 22, "s0")
    yield rect(left, top, track * min(row.value / row.whole, 1) if row.whole else 0, 22, "s1")
    yield line(left, top, left, top + 22, "ax")
    yield text(left + track + 12, top + 16, row.words, "b num")
    yield text(width, top + 16, row.end, "m num", "end")
