"""What a browser remembers of a reader's choices. Over TLS the names carry `__Host-`, so that no neighbouring host sets them.

Whether TLS is used is said by BASE_URL alone, whatever a proxy says in its headers.
"""

from __future__ import annotations

from flask import current_app, request
from werkzeug.wrappers import Response

_YEAR = 365 * 24 * 3600


def over_tls() -> bool:
    """Whether this installation is reached by https."""
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def recalled(name: str) -> str | None:
    """What the browser remembers under a name."""
    return request.cookies.get(_full(name))


def remember(response: Response, name: str, value: str) -> None:
    """Let the browser remember something for a year."""
    response.set_cookie(
        _full(name), value, max_age=_YEAR, path="/", samesite="Lax", httponly=True, secure=over_tls()
    )


def _full(name: str) -> str:
    return f"__Host-{name}" if over_tls() else name
