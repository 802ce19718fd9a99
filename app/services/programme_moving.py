"""When an event moves to other days, another time zone or another mode, its programme follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.extensions import db
from app.models import Event, EventSession
from app.services.event_errors import SessionsOutsideEvent


@dataclass(frozen=True)
class Calendar:
    """On which calendar an event's sessions stand."""

    days: list[date]
    zone: ZoneInfo

    @classmethod
    def of(cls, event: Event) -> Calendar:
        """The calendar of an event as it is now."""
        return cls(event.days, event.zone)


def moved(moment: datetime, days: int, zone: ZoneInfo, to_zone: ZoneInfo | None = None) -> datetime:
    """The same hour by the clocks of the place, some days later; summer time may begin or end in between."""
    on_the_clock = moment.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    return on_the_clock.replace(tzinfo=to_zone or zone).astimezone(UTC)


def follow(event: Event, before: Calendar, *, move: bool) -> None:
    """Let the sessions follow their event, which has been changed.

    In another time zone they keep the hour on the clock; `move` takes them along to other days. A session that the event's
    mode rules out takes on that mode.

    Raises:
        SessionsOutsideEvent: some would lie outside of the event's days.
    """
    now_on = Calendar.of(event)
    sessions = list(
        db.session.scalars(
            select(EventSession).where(EventSession.event_id == event.id, EventSession.cancelled_at.is_(None))
        )
    )
    shift = 0
    if move and now_on.days and before.days:
        shift = (now_on.days[0] - before.days[0]).days
    for session in sessions:
        sequence = session.sequence
        if shift or now_on.zone != before.zone:
            session.starts_at = moved(session.starts_at, shift, before.zone, now_on.zone)
            session.ends_at = moved(session.ends_at, shift, before.zone, now_on.zone)
            session.sequence = sequence + 1
        if len(event.modes) == 1 and session.mode is not event.mode:
            session.mode = event.mode
            session.sequence = sequence + 1
    _refuse_outside(event, sessions)
    db.session.flush()


def _refuse_outside(event: Event, sessions: list[EventSession]) -> None:
    days = set(event.days)
    number = sum(event.local(session.starts_at).date() not in days for session in sessions)
    if number:
        raise SessionsOutsideEvent(number=number)
