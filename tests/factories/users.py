"""People with an account. Each is written (flushed) and returned."""

from __future__ import annotations

from itertools import count
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.lib.names import normalised_address
from app.models import Event, User, UserEvent, UserRole

_numbers = count(1)


def a_user(role: UserRole = UserRole.ORGANISER, *events: Event, **changes: Any) -> User:
    """A user of all events, or only of those named; without a password unless one is given as `password_hash`."""
    number = next(_numbers)
    email = str(changes.setdefault("email", f"user{number}@secretariat.example"))
    facts: dict[str, Any] = {
        "email_key": normalised_address(email),
        "name": f"User {number}",
        "role": role,
        "all_events": not events,
        "created_at": now(),
    }
    made = User(**{**facts, **changes})
    made.events.extend(UserEvent(event_id=event.id) for event in events)
    db.session.add(made)
    db.session.flush()
    return made


def an_administrator(**changes: Any) -> User:
    """Somebody who may do everything."""
    return a_user(UserRole.ADMINISTRATOR, **changes)


def an_organiser(*events: Event, **changes: Any) -> User:
    """An organiser of all events, or only of those named."""
    return a_user(UserRole.ORGANISER, *events, **changes)


def a_desk_agent(*events: Event, **changes: Any) -> User:
    """Somebody at the entrance of all events, or only of those named."""
    return a_user(UserRole.DESK_AGENT, *events, **changes)


def a_statistics_reader(*events: Event, **changes: Any) -> User:
    """Somebody who sees figures and no name."""
    return a_user(UserRole.STATISTICS_READER, *events, **changes)
