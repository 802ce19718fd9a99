"""How an event stands: in one word for whoever wants to come, and whether it can still be worked on."""

from __future__ import annotations

from datetime import datetime

from app.models import Event, EventStatus
from app.services.errors import EventReadOnly

_BY_STATUS = {
    EventStatus.DRAFT: "draft",
    EventStatus.CANCELLED: "cancelled",
    EventStatus.ARCHIVED: "archived",
}


def state(event: Event, at: datetime, *, full: bool = False, by_invitation: bool = False) -> str:
    """draft, soon, open, full, invitation, closed, past, archived or cancelled.

    `full` and `by_invitation` are for pages that know; others leave them out and save the counting.
    """
    if event.status in _BY_STATUS:
        return _BY_STATUS[event.status]
    if event.is_over(at):
        return "past"
    if event.status is EventStatus.PUBLISHED and event.opens_at is not None and at < event.opens_at:
        return "soon"
    if not event.accepts_registrations(at):
        return "closed"
    if by_invitation:
        return "invitation"
    return "full" if full else "open"


def refuse_read_only(event: Event) -> None:
    """Make sure that the event can still be worked on.

    Raises:
        EventReadOnly: it is archived or cancelled.
    """
    if event.is_read_only:
        raise EventReadOnly
