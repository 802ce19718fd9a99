"""The events whose desk a user may open: today's, those to come, and those that are over but not archived."""

from __future__ import annotations

from dataclasses import dataclass

from app.extensions import db
from app.lib.clock import now
from app.models import Event, EventStatus, User
from app.services import event_sight


@dataclass(frozen=True)
class DeskEvents:
    """Three lists, each in the order in which it is read."""

    today: list[Event]
    coming: list[Event]
    past: list[Event]


def listing(user: User) -> DeskEvents:
    """All events that a user may open at the desk, in one statement."""
    at = now()
    events = db.session.scalars(
        event_sight.visible(user)
        .where(Event.status.in_((EventStatus.PUBLISHED, EventStatus.CLOSED)))
        .order_by(Event.starts_at, Event.slug)
    ).all()
    today = [event for event in events if event.local(at).date() in event.days]
    others = [event for event in events if event not in today]
    past = [event for event in others if event.is_over(at)]
    return DeskEvents(today, [event for event in others if event not in past], past[::-1])
