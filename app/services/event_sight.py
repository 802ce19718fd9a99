"""Which events a user may see: all of them, or those that the account is limited to. Asked in the query, not afterwards."""

from __future__ import annotations

from sqlalchemy import Select, bindparam, select

from app.extensions import db
from app.models import Event, User, UserEvent
from app.services.errors import NotFound

_ALL = select(Event)
_SEEN_BY = select(UserEvent.event_id)
# Every page of an event asks for it, and therefore they are put together once.
_ALL_NAMED = _ALL.where(Event.slug == bindparam("slug"))
_OWN_NAMED = _ALL_NAMED.where(Event.id.in_(_SEEN_BY.where(UserEvent.user_id == bindparam("user"))))


def visible(user: User) -> Select[Event]:
    """The events of a user, as a query to be narrowed further."""
    if user.all_events:
        return _ALL
    return _ALL.where(Event.id.in_(_SEEN_BY.where(UserEvent.user_id == user.id)))


def event_of(user: User, slug: str) -> Event:
    """The event with a slug, if the user may see it.

    Raises:
        NotFound: there is none, or it is not this user's; the two look alike.
    """
    named = _ALL_NAMED if user.all_events else _OWN_NAMED
    event = db.session.scalar(named, {"slug": slug, "user": user.id})
    if event is None:
        raise NotFound
    return event


def let_see(user: User, event: Event) -> None:
    """Let a user whose account is limited to some events see one more: the one that this user has just made."""
    if not user.all_events:
        db.session.add(UserEvent(user_id=user.id, event_id=event.id))
        db.session.flush()
