"""The places of a delegation in a row: those of people who have answered, those still open to an answer, free ones."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from app.charts.drawing import picture, rect

_WIDTH, _HEIGHT = 592, 14
_MOST = 40  # places that are drawn one by one; more of them are three stretches


def places(identity: str, title: str, told: str, answered: int, unanswered: int, free: int) -> Markup:
    """The picture; `told` says in words what the eye sees."""
    kinds = [("s1", answered), ("s4", unanswered), ("hole", free)]
    total = answered + unanswered + free
    parts = _singly(kinds, total) if total <= _MOST else _stretches(kinds, total)
    return picture(identity, _WIDTH, _HEIGHT, title, told, parts)


def _singly(kinds: list[tuple[str, int]], total: int) -> Iterator[str]:
    gap = 8 if total <= 12 else 4
    width = (_WIDTH - gap * (total - 1)) / max(total, 1)
    every = [kind for kind, number in kinds for _ in range(number)]
    for number, kind in enumerate(every):
        yield rect(number * (width + gap) + 1, 1, width - 2, _HEIGHT - 2, kind)


def _stretches(kinds: list[tuple[str, int]], total: int) -> Iterator[str]:
    x = 0.0
    for kind, number in kinds:
        if number:
            width = _WIDTH * number / total
            yield rect(x + 1, 1, width - 2, _HEIGHT - 2, kind)
            x += width
