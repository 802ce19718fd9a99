"""How long a statement is waited for. A page waits for so many seconds and no longer; worker and commands take their time.

On PostgreSQL the server ends what takes longer. A server that does not even do that (it hangs, or its network is gone) is given
up by the connection itself a little later: no thread of the web server waits for ever. On SQLite only locks can keep somebody
waiting, and how long is a property of the connection (`lib/write_transactions.py`).
"""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from psycopg.errors import _WaitTimeout as NoAnswer
from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

from app.lib.plain_columns import PlainColumns

_GRACE = 3  # seconds that a server gets to end a statement by itself
_IDLE = 60  # seconds after which it ends a page's transaction that nobody goes on with
_RESTED = 1.0  # seconds in the pool after which a connection is asked whether it still lives
_SINCE = "rests since"
_seconds: ContextVar[int] = ContextVar("seconds", default=0)


def set_seconds(seconds: int) -> None:
    """Let what follows in this thread wait for so many seconds for each statement; 0: as long as it takes."""
    _seconds.set(seconds)


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Wait no longer than so many seconds for each statement, whatever stands around it."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is closed when the server does not answer in time."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer, as the driver does, but not for ever."""
        seconds = _seconds.get()
        # Whoever says how long, as a queue that listens, goes on afterwards.
        if timeout is not None or not seconds:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, seconds + _GRACE)
        except NoAnswer:
            self.close()
            raise psycopg.OperationalError("the database did not answer in time") from None

    def has_heard(self) -> bool:
        """Whether something came that nobody has asked for: the end of the line, or why the server is about to hang up."""
        if self.closed:
            return True
        waiting = select.poll()
        waiting.register(self.fileno(), select.POLLIN)
        return bool(waiting.poll(0))

    def answers(self) -> bool:
        """Whether the server is there; it is asked nothing."""
        try:
            self.autocommit = True
            self.execute(b"")
            self.autocommit = False
        except psycopg.Error:
            return False
        return True


def install(engine: Engine, lock_seconds: int) -> None:
    """Let the connections of an engine wait as whoever takes one out of the pool wants it."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: _wait_for_locks(connection, lock_seconds))
        return

    def tell(connection: PatientConnection, record: Any, _proxy: object) -> None:
        _refuse_lost(connection, record)
        seconds = _seconds.get()
        if record.info.get("seconds", 0) != seconds:
            connection.autocommit = True
            connection.execute(_words(seconds, min(seconds, lock_seconds)))
            connection.autocommit = False
            record.info["seconds"] = seconds

    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "checkout", tell)
    event.listen(engine, "checkin", _rest)


def _rest(_connection: object, record: Any) -> None:
    record.info[_SINCE] = time.monotonic()


def _refuse_lost(connection: PatientConnection, record: Any) -> None:
    """Let the pool open other connections in place of one that is lost.

    Raises:
        InvalidatePoolError: it was closed at the other end, or it has rested for a while and does not answer.
    """
    since = record.info.get(_SINCE)
    if since is None:
        return  # it was opened a moment ago
    if connection.has_heard() or (time.monotonic() - since > _RESTED and not connection.answers()):
        raise InvalidatePoolError


def _wait_for_locks(connection: Any, seconds: int) -> None:
    connection.execute(f"PRAGMA busy_timeout={seconds * 1000}")


def _connect(_dialect: object, _record: object, arguments: Any, named: Any) -> psycopg.Connection[Any]:
    return PatientConnection.connect(*arguments, cursor_factory=PlainColumns, **named)


def _words(seconds: int, lock_seconds: int) -> bytes:
    """What the server is told; whoever takes the time it takes gets what the server's own settings say."""
    limits = (seconds, lock_seconds, _IDLE) if seconds else ()
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    if not limits:
        return "; ".join(f"RESET {name}" for name in names).encode()
    return "; ".join(f"SET {name} = '{limit}s'" for name, limit in zip(names, limits, strict=True)).encode()
