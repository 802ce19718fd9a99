"""Whether the present unit of work may write.

A unit that may write takes its lock at its first statement (BEGIN IMMEDIATE on SQLite), because a transaction that has
read first cannot be upgraded reliably. Units write unless they say otherwise: forgetting to say so costs a short wait,
never an oversold seat.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_reading: ContextVar[bool] = ContextVar("reading", default=False)


def is_reading() -> bool:
    """True while the present unit of work has promised to change nothing."""
    return _reading.get()


def set_reading(promised: bool) -> None:
    """Promise (or take back the promise) that the present unit of work changes nothing."""
    _reading.set(promised)


@contextmanager
def reading() -> Iterator[None]:
    """A unit of work that changes nothing, whatever stands around it."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """A unit of work that may write, whatever stands around it."""
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)
