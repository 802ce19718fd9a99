"""Check-ins for tests, put straight into the log."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.models import ActorKind, CheckIn, CheckInKind, EventSession, HeadCount, Registration


def a_check_in(
    registration: Registration,
    day: date | None = None,
    session: EventSession | None = None,
    kind: CheckInKind = CheckInKind.IN,
    **changes: Any,
) -> CheckIn:
    """An entry for a registration: on the event's first day unless told otherwise, as a whole or for a session."""
    days = registration.event.days
    facts: dict[str, Any] = {
        "client_id": str(uuid.uuid4()),
        "event_id": registration.event_id,
        "registration": registration,
        "session": session,
        "day": day or (days[0] if days else now().date()),
        "mode": registration.mode,
        "kind": kind,
        "at": now(),
        "received_at": now(),
        "actor_kind": ActorKind.DESK,
    }
    row = CheckIn(**{**facts, **changes})
    db.session.add(row)
    db.session.flush()
    return row


def undone(entry: CheckIn) -> CheckIn:
    """The entry, undone by another; the undo is returned."""
    return a_check_in(
        entry.registration, entry.day, entry.session, CheckInKind.UNDO, undoes_id=entry.id, mode=entry.mode
    )


def a_head_count(session: EventSession, number: int, at: datetime | None = None) -> HeadCount:
    """So many people, counted by the desk in the room of a session."""
    row = HeadCount(session_id=session.id, number=number, at=at or now(), actor_kind=ActorKind.DESK)
    db.session.add(row)
    db.session.flush()
    return row
