"""The queue, which only says when to look: embedded in a file, or in PostgreSQL where the application uses that.

Losing an entry of it loses nothing, so it is written without waiting for the disk.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from huey import Huey, PostgresHuey, SqliteHuey

from app.lib import json_lines
from app.lib.patience import PatientConnection
from app.worker.calm_log import OncePerMinute
from app.worker.consumer import CalmConsumer
from app.worker.one_arena import share_memory
from config import Config

_log = logging.getLogger(__name__)
_OUT_OF_REACH = (psycopg.Error, sqlite3.Error)  # the library's own errors of the queue
_SCHEMA = "queue"  # its tables are none of the migrations' business
_ATTEMPTS = 5
# What PostgreSQL says when another process makes the same table at this moment, depending on how far that one is.
_MADE_BY_ANOTHER = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.DuplicateObject,
    psycopg.errors.DuplicateTable,
    psycopg.errors.DuplicateSchema,
)
_LONGEST_NAP = 1.0  # seconds between two looks at an empty queue; the library's ten would let a mail wait


class WatchedQueue(Huey):
    """A queue whose consumer also looks for work that nobody announced; `watch` is asked about once a second."""

    _prepared = False
    watch: Callable[[], None] | None = None
    is_stopping: Callable[[], bool] = staticmethod(lambda: False)  # of the consumer, once there is one

    def prepare(self) -> None:
        """Make the queue's tables, once in a process, when they are first needed."""
        for _attempt in range(_ATTEMPTS if not self._prepared else 0):
            with suppress(*_MADE_BY_ANOTHER):
                self.storage.initialize_schema()
                self._prepared = True
                break

    def create_consumer(self, **options: Any) -> CalmConsumer:
        """The consumer that `huey_consumer` runs. Where the queue cannot be reached yet, it waits until it can."""
        share_memory()
        try:
            self.prepare()
        except _OUT_OF_REACH as error:
            _log.error("the queue cannot be reached yet", extra={"error": type(error).__name__})
        json_lines.adopt("huey")
        OncePerMinute.keep("huey.consumer.Worker", "huey.consumer.Scheduler", __name__)
        options["max_delay"] = min(options.get("max_delay", _LONGEST_NAP), _LONGEST_NAP)
        return CalmConsumer(self, **options)

    def look(self) -> None:
        """Ask whether there is work; a fault must not end the scheduler."""
        try:
            self.prepare()
            if self.watch is not None:
                self.watch()
        except Exception:
            _log.exception("cannot look for work")


class _FileQueue(WatchedQueue, SqliteHuey):
    pass


class _PostgresQueue(WatchedQueue, PostgresHuey):
    pass


def make_queue(config: Config) -> WatchedQueue:
    """The queue of an installation. Nothing is opened or made yet."""
    common = {"results": False, "create_tables": False}
    if config.sqlalchemy_url.startswith("sqlite"):
        return _FileQueue(
            "events", filename=str(Path(config.instance_path) / "queue.db"), fsync=False, **common
        )
    address = config.sqlalchemy_url.replace("postgresql+psycopg://", "postgresql://", 1)
    connect = partial(_connect, address, config.connect_options)
    return _PostgresQueue("events", connection=connect, **common)


def _connect(address: str, options: dict[str, Any]) -> psycopg.Connection[Any]:
    with ExitStack() as on_failure:
        connection = on_failure.enter_context(PatientConnection.connect(address, autocommit=True, **options))
        connection.execute("SET synchronous_commit TO off")
        connection.execute("SET client_min_messages TO warning")
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}")
        connection.execute(f"SET search_path TO {_SCHEMA}")
        on_failure.pop_all()
        return connection
