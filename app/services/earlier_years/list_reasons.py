"""Why a row of a list cannot be taken over; and how a whole name falls into its parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.lib.names import tokens
from app.lib.wording import N_, translated

NAME_MISSING = N_("The family name is missing.")
NOT_A_NAME = N_("A name has letters, with three marks at most on each.")
TOO_LONG = N_("A cell is too long: names have 100 letters at most, functions 200.")
NO_ADDRESS = N_("This is not an e-mail address. It looks like name@example.org")
NO_NUMBER = N_("The number of people is a whole number from 1 to %(most)s.")
UNKNOWN_WORD = N_("What “%(word)s” means is not said yet.")
BODY_MISSING = N_("Whom a delegate or observer represents is missing.")
BODY_IS_TEXT = N_("Delegates, observers and internal partners represent a body of the list.")
BODY_DOES_NOT_FIT = N_("This body cannot be represented in this capacity.")
BODY_TOO_LONG = N_("The affiliation is too long: 200 letters at most.")
CATEGORY_MISSING = N_("In what capacity these people came is missing.")
ROLE_DOES_NOT_FIT = N_("People of this capacity have no such part in a delegation.")
MODE_MISSING = N_("Whether in person or online is missing.")
MODE_NOT_OFFERED = N_("The event did not take place in this way.")
CAME_CONTRADICTS = N_("The row says both that somebody came on a day, and did not come.")
TWICE = N_("The same person stands in row %(row)s.")
HEAD_TWICE = N_("A delegation has one head: see row %(row)s.")
TOO_MANY = N_("These are too many people for one list: %(most)s at most.")


class Reason(NamedTuple):
    """A sentence as a message id, and what fills its gaps."""

    sentence: str
    values: Mapping[str, object] = {}

    def wording(self, language: str) -> str:
        """The sentence in a language."""
        return translated(self.sentence, language, **self.values)


class Unfit(Exception):
    """A row cannot be taken over."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence)
        self.reason = Reason(sentence, values)


def name_parts(name: str) -> tuple[str | None, str | None]:
    """The given and the family name out of a whole one: by a comma, by the capitals; otherwise all of it is the family name."""
    family, comma, given = name.partition(",")
    if comma and tokens(family) and tokens(given):
        return given.strip(), family.strip()
    words = name.split()
    capitals = [word for word in words if _in_capitals(word)]
    others = [word for word in words if not _in_capitals(word)]
    if capitals and others:
        return " ".join(others), " ".join(capitals)
    return None, name or None


def _in_capitals(word: str) -> bool:
    """Whether a word is written in capitals, as family names are; an initial is none."""
    return word.isupper() and len(tokens(word)) > 0 and len(word.strip(".")) > 1
