"""The folder that the processes of one test run share: made by the first, removed by it at the end."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "EVENTS_TEST_RUN_FOLDER"


def make() -> Path:
    """Make the folder and tell the parallel workers, which inherit the environment."""
    folder = Path(tempfile.mkdtemp(prefix="events-tests-"))
    folder.chmod(0o755)  # run by root, PostgreSQL has a user of its own, who must get in
    os.environ[VARIABLE] = str(folder)
    return folder


def path() -> Path:
    """The folder of this run."""
    return Path(os.environ[VARIABLE])


def remove() -> None:
    """End the PostgreSQL server of this run, if one was started, and delete the folder."""
    folder = Path(os.environ.pop(VARIABLE))
    note = folder / "postgresql" / "postmaster.pid"
    if note.exists():
        os.kill(int(note.read_text().splitlines()[0]), signal.SIGINT)  # a fast shutdown
        for _ in range(100):
            if not note.exists():
                break
            time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Let one process of this run at a time do something."""
    with (path() / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
