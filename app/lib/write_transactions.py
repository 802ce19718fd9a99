"""The write-transaction hook of both databases: a unit that may write takes its lock before it reads.

SQLite: count-then-insert with the driver's own transactions sold 104 of 100; BEGIN IMMEDIATE gave exactly 100. The driver's
transaction handling is switched off and every transaction begun here. PostgreSQL stays at READ COMMITTED; its units lock the
row that owns the seats (services/places.py). Under READ COMMITTED each statement sees what is committed when it begins, in a
transaction or not, so that a unit that only reads needs none there: nothing is begun for it, and nothing rolled back, after
which the driver would forget the statements that it has prepared.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import IsolationLevel, ServerCursor
from psycopg.errors import FeatureNotSupported
from sqlalchemy import Connection, Engine, ExceptionContext, event
from sqlalchemy.exc import OperationalError
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
_WITHOUT = "without a transaction"
_BY_STATEMENT = (None, IsolationLevel.READ_COMMITTED)  # not the snapshot of a backup


class WriteInReadingUnit(RuntimeError):
    """Something tried to change rows in a unit that promised to change nothing, such as a GET request, or that began as one."""


def install(engine: Engine) -> None:
    """Bind the hook to an engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
        event.listen(engine, "savepoint", lambda connection, _name: _begin_after_all(connection))
        event.listen(engine, "before_cursor_execute", _begin_for_portions)
        event.listen(engine, "handle_error", _forget_prepared)


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


def _begin_postgresql(connection: Connection) -> None:
    """The driver begins a transaction before the first statement, unless it is told that there is none."""
    held: Any = connection.connection.dbapi_connection
    if is_reading() and held.isolation_level in _BY_STATEMENT:
        _set_autocommit(connection, True)
        connection.info[_WITHOUT] = True
    else:
        _begin_after_all(connection)


def _begin_after_all(connection: Connection) -> None:
    if connection.info.pop(_WITHOUT, False):
        _set_autocommit(connection, False)


def _set_autocommit(connection: Connection, by_statement: bool) -> None:
    """Let each statement be a transaction of its own, or begin one before the next.

    Raises:
        OperationalError: the line has ended. The driver calls that a mistake of ours, and SQLAlchemy does not look at what a
            listener raises: it would be no outage to anybody, and the connection would stay.
    """
    held: Any = connection.connection.dbapi_connection
    try:
        held.autocommit = by_statement
    except psycopg.Error as error:
        if not held.closed:
            raise
        connection.invalidate(error)
        raise OperationalError("BEGIN", None, error, connection_invalidated=True) from error


def _begin_for_portions(connection: Connection, cursor: Any, *_: object) -> None:
    """What is fetched portion by portion needs a transaction for as long as that takes."""
    if isinstance(cursor, ServerCursor):
        _begin_after_all(connection)


def _forget_prepared(context: ExceptionContext) -> None:
    """What was prepared before a column became another kind cannot be asked any more: its connections are given up."""
    if isinstance(context.original_exception, FeatureNotSupported):
        context.is_disconnect = True


def _refuse_flush(session: Session, _context: object, _instances: object) -> None:
    if not is_reading():
        _refuse_late(session)
    elif session.new or session.dirty or session.deleted:
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
    if state.is_insert or state.is_update or state.is_delete:
        if is_reading():
            raise WriteInReadingUnit("a reading unit executed a statement that changes rows")
        _refuse_late(state.session)


def _refuse_late(session: Session) -> None:
    """What was begun for reading only has no transaction in which several changes would stand or fall together."""
    if session.in_transaction() and session.connection().info.get(_WITHOUT):
        raise WriteInReadingUnit("a unit that began as a reading one changes rows")
