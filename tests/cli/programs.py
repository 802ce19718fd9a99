"""Small programs for the supervisor, and what it takes to watch processes from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Writes its process id into a file, then waits for the end; what it does when it is asked to end is told by a word.
CHILD = """
import os, pathlib, signal, subprocess, sys, time
place, habit = pathlib.Path(sys.argv[1]), sys.argv[2]
if habit in {"stubborn", "parent"}:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if habit == "parent":
    subprocess.Popen([sys.executable, __file__, str(place) + "-child", "stubborn"])
place.with_suffix(".new").write_text(str(os.getpid()))
place.with_suffix(".new").rename(place)
time.sleep(0.2 if habit == "brief" else 600)
"""

DRIVER = """
import sys
from app.cli.supervision import Program, Supervisor
script, *children = sys.argv[1:]
programs = [Program(place.rsplit("/", 1)[1], [sys.executable, script, place, habit])
            for place, habit in (child.split("=") for child in children)]
sys.exit(Supervisor(programs, patience=1).run())
"""


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return False


def eventually(condition: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Wait until something holds; fail if it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not within {seconds:g} seconds"
        time.sleep(0.05)


class Family:
    """A supervisor that was started, and its programs by their names."""

    def __init__(self, folder: Path, **habits: str) -> None:
        self.folder, self.names = folder, list(habits)
        script, driver = folder / "child.py", folder / "driver.py"
        script.write_text(CHILD)
        driver.write_text(DRIVER)
        children = [f"{folder / name}={habit}" for name, habit in habits.items()]
        self.process = subprocess.Popen(
            [sys.executable, str(driver), str(script), *children],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def pid(self, name: str) -> int:
        """The process id of one of the programs, as soon as it runs."""
        eventually((self.folder / name).exists, f"{name} starts")
        return int((self.folder / name).read_text())

    def pids(self) -> list[int]:
        return [self.pid(name) for name in self.names]

    def ended(self) -> tuple[int, str]:
        """Its exit code and what it said, once it has ended."""
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


@contextmanager
def family(folder: Path, **habits: str) -> Iterator[Family]:
    """Start a supervisor with programs; whatever the test leaves behind is killed."""
    started = Family(folder, **habits)
    try:
        yield started
    finally:
        for file in folder.iterdir():
            if file.suffix == "" and is_alive(int(file.read_text())):
                os.kill(int(file.read_text()), signal.SIGKILL)
        started.process.kill()
        started.process.communicate()
