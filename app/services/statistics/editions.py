"""The events that stand side by side: which of them somebody may compare, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Select

from app.extensions import db
from app.models import Event, EventStatus, User
from app.services import event_sight


def visible(user: User, *, fictional: bool = False) -> Select[Event]:
    """The events that a user may compare; drafts are left out, and invented events unless asked for."""
    chosen = event_sight.visible(user).where(Event.status != EventStatus.DRAFT)
    return chosen if fictional else chosen.where(~Event.fictional)


def of_user(user: User, *, fictional: bool = False) -> list[Event]:
    """The events that a user may compare, the earliest first."""
    return sorted(db.session.scalars(visible(user, fictional=fictional)), key=in_time)


def in_time(event: Event) -> tuple[datetime, str]:
    """What sorts events by when they begin; one without a date stands at the end of its year."""
    return event.starts_at or datetime(event.year, 12, 31, tzinfo=UTC), event.slug
