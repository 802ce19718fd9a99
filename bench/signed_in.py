"""A browser that has signed in already: the cookie and the form token that the sign-in pages would have given it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.models import User
    from bench.visitor import Visitor


@dataclass(frozen=True)
class SignedIn:
    """What the browser of a signed-in user keeps."""

    cookie: str
    form_token: str

    def lend(self, visitor: Visitor) -> Visitor:
        """Let a visitor be this user; returns the visitor."""
        visitor.cookies["session"] = self.cookie
        return visitor


def signed_in(app: Flask, user: User, secret_key: str) -> SignedIn:
    """A complete session of a user, as servers with this secret key read it; still to be committed."""
    from flask.sessions import SecureCookieSessionInterface
    from itsdangerous import URLSafeTimedSerializer

    from app.services.accounts import login_sessions

    login = login_sessions.complete(login_sessions.begin(user))
    kept, app.config["SECRET_KEY"] = app.config["SECRET_KEY"], secret_key
    cookies = SecureCookieSessionInterface().get_signing_serializer(app)
    app.config["SECRET_KEY"] = kept
    assert cookies is not None  # noqa: S101 - there is a key
    tokens = URLSafeTimedSerializer(secret_key, salt="wtf-csrf-token")
    return SignedIn(
        str(cookies.dumps({"login": login, "csrf_token": "measured"})), str(tokens.dumps("measured"))
    )
