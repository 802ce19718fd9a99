"""The dates of the next days at which something begins or ends by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from app.models import Event, EventStatus
from app.services.privacy.periods import Period
from app.services.today.matters import SOON

PERIODS = ("needs_kept_days", "persons_kept_months")  # settings


class Deadline(NamedTuple):
    """What happens (a code), to which event, and when."""

    code: str  # opens, nominations, closes, starts, ends, needs, persons
    event: Event
    at: datetime


def coming(events: Iterable[Event], periods: Mapping[str, int], at: datetime) -> list[Deadline]:
    """The dates of some events in the next two weeks, the first of them first."""
    found = (deadline for event in events for deadline in _of(event, periods))
    return sorted(
        (one for one in found if at < one.at <= at + SOON), key=lambda one: (one.at, one.event.slug)
    )


def _of(event: Event, periods: Mapping[str, int]) -> list[Deadline]:
    known: dict[str, datetime | None] = {}
    if event.status is EventStatus.PUBLISHED:
        known = {"opens": event.opens_at, "nominations": event.nominations_until, "closes": event.closes_at}
    if event.status in {EventStatus.PUBLISHED, EventStatus.CLOSED}:
        known |= {"starts": event.starts_at, "ends": event.ends_at}
    if event.ends_at is not None and event.status is not EventStatus.DRAFT:
        for name, number in periods.items():
            known[name.partition("_")[0]] = Period.of(name, number).after(event.ends_at)
    return [Deadline(code, event, moment) for code, moment in known.items() if moment is not None]
