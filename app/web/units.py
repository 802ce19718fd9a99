"""One unit of work per request: a safe method reads, everything else may write and takes its lock first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from app.extensions import db
from app.lib import write_transactions
from app.lib.transaction_kind import set_reading

SAFE = {"GET", "HEAD", "OPTIONS"}
View = TypeVar("View", bound=Callable[..., Any])


def reads_only(view: View) -> View:
    """Say of a view that it changes nothing although it is posted to, such as the one that checks answers."""
    view.reads_only = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Bind the hook to the engine and say for each request which kind of unit it is."""
    with app.app_context():
        write_transactions.install(db.engine)
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    set_reading(request.method in SAFE or getattr(view, "reads_only", False))


def _end(_error: BaseException | None) -> None:
    db.session.rollback()
    set_reading(False)
