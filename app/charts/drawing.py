"""The strokes that pictures are made of. Words are escaped as they come in; classes and numbers are our own.

Strokes are put together as plain text and become safe markup as a whole picture: formatting each as markup took half the
time of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from textwrap import wrap
from typing import ParamSpec

from markupsafe import Markup, escape

TEXT = 13  # pixels: the text of charts
BIG = 22  # the numbers on bars
KEPT = 64  # pictures of a kind, in each process
_HATCHED = {"s2": "slant", "s3": "level"}  # the strokes over a colour
_HATCH = 7  # pixels from one of them to the next
_AVERAGE = 0.54  # of a letter's width to its height, a little more than the sans needs

Wanted = ParamSpec("Wanted")


def kept(draw: Callable[Wanted, Markup]) -> Callable[Wanted, Markup]:
    """Draw the same picture once: pages are opened more often than their numbers change.

    For what is made of its arguments alone, its language with them, where these never change and hold no words that
    people have typed of themselves: a process keeps the last pictures of each kind.
    """
    # typeshed forgets the parameters
    return lru_cache(maxsize=KEPT)(draw)  # type: ignore[return-value]


def picture(
    identity: str, width: float, height: float, title: str, description: str, parts: Iterable[str]
) -> Markup:
    """A picture. `identity` is its id, once on a page; the description holds what the eye sees, in words."""
    return Markup(  # noqa: S704 - every word was escaped where it came in
        f'<svg class="ch" viewBox="0 0 {_number(width)} {_number(height)}" role="img"'
        f' aria-labelledby="{identity}-title {identity}-desc"><title id="{identity}-title">{escape(title)}</title>'
        f'<desc id="{identity}-desc">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def rect(
    x: float, y: float, width: float, height: float, kind: str, *, radius: int = 0, hint: str = ""
) -> str:
    """A rectangle of a class; `hint` is shown to whoever points at it."""
    size = f'width="{_number(max(width, 0))}" height="{_number(max(height, 0))}"'
    corners = f' rx="{radius}"' if radius else ""
    told = f"<title>{escape(hint)}</title>" if hint else ""
    drawn = f'<rect class="{kind}" x="{_number(x)}" y="{_number(y)}" {size}{corners}>{told}</rect>'
    return drawn + hatching(x, y, width, height, kind)


def hatching(x: float, y: float, width: float, height: float, kind: str) -> str:
    """The strokes by which a rectangle of the second or third colour is told apart without its colour.

    They are drawn one by one and not as a pattern: what a page hides, or a paper takes in, keeps them.
    """
    if kind not in _HATCHED or min(width, height) < 3:
        return ""
    if _HATCHED[kind] == "level":
        rows = range(_HATCH // 2, int(height), _HATCH)
        course = "".join(f"M{_number(x)} {_number(y + row)}h{_number(width)}" for row in rows)
    else:
        slants = range(_HATCH // 2, int(width + height), _HATCH)
        course = "".join(_slant(x, y, width, height, at) for at in slants)
    return f'<path class="ht" d="{course}"/>' if course else ""


def _slant(x: float, y: float, width: float, height: float, at: float) -> str:
    """A stroke from the left or lower edge to the upper or right one; `at` runs along both."""
    start = (x + max(at - height, 0), y + min(at, height))
    end = (x + min(at, width), y + max(at - width, 0))
    return f"M{_number(start[0])} {_number(start[1])}L{_number(end[0])} {_number(end[1])}"


def text(x: float, y: float, words: str | int, kind: str = "", anchor: str = "") -> str:
    """Words at a point of their baseline: its start, or its `middle` or `end` by the anchor."""
    named = f' class="{kind}"' if kind else ""
    placed = f' text-anchor="{anchor}"' if anchor else ""
    written = words if isinstance(words, int) else escape(words)
    return f'<text{named} x="{_number(x)}" y="{_number(y)}"{placed}>{written}</text>'


def upright(x: float, y: float, words: str, kind: str) -> str:
    """Words that run upwards around a point."""
    place = f"{_number(x)} {_number(y)}"
    return (
        f'<text class="{kind}" x="{_number(x)}" y="{_number(y)}" text-anchor="middle"'
        f' dominant-baseline="central" transform="rotate(-90 {place})">{escape(words)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line of a class."""
    return (
        f'<line class="{kind}" x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"/>'
    )


def path(course: str, kind: str) -> str:
    """A path of a class."""
    return f'<path class="{kind}" d="{course}"/>'


def width_of(words: str | int, size: float = TEXT) -> float:
    """About how wide some words are, in pixels; rather too much than too little."""
    return len(str(words)) * size * _AVERAGE


def fitted(words: str, width: float, size: float = TEXT) -> str:
    """The words, cut at the end with an ellipsis if they would be wider than there is room."""
    most = int(width / (size * _AVERAGE))
    return words if len(words) <= most else f"{words[: max(most - 1, 1)].rstrip()}…"


def broken(words: str, width: float, size: float = TEXT) -> list[str]:
    """The words on one line, or on two where one is too narrow; the second is cut if there is still no room."""
    most = int(width / (size * _AVERAGE))
    end = len(words) if len(words) <= most else words.rfind(" ", 0, most + 1)
    if end in (-1, len(words)):
        return [fitted(words, width, size)]
    return [words[:end], fitted(words[end + 1 :], width, size)]


def wrapped(words: str, width: float, size: float = TEXT) -> list[str]:
    """The words on as many lines as they need; none where there are no words."""
    return wrap(words, int(width / (size * _AVERAGE)), break_on_hyphens=False)


def steps(largest: float) -> list[int]:
    """The round numbers of an axis from 0 that reaches the largest number: about four of them."""
    size = 1
    while largest / size > 4:
        size = _next_round(size)
    return list(range(0, int(largest) + size, size)) if largest else [0, 1]


def _next_round(size: int) -> int:
    first = int(str(size)[0])
    return size // first * {1: 2, 2: 5, 5: 10}[first]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
