"""Who is signed in: the secret in the cookie, looked up once a request, before anything else asks the database.

Whoever has shown the password only is halfway, and nobody to every rule of access but that of the second factor's pages.
"""

from __future__ import annotations

from contextlib import suppress

from flask import Flask, Request, g, request, session
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.models import LoginSession, User
from app.services.accounts import login_sessions
from app.web.extensions import login

_SECRET = "login"  # noqa: S105 - the name of the secret's place in the cookie
_ASK_NOBODY = {"static", "bootstrap.static", "health.alive", "health.ready"}


def init_app(app: Flask) -> None:
    """Bind the sign-in. It comes after the kind of the unit is known, and before access is asked."""
    login.init_app(app)
    login.session_protection = None  # ours is the row in the database
    login.request_loader(_present_user)
    app.before_request(_look_up)


def keep(secret: str) -> None:
    """Put the secret of a new login session into a fresh cookie: nothing of an earlier one survives."""
    session.clear()
    session[_SECRET] = secret


def halfway() -> User | None:
    """Who has shown the password and not yet the second factor."""
    user: User | None = g.get("halfway")
    return user


def present_session() -> LoginSession:
    """The session of whoever is signed in."""
    session: LoginSession = g.login_session
    return session


def present_secret() -> str | None:
    """The secret that the browser has sent, whether or not it still opens anything."""
    secret = session.get(_SECRET)
    return secret if isinstance(secret, str) else None


def forget() -> None:
    """Empty the cookie."""
    session.clear()


def _look_up() -> None:
    secret = present_secret() if request.endpoint not in _ASK_NOBODY else None
    found = login_sessions.find(secret) if secret else None
    g.login_session = found.session if found else None
    g.signed_in = found.user if found and found.complete else None
    g.halfway = found.user if found and not found.complete else None
    if found and login_sessions.is_seen_due(found.session):
        db.session.rollback()  # the look-up's unit ends; what it found stands on its own
        with suppress(SQLAlchemyError):  # nobody can write at this moment: the next request notes it
            login_sessions.note_seen(found.session)


def _present_user(_request: Request) -> User | None:
    user: User | None = g.get("signed_in")
    return user
