"""Moments by the clocks of the Network's seat: what has no place of its own is read there by everybody, all year round."""

from __future__ import annotations

from datetime import datetime

from app.lib import hours
from app.lib.clock import SEAT
from app.lib.wording import N_, translated

_WITH_PLACE = N_("%(moment)s, Strasbourg time")


def moment(at: datetime, language: str, *, seconds: bool = False) -> str:
    """A moment where the page says whose clocks these are, as in “9 June 2027, 10:10”."""
    local = at.astimezone(SEAT)
    return hours.day_and_clock(local, language, weekday=False, year=True, seconds=seconds)


def with_place(at: datetime, language: str) -> str:
    """A moment that stands alone, as in “9 June 2027, 10:10, Strasbourg time”."""
    return translated(_WITH_PLACE, language, moment=moment(at, language))
