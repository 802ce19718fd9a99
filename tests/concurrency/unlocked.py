"""The application without its locks: the tests run it to see that they would notice.

PostgreSQL: the row of the event, or of who is scanned, is read without FOR NO KEY UPDATE. SQLite: nothing begins a
transaction, so that no unit of work keeps the write lock from counting to writing. The pause after counting makes the race
certain; under a lock it is harmless.
"""

from __future__ import annotations

import time
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, select

from app import create_app
from app.extensions import db
from app.lib import write_transactions
from app.models import Event, Registration
from app.services import places, session_places
from app.services.attendance import checking_in
from app.services.seat_counts import SeatCounts

PAUSE = 1.0  # seconds


def _lock_nothing(event_id: int) -> Event:
    return db.session.scalars(
        select(Event).where(Event.id == event_id).execution_options(populate_existing=True)
    ).one()


def _lock_nobody(one: Any, **asked: object) -> Registration | None:
    return db.session.scalars(select(Registration).where(one.whereclause), asked).first()


def _begin_nothing(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", write_transactions._prepare_sqlite)
        event.listen(engine, "before_cursor_execute", _no_savepoint, retval=True)


def _no_savepoint(_connection: Any, _cursor: Any, text: str, values: Any, *_: Any) -> tuple[str, Any]:
    """Outside of a transaction a savepoint begins one."""
    return ("SELECT 1" if text.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK TO")) else text), values


def _pause_after(count: Any) -> Any:
    def slowly(*arguments: Any) -> Any:
        counted = count(*arguments)
        time.sleep(PAUSE)
        return counted

    return slowly


def unlocked_app() -> Flask:
    """The application, with nothing that keeps two units of work from counting at once."""
    places.lock = _lock_nothing
    session_places._counts = _pause_after(session_places._counts)
    SeatCounts._count = _pause_after(SeatCounts._count)  # type: ignore[method-assign]
    checking_in._locked = _lock_nobody
    checking_in._said = _pause_after(checking_in._said)
    write_transactions.install = _begin_nothing
    return create_app()


def __getattr__(name: str) -> Flask:
    """`app` is made when a server asks for it, not when this module is imported."""
    if name == "app":
        return unlocked_app()
    raise AttributeError(name)
