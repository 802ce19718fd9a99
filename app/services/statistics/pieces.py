"""Sentences made of pieces: words, and numbers that know the definition of what they count.

A message is translated as a whole; only then is it taken apart at its placeholders. So a page can make a link of each number,
a PDF can set the same sentence, and plain text is nothing but the pieces joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.lib.numbers import number
from app.lib.wording import N_, catalogue, translated

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_LAST = N_("%(some)s and %(last)s")


class Piece(NamedTuple):
    """A stretch of a sentence; `code` is that of the indicator or dimension whose definition tells what it means.

    What is not `known` is said to be not recorded.
    """

    text: str
    code: str = ""
    known: bool = True


Pieces = Sequence[Piece]


class Number(NamedTuple):
    """A number, and the code of the indicator or dimension that it is a figure of."""

    value: int
    code: str


class Teller:
    """Says messages in a language, piece by piece."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, message: str, **values: str | Number | Pieces) -> list[Piece]:
        """A message with its placeholders filled; what fills them is never read as a message."""
        return self._filled(translated(message, self.language), values)

    def counted(self, forms: tuple[str, str], number: Number, **values: str | Number | Pieces) -> list[Piece]:
        """The form of a message that fits a number, which is its placeholder `num`."""
        template = catalogue(self.language).ungettext(*forms, number.value)
        return self._filled(template, {"num": number, **values})

    def listed(self, items: Iterable[Pieces]) -> list[Piece]:
        """Items in a row, as in “a, b and c”."""
        *some, last = items
        if not some:
            return list(last)
        row = [*some[0]]
        for item in some[1:]:
            row += [Piece(", "), *item]
        return self(_LAST, some=row, last=last)

    def number(self, value: int) -> str:
        """A number as prose writes it, with its thousands apart."""
        return number(value, self.language)

    def _filled(self, template: str, values: dict[str, str | Number | Pieces]) -> list[Piece]:
        found: list[Piece] = []
        for place, part in enumerate(_PLACEHOLDER.split(template)):
            found += self._pieces(values[part]) if place % 2 else [Piece(part)] if part else []
        return found

    def _pieces(self, value: str | Number | Pieces) -> Pieces:
        if isinstance(value, str):
            return [Piece(value)] if value else []
        return [Piece(self.number(value.value), value.code)] if isinstance(value, Number) else value


def plain(pieces: Iterable[Piece]) -> str:
    """The sentence as text."""
    return "".join(piece.text for piece in pieces)
