"""Signed-in browsers: begun, found by the secret of their cookie, ended. A row keeps only the digest of the secret."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.lib.transaction_kind import writing
from app.models import LoginSession, User
from app.services import settings

SEEN_EVERY = timedelta(minutes=1)  # how exactly the last visit is kept
_IDLE, _ABSOLUTE = "session_idle_minutes", "session_absolute_minutes"


class Found(NamedTuple):
    """A living session and whose it is; both rows stand outside of the unit of work and are only read."""

    session: LoginSession
    user: User


def begin(user: User) -> str:
    """Begin a session for a user; the secret for the cookie is returned, and known nowhere else."""
    secret, at = tokens.new_token(), now()
    db.session.add(
        LoginSession(token_digest=tokens.digest(secret), user_id=user.id, created_at=at, last_seen_at=at)
    )
    db.session.flush()
    return secret


def find(secret: str) -> Found | None:
    """The living session with a secret, in one statement; None if it has ended, was idle or has lasted too long."""
    row = db.session.execute(_look_up(), {"digest": tokens.digest(secret)}).one_or_none()
    if row is None:
        return None
    session, user, idle, absolute = row
    db.session.expunge(session)
    db.session.expunge(user)
    until = min(
        session.last_seen_at + timedelta(minutes=settings.effective(_IDLE, idle)),
        session.created_at + timedelta(minutes=settings.effective(_ABSOLUTE, absolute)),
    )
    return Found(session, user) if now() < until else None


@cache
def _look_up() -> Select[LoginSession, User, object, object]:
    """Built once: every request asks it, and building takes longer than answering."""
    return (
        select(LoginSession, User, settings.changed_value(_IDLE), settings.changed_value(_ABSOLUTE))
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


def end_all(user_id: int) -> None:
    """End every session of a user."""
    _end(LoginSession.user_id == user_id)


def _end(condition: object) -> None:
    at: datetime = now()
    db.session.execute(
        update(LoginSession)
        .where(condition, LoginSession.ended_at.is_(None))  # type: ignore[arg-type]
        .values(ended_at=at)
    )
