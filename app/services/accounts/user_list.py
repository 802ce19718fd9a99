"""The accounts as administrators see them: what each can do, with which events, and when it was last used."""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select

from app.extensions import db
from app.lib.names import fold
from app.models import Event, Letter, LoginSession, User, UserEvent, UserRole
from app.services.accounts import login_sessions
from app.services.errors import NotFound

_LETTERS = 10  # the last ones


class AccountState(enum.StrEnum):
    """How an account stands."""

    INVITED = "invited"  # no password yet
    ACTIVE = "active"
    CLOSED = "closed"


@dataclass(frozen=True)
class Entry:
    """An account; `events` are those to which it is limited, which says nothing where it works with all of them."""

    user: User
    events: Sequence[Event]
    last_seen: datetime | None  # as far as its sessions are still on record

    @property
    def state(self) -> AccountState:
        if not self.user.active:
            return AccountState.CLOSED
        return AccountState.ACTIVE if self.user.password_hash else AccountState.INVITED


@dataclass(frozen=True)
class Account(Entry):
    """An account with what its page says beyond the list: open sessions, and letters with the last first."""

    sessions: int = 0
    letters: Sequence[Letter] = ()


def listing(*, closed: bool) -> list[Entry]:
    """The accounts that are open, or those that are closed: by role, then by name; in two statements."""
    rows = db.session.execute(
        select(User, _last_seen()).where(User.active.is_(not closed), User.email != "")
    ).all()
    events = _events([user.id for user, _seen in rows])
    order = list(UserRole)
    entries = [Entry(user, events[user.id], seen) for user, seen in rows]
    return sorted(
        entries, key=lambda entry: (order.index(entry.user.role), fold(entry.user.name), entry.user.id)
    )


def numbers() -> tuple[int, int]:
    """How many accounts are open, and how many are closed."""
    query = select(func.count().filter(User.active), func.count().filter(User.active.is_(False)))
    open_ones, closed = db.session.execute(query.where(User.email != "")).one()
    return open_ones, closed


def one(user_id: int) -> Account:
    """An account with an id.

    Raises:
        NotFound: there is none.
    """
    row = db.session.execute(select(User, _last_seen()).where(User.id == user_id)).one_or_none()
    if row is None:
        raise NotFound
    user, seen = row
    letters = select(Letter).where(Letter.user_id == user.id, Letter.event_id.is_(None))
    return Account(
        user,
        _events([user.id])[user.id],
        seen,
        sessions=len(login_sessions.living(user.id)),
        letters=db.session.scalars(letters.order_by(Letter.id.desc()).limit(_LETTERS)).all(),
    )


def _last_seen() -> ScalarSelect[datetime]:
    complete = (LoginSession.user_id == User.id, LoginSession.complete_at.is_not(None))
    return select(func.max(LoginSession.last_seen_at)).where(*complete).correlate(User).scalar_subquery()


def _events(user_ids: Sequence[int]) -> dict[int, list[Event]]:
    """The events of accounts, the latest first."""
    query = (
        select(UserEvent.user_id, Event)
        .join(Event, Event.id == UserEvent.event_id)
        .where(UserEvent.user_id.in_(user_ids))
        .order_by(Event.year.desc(), Event.starts_at.desc().nulls_last(), Event.id.desc())
    )
    found: defaultdict[int, list[Event]] = defaultdict(list)
    for user_id, event in db.session.execute(query):
        found[user_id].append(event)
    return found
