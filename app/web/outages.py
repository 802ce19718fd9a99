"""What is answered while the database is gone, read-only, full or too slow: a page that asks nothing of it, or JSON for a script.

It says what became of a form: nothing was stored, and it can be sent again with one press; or it was stored, and only the page
after it is missing; or the line broke at that very moment, and nobody can know.
"""

from __future__ import annotations

import enum
import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, has_request_context, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib import outages
from app.web.network import contact_address
from app.web.units import SAFE

View = TypeVar("View", bound=Callable[..., Any])
RETRY_AFTER = 30  # seconds
_REMEMBERED = 10  # seconds for which a write that failed keeps the process from being ready
_log = logging.getLogger(__name__)


class Stored(enum.StrEnum):
    """What became of what a form sent."""

    NOTHING = "nothing"
    ALL = "all"
    UNKNOWN = "unknown"  # the line broke while it was being committed


class _Writes:
    """When a write failed in this process because nothing can be written, by its own clock."""

    failed_at: float | None = None


def answers_json(view: View) -> View:
    """Say of a view that a script asks it, which reads JSON and no page."""
    view.answers_json = True  # type: ignore[attr-defined]
    return view


def writes_fail() -> bool:
    """Whether a write has failed in this process a moment ago, and none has succeeded since."""
    return _Writes.failed_at is not None and time.monotonic() - _Writes.failed_at < _REMEMBERED


def watch(app: Flask) -> None:
    """Watch the commits of requests, to be able to say what was stored."""
    with app.app_context():
        event.listen(db.engine, "commit", _commit_begins)
    for moment, note in (("before_commit", _before_commit), ("after_commit", _after_commit)):
        if not event.contains(Session, moment, note):
            event.listen(Session, moment, note)


def answer(error: Exception, typed: list[tuple[str, str]] | None) -> ResponseReturnValue:
    """The answer to a request that the database let down; `typed` is what a form of ours had sent, to be sent again."""
    stored = _stored(error)
    outages.let_go(db.session)
    if outages.keeps_from_writing(error):
        _Writes.failed_at = time.monotonic()
    _log.error("database unavailable", extra={"error": outages.kind(error)})
    if _script_asks():
        response = jsonify(error="unavailable", stored=stored)
    else:
        response = make_response(
            render_template(
                "errors/plain.html",
                code=503,
                contact=contact_address(),
                sent=request.method not in SAFE,
                stored=stored,
                typed=typed if stored is Stored.NOTHING else None,
                lost=bool(request.files),
            )
        )
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response, 503


def _script_asks() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "answers_json", False)


def _stored(error: Exception) -> Stored:
    if request.method in SAFE or "commit" not in g:
        return Stored.NOTHING
    if g.commit is Stored.ALL:
        return Stored.ALL
    broken = isinstance(error, DBAPIError) and error.connection_invalidated
    return Stored.UNKNOWN if broken else Stored.NOTHING


def _before_commit(session: Session) -> None:
    if has_request_context():
        g.of_the_view = isinstance(session, db.session.session_factory.class_)


def _commit_begins(_connection: Engine) -> None:
    if has_request_context() and g.pop("of_the_view", False) and g.get("commit") is not Stored.ALL:
        g.commit = Stored.UNKNOWN


def _after_commit(_session: Session) -> None:
    if has_request_context() and g.get("commit") is Stored.UNKNOWN:
        g.commit = Stored.ALL
        _Writes.failed_at = None
