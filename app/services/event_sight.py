"""Which events a user may see: all of them, or those that the account is limited to. Asked in the query, not afterwards."""

from __future__ import annotations

from sqlalchemy import Select, select

from app.extensions import db
from app.models import Event, User, UserEvent
from app.services.errors import NotFound


def visible(user: User) -> Select[Event]:
    """The events of a user, as a query to be narrowed further."""
    if user.all_events:
        return select(Event)
    return select(Event).where(Event.id.in_(select(UserEvent.event_id).where(UserEvent.user_id == user.id)))


def event_of(user: User, slug: str) -> Event:
    """The event with a slug, if the user may see it.

    Raises:
        NotFound: there is none, or it is not this user's; the two look alike.
    """
    event = db.session.scalar(visible(user).where(Event.slug == slug))
    if event is None:
        raise NotFound
    return event


def let_see(user: User, event: Event) -> None:
    """Let a user whose account is limited to some events see one more: the one that this user has just made."""
    if not user.all_events:
        db.session.add(UserEvent(user_id=user.id, event_id=event.id))
        db.session.flush()
