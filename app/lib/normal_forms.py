"""Unicode's normal forms, in a time that grows with the text and no faster.

Bringing marks into order takes the square of their number: eighty thousand of them on one letter, a hundred kilobytes of a form,
held a process for a quarter of a minute. No language puts more than a few on a letter; Unicode's stream-safe format (UAX 15)
leaves thirty, and so do we.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

_MOST_MARKS = 30
_LEAST = 300  # characters; so few are ordered at once whatever they are
_ALSO_MARKS = "\uff9e\uff9f"  # become marks: of voiced sounds, in Japanese of half width

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]


def normal(form: Form, text: str) -> str:
    """The text in a normal form; of more than thirty marks in a row the others are left out."""
    return unicodedata.normalize(form, text if len(text) <= _LEAST or text.isascii() else _fewer_marks(text))


def _fewer_marks(text: str) -> str:
    kept, marks = [], 0
    for letter in text:
        marks = marks + 1 if unicodedata.category(letter)[0] == "M" or letter in _ALSO_MARKS else 0
        if marks <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)
