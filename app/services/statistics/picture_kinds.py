"""What a picture of the statistics is: something that can be drawn at any width.

A page shows it at several widths, a file and a report at one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from app.charts.standalone import Key
from app.models import Group

SWATCHES = {Group.MEMBER_STATES: "s1", Group.OBSERVERS: "s2", Group.OTHERS: "s3"}
PHONE, HALF, MIDDLE, WHOLE = 340, 560, 720, 1200  # widths in pixels
WIDE = (PHONE, MIDDLE, WHOLE)  # of a picture over the whole page
_SHOWN = {  # at which widths of the window the versions of a picture are shown
    (PHONE, HALF): ("d-sm-none", "d-none d-sm-block"),
    WIDE: ("d-sm-none", "d-none d-sm-block d-xl-none", "d-none d-xl-block"),
}


class Version(NamedTuple):
    """One of the versions of a picture, and the classes that show it at the right widths of the window."""

    shown: str
    drawing: Markup


@dataclass(frozen=True)
class Picture:
    """A picture: its code, its title, what draws it under an id at a width in pixels, and what its colours stand for."""

    code: str
    title: str
    draw: Callable[[str, int], Markup]
    widths: tuple[int, ...] = (PHONE, HALF)
    legend: Sequence[Key] = ()

    def at(self, width: int) -> Markup:
        """The picture at one width."""
        return self.draw(f"{self.code}-{width}", width)

    @property
    def versions(self) -> list[Version]:
        """The picture at the widths of a page."""
        pairs = zip(_SHOWN[self.widths], self.widths, strict=True)
        return [Version(shown, self.at(width)) for shown, width in pairs]
