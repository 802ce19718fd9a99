"""Long lists page by page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PageOf:
    """A page of a long list: its number, from 1, how many lines a page has, and how many lines there are on all pages."""

    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return pages_of(self.total, self.size)

    @property
    def first(self) -> int:
        """The position of the page's first line among all lines, from 1; 0 where there is none."""
        return start_of(self.number, self.size) + 1 if self.total else 0


def existing(asked: int, total: int, size: int) -> int:
    """The number of the page that was asked for; one beyond the last is the last."""
    return min(max(asked, 1), pages_of(total, size))


def start_of(number: int, size: int) -> int:
    """How many lines stand before a page."""
    return (number - 1) * size


def pages_of(total: int, size: int) -> int:
    """How many pages so many lines need; none need one."""
    return max(1, -(-total // size))
