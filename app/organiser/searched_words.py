"""The words that were searched for. They are names, so they stand in no address, log or history.

The session's cookie keeps the last few; the address of the list holds a random number that stands for them there. Sent to a
colleague, it shows the list with its filters and without the search.
"""

from __future__ import annotations

import secrets

from flask import session

_KEPT = "searches"
_MOST = 3
_LONGEST = 100  # so that the cookie stays within what browsers take
_LONGEST_NUMBER = 20


def tidied(text: str) -> str:
    """What was typed into the search field."""
    return " ".join(text[:_LONGEST].replace("\0", " ").split())


def keep(words: str, instead: str = "") -> str:
    """Keep words; the number that stands for them. `instead` is the number of words that were only half typed."""
    kept: list[list[str]] = [
        entry for entry in session.get(_KEPT, []) if entry[1] != words and entry[0] != instead
    ]
    number = next((entry[0] for entry in session.get(_KEPT, []) if entry[1] == words), secrets.token_hex(4))
    session[_KEPT] = [*kept, [number, words]][-_MOST:]
    return number


def words_of(number: str) -> str:
    """The words that a number stands for; none where the session does not know it."""
    known = {entry[0]: entry[1] for entry in session.get(_KEPT, [])}
    return str(known.get(number[:_LONGEST_NUMBER], ""))


def number_of(words: str) -> str | None:
    """The number that stands for words; None where there are none, or they are not kept."""
    known = {entry[1]: entry[0] for entry in session.get(_KEPT, [])}
    return known.get(words) if words else None
