"""Events for tests: a published conference in two months whose registration is open, and what belongs to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Admission,
    Category,
    Event,
    EventKind,
    EventSession,
    EventStatus,
    Mode,
    Quota,
    SessionKind,
    Way,
)
from app.services import admission_rules
from tests.factories.bodies import a_body

_numbers = count(1)


def moment(days: int = 60, hour: int = 9, minute: int = 0, zone: str = "Europe/Paris") -> datetime:
    """A moment so many days from today, at an hour by the clocks of a place."""
    day = now().astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def an_event(open_to: Iterable[Category] = (), **changes: Any) -> Event:
    """An event with the default admissions; `open_to` names the categories that use the open form, with no approval."""
    number = next(_numbers)
    starts_at = changes.get("starts_at", moment(60, 9))
    facts: dict[str, Any] = {
        "slug": f"conference-{number}",
        "short_code": f"T{number}",
        "kind": EventKind.CONFERENCE,
        "host_body": a_body("POLICE-NETWORK"),
        "status": EventStatus.PUBLISHED,
        "title_en": f"Conference {number}",
        "title_fr": f"Conférence {number}",
        "year": starts_at.year if starts_at else 2025,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(days=1, hours=8) if starts_at else None,
        "mode": Mode.HYBRID,
        "city": "Strasbourg",
        "country_iso2": "FR",
        "opens_at": starts_at - timedelta(days=90) if starts_at else None,
        "closes_at": starts_at - timedelta(days=5) if starts_at else None,
        "ical_uid": f"{uuid.uuid4()}@test",
        "created_at": now(),
    }
    made = Event(**{**facts, **changes})
    made.admissions = admission_rules.default_admissions()
    for row in made.admissions:
        if row.category in set(open_to):
            row.way, row.needs_correspondent, row.needs_secretariat = Way.OPEN_FORM, False, False
    db.session.add(made)
    db.session.flush()
    return made


def admission_of(event: Event, category: Category, **changes: Any) -> Admission:
    """The admission of a category at an event, changed as asked."""
    row = next(row for row in event.admissions if row.category is category)
    for name, value in changes.items():
        setattr(row, name, value)
    db.session.flush()
    return row


def a_quota(event: Event, places: int, **whose: Any) -> Quota:
    """A quota for a `kind` of body or one `body`."""
    row = Quota(event=event, places=places, **whose)
    db.session.add(row)
    db.session.flush()
    return row


def a_session(event: Event, hour: int = 0, **changes: Any) -> EventSession:
    """A session of an hour that begins so many hours after the event."""
    number = next(_numbers)
    starts_at = changes.get("starts_at", (event.starts_at or now()) + timedelta(hours=hour))
    facts: dict[str, Any] = {
        "event": event,
        "kind": SessionKind.PLENARY,
        "title_en": f"Session {number}",
        "title_fr": f"Séance {number}",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "room": "G03",
        "mode": event.mode,
        "ical_uid": f"{uuid.uuid4()}@test",
    }
    made = EventSession(**{**facts, **changes})
    db.session.add(made)
    db.session.flush()
    return made
