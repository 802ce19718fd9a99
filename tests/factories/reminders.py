"""Reminder rules for tests, of an event whose days are fixed: it begins on Wednesday 9 June 2027, nominations end on 21 May."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.extensions import db
from app.lib.clock import now
from app.models import Event, ReminderAbout, ReminderRule
from tests.factories.events import an_event

PARIS = ZoneInfo("Europe/Paris")


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2027 by the clocks of Paris."""
    return datetime(2027, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def a_dated_event(**changes: Any) -> Event:
    """A published conference on 9 and 10 June 2027; nominations until 21 May, 18:00."""
    facts = {
        "starts_at": at(6, 9, 8, 30),
        "ends_at": at(6, 10, 17),
        "nominations_until": at(5, 21, 18),
        "opens_at": at(1, 4),
        "closes_at": at(6, 1),
    }
    return an_event(**{**facts, **changes})


def a_rule(
    event: Event, about: ReminderAbout = ReminderAbout.SILENT, days: int = 14, **changes: Any
) -> ReminderRule:
    """A rule of an event."""
    made = ReminderRule(
        **{"event": event, "about": about, "days_before": days, "created_at": now(), **changes}
    )
    db.session.add(made)
    db.session.flush()
    return made
