"""Whether the database does its work: read, and written to, by a thread of its own that nobody waits for longer than a moment.

A database that hangs keeps that thread and no other. It has a connection of its own, too: a pool that is used up in the busiest
minute does not make a process look broken. What is written is one row, every few seconds at most in each process.
"""

from __future__ import annotations

import threading
import time
from typing import NamedTuple

from flask import Flask
from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.lib import patience, schema_state, write_transactions
from app.lib.schema_state import Schema
from app.lib.transaction_kind import reading, writing
from app.services import heartbeats
from config import Config

PATIENCE = 2.0  # seconds for which somebody who asks waits
_STATEMENT = 1  # seconds for a statement, and for a lock
_WRITE_EVERY = 5.0  # seconds


class Probed(NamedTuple):
    """What was found so far; nothing, as long as the database has not answered."""

    database: bool = False
    writes: bool = False
    migrations: bool = False
    worker: bool = False
    mail: bool = False


class Prober:
    """Asks the database of an application, one question at a time."""

    def __init__(self, app: Flask) -> None:
        config: Config = app.extensions["config"]
        self._app = app
        self._directory = str(app.extensions["migrate"].directory)
        options = config.connect_options | (
            {"timeout": _STATEMENT} if config.embedded else {"connect_timeout": 2}
        )
        self._engine = create_engine(
            config.sqlalchemy_url, poolclass=NullPool, hide_parameters=True, connect_args=options
        )
        write_transactions.install(self._engine)
        patience.install(self._engine, _STATEMENT)
        self._asking = threading.Lock()
        self._under_way: _Question | None = None
        self._written_at = -_WRITE_EVERY

    def ask(self) -> Probed:
        """What the database says now. Somebody who comes while it is being asked gets the same answer."""
        with self._asking:
            question = self._under_way
            if question is None or question.done.is_set():
                question = self._under_way = _Question()
                threading.Thread(target=self._find_out, args=(question,), daemon=True, name="probe").start()
        left = question.began + PATIENCE - time.monotonic()
        question.done.wait(max(left, 0))
        return question.found

    def _find_out(self, question: _Question) -> None:
        try:
            with self._app.app_context(), patience.at_most(_STATEMENT):
                found = self._read()
                question.found = found
                question.found = found._replace(writes=self._written())
        except SQLAlchemyError:
            pass  # what was found so far holds
        finally:
            question.done.set()

    def _read(self) -> Probed:
        with reading(), Session(self._engine) as glance:
            schema = schema_state.look(glance.connection(), self._directory)
            if schema.state is Schema.EMPTY:
                return Probed(database=True)
            mail = heartbeats.mail_state(glance)
        return Probed(
            database=True,
            migrations=schema.state is Schema.CURRENT,
            worker=mail.worker_alive,
            mail=mail.unreachable_since is None,
        )

    def _written(self) -> bool:
        if time.monotonic() - self._written_at >= _WRITE_EVERY:
            with writing(), Session(self._engine) as own:
                heartbeats.prove_writing(own)
                own.commit()
            self._written_at = time.monotonic()
        return True


class _Question:
    """One look at the database, which several may wait for."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.done = threading.Event()
        self.found = Probed()
