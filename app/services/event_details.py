"""What organisers say about an event: the answers of its form, checked, and put into the row."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

from app.models import Event, EventKind, EventStatus, Mode
from app.services.errors import EndBeforeStart
from app.services.event_errors import ClosesAfterEnd, ClosesBeforeOpening, SlugNotAllowed, YearMissing

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_RESERVED = {"new"}  # the address of the form for a new event
NOT_COPIED = {"slug", "year"}  # decided, not copied as they stand
IN_CALENDARS = {
    "title_en", "title_fr", "starts_at", "ends_at", "times_known", "time_zone", "mode", "city", "country_iso2", "venue_en",
    "venue_fr",
}  # fmt: skip


@dataclass(frozen=True)
class EventDetails:
    """The answers. Texts are tidied; what is unknown or without limit is None."""

    kind: EventKind
    host_body_id: int
    mode: Mode
    slug: str | None = None
    fictional: bool = False
    title_en: str = ""
    title_fr: str = ""
    summary_en: str = ""
    summary_fr: str = ""
    practical_en: str = ""
    practical_fr: str = ""
    year: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    times_known: bool = True
    time_zone: str = "Europe/Paris"
    city: str | None = None
    country_iso2: str | None = None
    venue_en: str = ""
    venue_fr: str = ""
    capacity_in_person: int | None = None
    capacity_online: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    nominations_until: datetime | None = None
    walk_ins: bool = False
    quorum: int | None = None
    interpretation: tuple[str, ...] = ()
    online_link: str | None = None
    signatory: str | None = None
    signatory_function_en: str = ""
    signatory_function_fr: str = ""


_COPIED = tuple(field.name for field in fields(EventDetails) if field.name not in NOT_COPIED)


def check(details: EventDetails) -> None:
    """Make sure that the answers can be true together.

    Raises:
        EndBeforeStart, YearMissing, ClosesBeforeOpening, ClosesAfterEnd, SlugNotAllowed: each names its field.
    """
    starts_at, ends_at, closes_at = details.starts_at, details.ends_at, details.closes_at
    if (starts_at is None) != (ends_at is None) or (starts_at and ends_at and ends_at <= starts_at):
        raise EndBeforeStart
    if starts_at is None and details.year is None:
        raise YearMissing
    if closes_at and details.opens_at and closes_at <= details.opens_at:
        raise ClosesBeforeOpening
    if closes_at and ends_at and closes_at > ends_at:
        raise ClosesAfterEnd
    if details.slug is not None and not is_slug(details.slug):
        raise SlugNotAllowed


def is_slug(text: str) -> bool:
    """Whether a text can be the last part of an event's address."""
    return len(text) <= 80 and _SLUG.fullmatch(text) is not None and text not in _RESERVED


def put_into(event: Event, details: EventDetails) -> set[str]:
    """Write the answers into the row; the names of the columns that have changed.

    The address is fixed once the event has been published: links to it are in mails and calendars.
    """
    values = {name: getattr(details, name) for name in _COPIED}
    values["interpretation"] = list(details.interpretation)
    values["year"] = _year(details)
    if details.slug is not None and event.status in {None, EventStatus.DRAFT}:
        values["slug"] = details.slug
    changed = {name for name, value in values.items() if getattr(event, name) != value}
    for name in changed:
        setattr(event, name, values[name])
    return changed


def of(event: Event) -> EventDetails:
    """The answers that would make this event."""
    values = {field.name: getattr(event, field.name) for field in fields(EventDetails)}
    return EventDetails(**{**values, "interpretation": tuple(event.interpretation)})


def _year(details: EventDetails) -> int | None:
    if details.starts_at is None:
        return details.year
    return details.starts_at.astimezone(ZoneInfo(details.time_zone)).year
