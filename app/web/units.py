"""One unit of work per request: a safe method reads, everything else may write and takes its lock first."""

from __future__ import annotations

from flask import Flask, request

from app.extensions import db
from app.lib import write_transactions
from app.lib.transaction_kind import set_reading

SAFE = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    """Bind the hook to the engine and say for each request which kind of unit it is."""
    with app.app_context():
        write_transactions.install(db.engine)
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    set_reading(request.method in SAFE)


def _end(_error: BaseException | None) -> None:
    db.session.rollback()
    set_reading(False)
