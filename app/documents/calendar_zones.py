"""The time zone of a calendar file, bounded to the period it is about.

The icalendar library writes the beginning of summer time an hour late (RFC 5545 wants it by the clocks before the change),
and an unbounded zone would run from 1970 to 2038.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard


@lru_cache(maxsize=64)
def zone_component(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The zone with what holds at `first` and each change of the clocks until `last`; not to be changed by the caller."""
    from icalendar import Timezone  # noqa: PLC0415 - large, and only who writes a calendar file needs it

    component = Timezone()
    component.add("tzid", zone.key)
    start = first.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    component.add_component(_period(zone, start, start))
    for moment in _changes(zone, start, last.astimezone(UTC)):
        component.add_component(_period(zone, moment - timedelta(minutes=1), moment))
    return component


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> list[datetime]:
    """The moments at which the clocks change, found by halving each day on which they do."""
    changes = []
    day = first
    while day < last:
        before, after = day, day + timedelta(days=1)
        if _offset(zone, before) != _offset(zone, after):
            while after - before > timedelta(minutes=1):
                middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
                before, after = (
                    (middle, after) if _offset(zone, middle) == _offset(zone, before) else (before, middle)
                )
            changes.append(after)
        day += timedelta(days=1)
    return changes


def _period(zone: ZoneInfo, before: datetime, moment: datetime) -> TimezoneStandard | TimezoneDaylight:
    from icalendar import TimezoneDaylight, TimezoneStandard  # noqa: PLC0415 - as above

    local = moment.astimezone(zone)
    component = TimezoneDaylight() if local.dst() else TimezoneStandard()
    onset = (moment + _offset(zone, before)).replace(tzinfo=None)  # by the clocks before the change
    component.add("dtstart", onset)
    component.add("tzoffsetfrom", _offset(zone, before))
    component.add("tzoffsetto", _offset(zone, moment))
    component.add("tzname", local.tzname())
    return component


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
