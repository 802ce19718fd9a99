"""Signed-in browsers: begun with the password, complete with the second factor, ended. A row keeps only a digest.

Only a complete session opens anything private. It gets a new secret as it becomes complete, so that nobody who saw the
cookie of before has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, select, update
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.lib.transaction_kind import writing
from app.models import LoginSession, User
from app.services import settings
from app.services.errors import NotFound

SEEN_EVERY = timedelta(minutes=1)  # how exactly the last visit is kept
_IDLE, _ABSOLUTE, _HALFWAY = "session_idle_minutes", "session_absolute_minutes", "session_halfway_minutes"


class Found(NamedTuple):
    """A living session and whose it is; both rows stand outside of the unit of work and are only read."""

    session: LoginSession
    user: User

    @property
    def complete(self) -> bool:
        """Whether the second factor was shown, too."""
        return self.session.complete_at is not None


def begin(user: User, device: str = "") -> str:
    """Begin a session for a user who has shown the password; the secret for the cookie is known nowhere else."""
    secret, at = tokens.new_token(), now()
    db.session.add(
        LoginSession(
            token_digest=tokens.digest(secret),
            user_id=user.id,
            created_at=at,
            last_seen_at=at,
            device=device[:80],
        )
    )
    db.session.flush()
    return secret


def complete(secret: str) -> str:
    """Note that the second factor was shown; the session goes on under a new secret, which is returned.

    Raises:
        NotFound: there is no such session, or it has ended, or is complete already.
    """
    return _renewed(secret, LoginSession.complete_at.is_(None), complete_at=now())


def renew(secret: str) -> str:
    """Go on with a complete session under a new secret, which is returned: who has the one of before has nothing.

    Raises:
        NotFound: there is no such session, or it has ended.
    """
    return _renewed(secret, LoginSession.complete_at.is_not(None))


def _renewed(secret: str, condition: ColumnElement[bool], **also: datetime) -> str:
    renewed = tokens.new_token()
    present = update(LoginSession).where(
        LoginSession.token_digest == tokens.digest(secret), LoginSession.ended_at.is_(None), condition
    )
    values = {"token_digest": tokens.digest(renewed), "last_seen_at": now(), **also}
    if db.session.scalar(present.values(**values).returning(LoginSession.id)) is None:
        raise NotFound
    return renewed


def find(secret: str) -> Found | None:
    """The living session with a secret, in one statement; None if it has ended, was idle or has lasted too long.

    One that is not complete is found as well: look at `complete` before anything private is opened.
    """
    row = db.session.execute(_look_up(), {"digest": tokens.digest(secret)}).one_or_none()
    if row is None:
        return None
    session, user, *periods = row
    db.session.expunge(session)
    db.session.expunge(user)
    return Found(session, user) if now() < _until(session, *periods) else None


def living(user_id: int) -> Sequence[LoginSession]:
    """The complete sessions of a user that have not ended, the last seen first."""
    idle, absolute = settings.numbers(_IDLE, _ABSOLUTE)
    return db.session.scalars(
        select(LoginSession)
        .where(
            LoginSession.user_id == user_id,
            LoginSession.ended_at.is_(None),
            LoginSession.complete_at.is_not(None),
            LoginSession.last_seen_at > now() - timedelta(minutes=idle),
            LoginSession.created_at > now() - timedelta(minutes=absolute),
        )
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
    ).all()


def _until(session: LoginSession, idle: object, absolute: object, halfway: object) -> datetime:
    if session.complete_at is None:
        return session.created_at + timedelta(minutes=settings.effective(_HALFWAY, halfway))
    return min(
        session.last_seen_at + timedelta(minutes=settings.effective(_IDLE, idle)),
        session.created_at + timedelta(minutes=settings.effective(_ABSOLUTE, absolute)),
    )


@cache
def _look_up() -> Select[LoginSession, User, object, object, object]:
    """Built once: every request asks it, and building takes longer than answering."""
    changed = settings.changed_value
    return (
        select(LoginSession, User, changed(_IDLE), changed(_ABSOLUTE), changed(_HALFWAY))
        .join(LoginSession.user)
        .where(LoginSession.token_digest == bindparam("digest"), LoginSession.ended_at.is_(None), User.active)
    )


def is_seen_due(session: LoginSession) -> bool:
    """Whether it is time to write down that somebody is still there."""
    return session.last_seen_at <= now() - SEEN_EVERY


def note_seen(session: LoginSession) -> None:
    """Write down that somebody is still there, in a short transaction of its own.

    Call it before the unit of work of the request begins: on SQLite there is one writer at a time.
    """
    with writing(), Session(db.engine) as own:
        own.execute(update(LoginSession).where(LoginSession.id == session.id).values(last_seen_at=now()))
        own.commit()


def end(secret: str) -> None:
    """End the session with a secret; nothing happens if there is none."""
    _end(LoginSession.token_digest == tokens.digest(secret))


def end_one(user_id: int, session_id: int) -> None:
    """End one session of a user.

    Raises:
        NotFound: it is another user's, or has ended.
    """
    if not _end(LoginSession.user_id == user_id, LoginSession.id == session_id):
        raise NotFound


def end_all(user_id: int, but: str | None = None) -> int:
    """End every session of a user, but perhaps the one with a secret; how many there were is returned."""
    others = [LoginSession.token_digest != tokens.digest(but)] if but else []
    return _end(LoginSession.user_id == user_id, *others)


def _end(*conditions: ColumnElement[bool]) -> int:
    ended = db.session.scalars(
        update(LoginSession)
        .where(*conditions, LoginSession.ended_at.is_(None))
        .values(ended_at=now())
        .returning(LoginSession.id)
    )
    return len(ended.all())
