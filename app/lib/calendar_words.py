"""The names of days and months, in English and French, as the Unicode Consortium has them.

Babel knows them too, and with them whatever else can be said in a language, of which each process would hold six megabytes.
"""

from __future__ import annotations

from typing import NamedTuple


class CalendarWords(NamedTuple):
    """The names in a language; weeks begin on Monday."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]  # where there is little room


_ENGLISH = CalendarWords(
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
)  # fmt: skip
_FRENCH = CalendarWords(
    ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
)  # fmt: skip


def calendar_words(language: str) -> CalendarWords:
    """The names in a language."""
    return _FRENCH if language == "fr" else _ENGLISH
