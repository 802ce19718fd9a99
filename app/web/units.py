"""One unit of work per request: a safe method reads, everything else may write and takes its lock first.

A page waits for the database only as long as the environment says; what is left open at its end is given up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

from app.extensions import db
from app.lib import outages, patience
from app.lib.transaction_kind import set_reading
from config import Config

SAFE = {"GET", "HEAD", "OPTIONS"}
View = TypeVar("View", bound=Callable[..., Any])


def reads_only(view: View) -> View:
    """Say of a view that it changes nothing although it is posted to, such as the one that checks answers."""
    view.reads_only = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    """Say for each request which kind of unit it is."""
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    set_reading(request.method in SAFE or getattr(view, "reads_only", False))
    settings: Config = current_app.extensions["config"]
    patience.set_seconds(settings.database_statement_seconds)


def _end(_error: BaseException | None) -> None:
    outages.let_go(db.session)
    set_reading(False)
    patience.set_seconds(0)
