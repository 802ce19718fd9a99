"""One bar in parts that add up: the three groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from app.charts.drawing import BIG, TEXT, fitted, kept, line, picture, rect, text, width_of

HEIGHT = 40
GAP = 2  # pixels of paper between the parts


class Part(NamedTuple):
    """A part: its label, its number (None: not known), and the class of its colour."""

    label: str
    value: int | None
    kind: str


@kept
def stacked(
    identity: str, title: str, parts: tuple[Part, ...], total: int | None, unknown: str, width: int = 560
) -> Markup:
    """The parts in their order, each with its number.

    What of the total is in no known part stays a dashed, empty stretch that says `unknown`, without a number.
    """
    told = "; ".join(f"{part.label}: {unknown if part.value is None else part.value}" for part in parts)
    return picture(identity, width, HEIGHT + 2, title, told, _drawn(parts, total, unknown, width))


def _drawn(parts: Sequence[Part], total: int | None, unknown: str, width: int) -> Iterator[str]:
    known = [part for part in parts if part.value]
    sum_known = sum(part.value or 0 for part in known)
    open_end = any(part.value is None for part in parts) or total is None
    if not open_end and not sum_known:
        yield line(0, 1, 0, HEIGHT + 1, "ax")
        yield text(12, 28, 0, "big num")
        return
    rest = max((total or 0) - sum_known, 0) if open_end else 0
    pieces = len(known) + (1 if open_end else 0)
    scale = (width - GAP * (pieces - 1)) / (sum_known + rest or 1)
    x = 0.0
    for part in known:
        length = scale * (part.value or 0)
        yield rect(x, 1, length, HEIGHT, part.kind)
        yield from _number_on(part, x, length)
        x += length + GAP
    if open_end:
        yield rect(x + 1, 2, width - x - 2, HEIGHT - 2, "hole")
        yield text(x + 12, 26, fitted(unknown, width - x - 16), "m")


def _number_on(part: Part, x: float, length: float) -> Iterator[str]:
    """The number, on a patch without hatching."""
    colour = "on" if part.kind == "s1" else "onk"
    value = part.value or 0
    if length >= width_of(value, BIG) + 16:
        yield rect(x + 8, 6, width_of(value, BIG) + 6, HEIGHT - 10, f"{part.kind} bare")
        yield text(x + 12, 29, value, f"big {colour} num")
    elif length >= width_of(value, TEXT) + 4:
        room = width_of(value, TEXT) + 2
        yield rect(x + (length - room) / 2, 10, room, HEIGHT - 18, f"{part.kind} bare")
        yield text(x + length / 2, 26, value, f"b {colour} num", "middle")
