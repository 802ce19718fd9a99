"""Addresses in the words of a letter, so that they can be followed in its HTML too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from app.emails import placeholders

_ADDRESS = re.compile(rf"https?://[^\s<>\"“”«»]+|{placeholders.ADDRESS}[^\s<>\"“”«»]*")
_AFTER = ".,;:!?)]}’'\u202f\u00a0"  # ends a sentence, not an address


class Piece(NamedTuple):
    """A part of a line."""

    text: str
    is_link: bool


def pieces(line: str) -> Iterator[Piece]:
    """The parts of a line in their order: words, and addresses to which one can go."""
    position = 0
    for match in _ADDRESS.finditer(line):
        address = match[0].rstrip(_AFTER)
        yield Piece(line[position : match.start()], False)
        yield Piece(address, True)
        position = match.start() + len(address)
    yield Piece(line[position:], False)
