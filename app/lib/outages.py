"""When the database cannot do its work at this moment: gone, read-only, full, busy for too long. Nobody’s mistake; it goes by.

What a rule of the database refuses (a key that is taken, a number too large) is none of it, nor a statement that is wrong. Tables
or columns that are not there are: the database is older than the code, or just being brought up to date. So is a statement that
was prepared before that.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    NotSupportedError,
    PendingRollbackError,
    ProgrammingError,
    SQLAlchemyError,
    TimeoutError,
)
from sqlalchemy.orm import scoped_session

ERRORS: tuple[type[SQLAlchemyError], ...] = (
    DatabaseError,
    InterfaceError,
    TimeoutError,
    PendingRollbackError,
)
_OTHER_TABLES = {"42P01", "42703"}  # codes of PostgreSQL: no such table, no such column
# Classes of its codes after which writing is as good as impossible: resources, limits, the system, its own inside.
_UNWRITABLE = ("53", "54", "58", "XX")
_READ_ONLY = "25006"
_OF_SQLITE = (
    "SQLITE_FULL",
    "SQLITE_READONLY",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
    "SQLITE_CORRUPT",
    "SQLITE_NOTADB",
)


def is_outage(error: BaseException) -> bool:
    """Whether the same thing may well succeed a little later."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True  # the line is lost, whatever the driver calls it
    if isinstance(error, IntegrityError | DataError | NotSupportedError):
        return False
    if isinstance(error, ProgrammingError):
        return _code(error) in _OTHER_TABLES
    return isinstance(error, ERRORS)


def keeps_from_writing(error: BaseException) -> bool:
    """Whether nothing can be written, for anybody: read-only, full, a disk that fails."""
    if not isinstance(error, DBAPIError):
        return False
    code = _code(error)
    return code == _READ_ONLY or code.startswith((*_UNWRITABLE, *_OF_SQLITE))


def kind(error: BaseException) -> str:
    """The driver's kind of an error with its code, for the log: never its words."""
    name = type(getattr(error, "orig", None) or error).__name__
    return f"{name} ({code})" if (code := _code(error)) else name


def let_go(session: scoped_session[Any]) -> None:
    """End the unit that failed, whatever state its connection is in."""
    try:
        session.rollback()
    except SQLAlchemyError:
        discard(session)


def discard(session: scoped_session[Any]) -> None:
    """Give the session of this thread up for good; the next one begins anew, with a connection that works."""
    try:
        session.remove()
    except SQLAlchemyError:
        with suppress(SQLAlchemyError):
            session().invalidate()
        session.registry.clear()


def _code(error: BaseException) -> str:
    original: Any = getattr(error, "orig", None) or error
    return getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None) or ""
