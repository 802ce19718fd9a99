"""Which events stand side by side."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from app.extensions import db
from app.models import Event, EventStatus, User
from app.services import event_sight
from app.services.participation import all_states


def events(user: User, *, fictional: bool = False) -> list[Event]:
    """The events that a user may see, the earliest first; drafts are left out, and invented events unless asked for."""
    chosen = event_sight.visible(user).where(Event.status != EventStatus.DRAFT)
    if not fictional:
        chosen = chosen.where(~Event.fictional)
    return sorted(db.session.scalars(chosen), key=_when)


def number_of_states() -> int:
    """How many member states there are: the whole of every figure that counts states."""
    return db.session.scalar(select(all_states())) or 0


def _when(event: Event) -> tuple[datetime, str]:
    return event.starts_at or datetime(event.year, 12, 31, tzinfo=UTC), event.slug
