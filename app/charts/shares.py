"""Thin lying bars under headings, each a share of one whole: in what capacity people came, in which language, by which way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from app.charts.drawing import broken, fitted, kept, line, picture, rect, text
from app.lib import numbers

_PITCH, _THICK, _LINE = 28, 16, 15
_HEADING = 34  # the room for a heading and the space above it
_NARROW = 480  # below this width the labels have less of it


class Share(NamedTuple):
    """A bar: its label, its number (None: `unknown` says why it is not there), the class of its colour."""

    label: str
    value: int | None
    unknown: str = ""
    kind: str = "s1"


class Shares(NamedTuple):
    """Some bars under a heading; without one they follow the last."""

    heading: str
    rows: tuple[Share, ...]


@kept
def shares(
    identity: str,
    title: str,
    parts: tuple[Shares, ...],
    whole: int,
    width: int = 560,
    *,
    language: str = "en",
) -> Markup:
    """The bars on one scale, each with its number and its percentage of the whole.

    No percentage stands at fewer than ten people, where it would say more than there is.
    """
    told = "; ".join(
        f"{row.label}: {row.unknown if row.value is None else row.value}"
        for part in parts
        for row in part.rows
    )
    labels = (132 if width < _NARROW else 210) - 12
    drawn: list[str] = []
    y = 0.0
    for number, part in enumerate(parts):
        if part.heading:
            y += 0 if not number else 10
            drawn.append(text(0, y + 15, fitted(part.heading, width), "b"))
            y += _HEADING - 10
        for row in part.rows:
            lines = broken(row.label, labels)
            drawn += _row(row, lines, y, labels + 12, percent(row.value or 0, whole, language), whole, width)
            y += _PITCH + (len(lines) - 1) * _LINE
    return picture(identity, width, y + 2, title, told, drawn)


def percent(value: int, whole: int, language: str = "en") -> str:
    """The share in percent, rounded; 0 and 100 only where it is nobody or everybody; empty below ten people."""
    if whole < 10:
        return ""
    rounded = (200 * value + whole) // (2 * whole)
    if 0 < value < whole:
        rounded = min(max(rounded, 1), 99)
    return numbers.percent(rounded, language)


def _row(
    row: Share, lines: Sequence[str], y: float, left: float, share: str, whole: int, width: int
) -> Iterator[str]:
    for number, words in enumerate(lines):
        yield text(0, y + 16 + number * _LINE, words)
    track, top = width - left - 92, y + 4 + (len(lines) - 1) * _LINE / 2
    if row.value is None:
        yield rect(left + 1, top + 1, width - left - 2, _THICK - 2, "hole")
        yield text(left + 8, top + 12.5, fitted(row.unknown, width - left - 12), "m")
        return
    yield rect(left, top, track, _THICK, "s0")
    if row.value and whole:
        yield rect(left, top, track * min(row.value / whole, 1), _THICK, row.kind)
    yield line(left, top, left, top + _THICK, "ax")
    yield text(left + track + 46, top + 13, row.value, "b num", "end")
    yield text(width, top + 13, share, "m num", "end")
