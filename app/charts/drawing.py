"""The strokes that pictures are made of. What comes in as words is escaped; what goes out is safe markup."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

TEXT = 13  # pixels: the text of charts
BIG = 22  # the numbers on bars
_AVERAGE = 0.54  # of a letter's width to its height, a little more than the sans needs


def picture(
    identity: str, width: float, height: float, title: str, description: str, parts: Iterable[Markup]
) -> Markup:
    """A picture. `identity` is its id, once on a page; the description holds what the eye sees, in words."""
    return Markup(
        '<svg class="ch" viewBox="0 0 {} {}" role="img" aria-labelledby="{id}-title {id}-desc">'
        '<title id="{id}-title">{}</title><desc id="{id}-desc">{}</desc>{}</svg>'
    ).format(_number(width), _number(height), title, description, Markup("").join(parts), id=identity)


def rect(
    x: float, y: float, width: float, height: float, kind: str, *, radius: float = 0, hint: str = ""
) -> Markup:
    """A rectangle of a class; `hint` is shown to whoever points at it."""
    corners = Markup(' rx="{}"').format(_number(radius)) if radius else ""
    told = Markup("<title>{}</title>").format(hint) if hint else ""
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}>{}</rect>').format(
        kind, _number(x), _number(y), _number(max(width, 0)), _number(max(height, 0)), corners, told
    )


def text(x: float, y: float, words: str | int, kind: str = "", anchor: str = "") -> Markup:
    """Words at a point of their baseline: its start, or its `middle` or `end` by the anchor."""
    named = Markup(' class="{}"').format(kind) if kind else ""
    placed = Markup(' text-anchor="{}"').format(anchor) if anchor else ""
    return Markup('<text{} x="{}" y="{}"{}>{}</text>').format(named, _number(x), _number(y), placed, words)


def upright(x: float, y: float, words: str, kind: str) -> Markup:
    """Words that run upwards around a point."""
    return Markup(
        '<text class="{}" x="{x}" y="{y}" text-anchor="middle" dominant-baseline="central"'
        ' transform="rotate(-90 {x} {y})">{}</text>'
    ).format(kind, words, x=_number(x), y=_number(y))


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A straight line of a class."""
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        kind, _number(x1), _number(y1), _number(x2), _number(y2)
    )


def path(course: str, kind: str) -> Markup:
    """A path of a class."""
    return Markup('<path class="{}" d="{}"/>').format(kind, course)


def width_of(words: str | int, size: float = TEXT) -> float:
    """About how wide some words are, in pixels; rather too much than too little."""
    return len(str(words)) * size * _AVERAGE


def fitted(words: str, width: float, size: float = TEXT) -> str:
    """The words, cut at the end with an ellipsis if they would be wider than there is room."""
    most = int(width / (size * _AVERAGE))
    return words if len(words) <= most else f"{words[: max(most - 1, 1)].rstrip()}…"


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
