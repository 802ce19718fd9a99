"""The write-transaction hook of both databases: a unit that may write takes its lock before it reads.

SQLite: count-then-insert with the driver's own transactions sold 104 of 100; BEGIN IMMEDIATE gave exactly 100. The driver's
transaction handling is switched off and every transaction begun here. PostgreSQL stays at READ COMMITTED; its units lock the
row that owns the seats (services/places.py).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import ORMExecuteState, Session

from app.lib.transaction_kind import is_reading

# secure_delete: what is erased is overwritten in the file, too, and found in no copy of it.
# recursive_triggers: REPLACE is a deletion as well, which the append-only tables refuse.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "busy_timeout=15000",
    "secure_delete=ON",
    "recursive_triggers=ON",
)


class WriteInReadingUnit(RuntimeError):
    """Something tried to change rows in a unit that promised to change nothing, such as a GET request."""


def install(engine: Engine) -> None:
    """Bind the hook to an engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def guard(session_class: type[Session]) -> None:
    """Make sessions refuse to write in a unit that promised to change nothing."""
    event.listen(session_class, "before_flush", _refuse_flush)
    event.listen(session_class, "do_orm_execute", _refuse_statement)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if is_reading() else "BEGIN IMMEDIATE")


def _refuse_flush(session: Session, _context: object, _instances: object) -> None:
    if is_reading() and (session.new or session.dirty or session.deleted):
        changed = [
            *session.new,
            *session.deleted,
            *(row for row in session.dirty if session.is_modified(row)),
        ]
        if changed:
            raise WriteInReadingUnit(
                f"a reading unit changed {sorted({type(row).__name__ for row in changed})}"
            )


def _refuse_statement(state: ORMExecuteState) -> None:
    if is_reading() and (state.is_insert or state.is_update or state.is_delete):
        raise WriteInReadingUnit("a reading unit executed a statement that changes rows")
