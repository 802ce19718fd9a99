"""The only clock of the application, so that tests can stop it in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

SEAT = ZoneInfo("Europe/Paris")  # by these clocks stands what has no place of its own
_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def now() -> datetime:
    """The present moment in UTC, to the microsecond."""
    return _set_to.get() or actual()


def actual() -> datetime:
    """The present moment in UTC, whatever moment fictional work is set to."""
    return datetime.now(UTC)


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let a block of work happen at another moment: only for fictional events, whose history began before they were made."""
    token = _set_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)
