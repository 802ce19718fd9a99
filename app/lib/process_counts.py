"""How full the pools of connections are and how many statements took long, counted by web servers and workers together.

Which views were asked is counted beside it (`app/web/request_counts.py`), in a folder of its own, because a worker has none.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, Pool, QueuePool, event

from app.lib.shared_counts import SharedCounts

_NAMES = ("pool_size", "pool_in_use", "pool_overflow", "slow_statements")
_SIZE, _IN_USE, _OVERFLOW, _SLOW = range(len(_NAMES))


class Told(NamedTuple):
    """What all processes of this machine have counted."""

    pool_size: int
    pool_in_use: int
    pool_overflow: int
    slow_statements: int


class ProcessCounts:
    """The counts of one installation on one machine; `folder` is that of the instance."""

    def __init__(self, folder: Path) -> None:
        # How it stands with a pool is gone with its process; what took long is not.
        self._counts = SharedCounts(folder / "process_counts", lambda: _NAMES, passing=_SLOW)

    def watch(self, engine: Engine) -> None:
        """Count the connections of an engine."""

        def note(pool: Pool, given_back: int) -> None:
            if isinstance(pool, QueuePool):
                used = pool.checkedout() - given_back
                self._counts.put({_SIZE: pool.size(), _IN_USE: used, _OVERFLOW: max(pool.overflow(), 0)})

        event.listen(engine, "checkout", lambda *_: note(engine.pool, 0))
        event.listen(engine, "checkin", lambda *_: note(engine.pool, 1))

    def slow_statement(self) -> None:
        """Count a statement that took longer than it should; whoever logs it calls this."""
        self._counts.add({_SLOW: 1})

    def told(self) -> Told:
        """What was counted so far."""
        return Told(*self._counts.totals())
