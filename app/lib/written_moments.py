"""Days and hours as programs of other houses write them: which moments a text can mean.

06/09/2027 is the 6th of September in Strasbourg and the 9th of June in California. Whoever asks gets both readings.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from app.lib.names import fold


class Order(enum.StrEnum):
    """Which number of a written day is the day of the month."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan janv january janvier", "feb fev fevr february fevrier", "mar mars march", "apr avr april avril", "may mai",
         "jun june juin", "jul juil july juillet", "aug aou august aout", "sep sept september septembre",
         "oct october octobre", "nov november novembre", "dec december decembre"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:t|[ ,]+|$)")
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[ ,]+|$)")
_MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2}),? (\d{4})(?:[ ,]+|$)")
_DAY_MONTH = re.compile(r"(\d{1,2})[ -]([a-z]+)\.?[ -](\d{4})(?:[ ,]+|$)")
_HOUR = re.compile(
    r"(?:a |at )?(\d{1,2}) ?[:h] ?(\d{2})(?::(\d{2})(?:\.\d+)?)?(?: ?([ap])\.? ?m\.?)?(?: ?(z|utc|[+-]\d{2}:?\d{2}))?"
)
_CENTURY = 2000


def readings(text: str, zone: ZoneInfo) -> Mapping[Order, datetime]:
    """The moments that a text can mean, by the order in which its day is written; hours are by the clocks of the zone."""
    return _readings(text[:60], zone)


# A report is read twice, for the order of its days and for its moments, and many leave at once.
@lru_cache(maxsize=10_000)
def _readings(text: str, zone: ZoneInfo) -> Mapping[Order, datetime]:
    written, found = fold(text), {}
    for order in Order:
        day, rest = _day(written, order)
        moment = _at(day, rest, zone) if day else None
        if moment is not None:
            found[order] = moment
    return found


def _day(text: str, order: Order) -> tuple[date | None, str]:
    """The day with which a text begins, and what follows it."""
    if match := _YEAR_FIRST.match(text):
        year, month, day = map(int, match.groups())
    elif match := _NUMBERS.match(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        month_first = order is Order.MONTH_FIRST and match[2] != "."  # nobody writes 6.9. for the 9th of June
        month, day = (first, second) if month_first else (second, first)
        year += _CENTURY if len(match[4]) == 2 else 0
    elif match := _MONTH_DAY.match(text):
        year, month, day = int(match[3]), _MONTHS.get(match[1], 0), int(match[2])
    elif match := _DAY_MONTH.match(text):
        year, month, day = int(match[3]), _MONTHS.get(match[2], 0), int(match[1])
    else:
        return None, ""
    try:
        return date(year, month, day), text[match.end() :].strip()
    except ValueError:
        return None, ""


def _at(day: date, text: str, zone: ZoneInfo) -> datetime | None:
    match = _HOUR.fullmatch(text)
    if match is None:
        return None
    hour, half = int(match[1]), match[4]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        moment = datetime.combine(day, time(hour, int(match[2]), int(match[3] or 0)))
        return _placed(moment, match[5] or "", zone)
    except (ValueError, OverflowError):
        return None


def _placed(moment: datetime, offset: str, zone: ZoneInfo) -> datetime:
    """The moment in UTC, by the zone that is written behind it, or by the clocks."""
    if not offset:
        return moment.replace(tzinfo=zone).astimezone(UTC)
    if offset in {"z", "utc"}:
        return moment.replace(tzinfo=UTC)
    return datetime.fromisoformat(f"{moment.isoformat()}{offset}").astimezone(UTC)
