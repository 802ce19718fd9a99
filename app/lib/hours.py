"""Hours in words: “14:30” in English, “14 h 30” in French. What a machine reads is written elsewhere (isoformat)."""

from __future__ import annotations

from datetime import datetime, time

from app.lib import dates

_SPACE = "\N{NO-BREAK SPACE}"


def clock(value: time | datetime, language: str, *, seconds: bool = False) -> str:
    """The hour as its clocks show it, as in “09:05” or “9 h 05”; with seconds “09:05:07” or “9 h 05 min 07 s”."""
    if language != "fr":
        return f"{value:%H:%M:%S}" if seconds else f"{value:%H:%M}"
    words = f"{value.hour}{_SPACE}h{_SPACE}{value.minute:02}"
    return f"{words}{_SPACE}min{_SPACE}{value.second:02}{_SPACE}s" if seconds else words


def hours(begin: time | datetime, end: time | datetime, language: str) -> str:
    """From when to when, as in “09:15–10:30” or “9 h 15 – 10 h 30”: a dash between what has spaces has its own."""
    dash = f"{_SPACE}– " if language == "fr" else "–"
    return f"{clock(begin, language)}{dash}{clock(end, language)}"


def day_and_clock(
    local: datetime, language: str, *, weekday: bool = True, year: bool = False, seconds: bool = False
) -> str:
    """A moment by its own clocks, as in “Friday 21 May 2027, 18:00” or “vendredi 21 mai 2027, 18 h 00”."""
    day = dates.day(local.date(), language, weekday=weekday, year=year)
    return f"{day}, {clock(local, language, seconds=seconds)}"
