"""Events side by side, each with a slot of its own. What is not known keeps its slot, dashed and empty; no line bridges it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from app.charts.bars import NARROW, Bar, bars
from app.charts.drawing import BIG, line, path, picture, rect, steps, text, upright, width_of

_LEFT, _TOP, _FLOOR = 36, 40, 230


class Slot(NamedTuple):
    """An event: the year below its slot, words below that, and its number (None: `unknown` says why it is not there).

    Where the words have no room, the first of the `shorter` ones that has stands instead.
    """

    label: str
    note: str
    value: int | None
    unknown: str = ""
    shorter: Sequence[str] = ()

    @property
    def name(self) -> str:
        return f"{self.label} · {self.note}" if self.note else self.label


def trend(identity: str, title: str, slots: Sequence[Slot], width: int = 560) -> Markup:
    """Columns with their numbers on one scale; on a phone the slots lie below one another."""
    if width < NARROW:
        rows = tuple(Bar(slot.name, slot.value, unknown=slot.unknown) for slot in slots)
        return bars(identity, title, rows, width)
    told = "; ".join(f"{slot.name}: {slot.unknown if slot.value is None else slot.value}" for slot in slots)
    marks = steps(max((slot.value or 0 for slot in slots), default=0))
    return picture(identity, width, _FLOOR + 52, title, told, _drawn(slots, marks, width))


def _drawn(slots: Sequence[Slot], marks: Sequence[int], width: int) -> Iterator[str]:
    scale = (_FLOOR - _TOP) / marks[-1]
    for mark in marks:
        y = _FLOOR - mark * scale
        yield line(_LEFT, y, width, y, "gr")
        yield text(_LEFT - 10, y + 4, mark, "m num", "end")
    pitch = (width - _LEFT) / max(len(slots), 1)
    thick = min(pitch * 0.66, 72)
    big = all(width_of(slot.value or 0, BIG) <= pitch for slot in slots)
    for number, slot in enumerate(slots):
        middle = _LEFT + pitch * (number + 0.5)
        yield from _slot(slot, middle, thick, scale, big=big)
        yield text(middle, _FLOOR + 24, slot.label, "b num", "middle")
        note = next((words for words in (slot.note, *slot.shorter) if width_of(words) <= pitch), "")
        if note:
            yield text(middle, _FLOOR + 43, note, "m", "middle")
    yield line(_LEFT, _FLOOR, width, _FLOOR, "ax")


def _slot(slot: Slot, middle: float, thick: float, scale: float, *, big: bool) -> Iterator[str]:
    if slot.value is None:
        left, right = middle - thick / 2, middle + thick / 2
        yield rect(left, _TOP - 4, thick, _FLOOR - _TOP + 2, "pp")
        yield path(f"M{left:.1f} {_FLOOR - 4}V{_TOP}M{right:.1f} {_FLOOR - 4}V{_TOP}", "gap")
        yield upright(middle, (_TOP + _FLOOR) / 2, slot.unknown, "m")
        return
    height = slot.value * scale
    if slot.value:
        yield rect(middle - thick / 2, _FLOOR - height, thick, height, "s1")
    yield text(middle, _FLOOR - height - 10, slot.value, "big num" if big else "b num", "middle")
