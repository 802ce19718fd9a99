"""Which events a user may see: all of them, or those that the account is limited to. Asked in the query, not afterwards."""

from __future__ import annotations

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import load_only

from app.extensions import db
from app.models import Event, User, UserEvent
from app.services.errors import NotFound

_ALL = select(Event)
_SEEN_BY = select(UserEvent.event_id)
# Every page of an event asks for it, and therefore they are put together once.
_ALL_NAMED = _ALL.where(Event.slug == bindparam("slug"))
_OWN_NAMED = _ALL_NAMED.where(Event.id.in_(_SEEN_BY.where(UserEvent.user_id == bindparam("user"))))
# Of fifty columns a scan needs eight; the others took longer than to find the event.
_TO_SCAN = load_only(
    Event.slug, Event.short_code, Event.status, Event.starts_at, Event.ends_at, Event.time_zone, Event.mode,
)  # fmt: skip
_ALL_TO_SCAN, _OWN_TO_SCAN = _ALL_NAMED.options(_TO_SCAN), _OWN_NAMED.options(_TO_SCAN)


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
    return _one(named, user, slug)


def event_to_scan(user: User, slug: str) -> Event:
    """The same, with what a scan needs of it; anything else is asked for when it is wanted, column by column.

    Raises:
        NotFound: as above.
    """
    to_scan = _ALL_TO_SCAN if user.all_events else _OWN_TO_SCAN
    return _one(to_scan, user, slug)


def let_see(user: User, event: Event) -> None:
    """Let a user whose account is limited to some events see one more: the one that this user has just made."""
    if not user.all_events:
        db.session.add(UserEvent(user_id=user.id, event_id=event.id))
        db.session.flush()


def _one(named: Select[Event], user: User, slug: str) -> Event:
    event = db.session.scalar(named, {"slug": slug, "user": user.id})
    if event is None:
        raise NotFound
    return event
