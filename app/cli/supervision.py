"""Several programs as one: started together, ended together, and none is left behind.

Each program runs in a process group of its own, so that Ctrl-C reaches this process alone, which then ends the others in
peace; what does not end in time is killed with its whole group. Should this process itself be killed, the kernel tells
the programs (on Linux).
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

Mask = set[signal.Signals | int]
ENDING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
_PATIENCE = 5.0  # seconds
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """What is run, and what it is called when something is said about it."""

    name: str
    command: Sequence[str]


class Supervisor:
    """Starts programs and stays until one of them ends or a signal asks for the end; then it ends all of them."""

    def __init__(
        self,
        programs: Iterable[Program],
        environment: Mapping[str, str] | None = None,
        patience: float = _PATIENCE,
        say: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True),
    ) -> None:
        self._programs = list(programs)
        self._environment = dict(os.environ if environment is None else environment)
        self._patience = patience
        self._say = say
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def run(self) -> int:
        """Run until the end; 0 if the end was asked for, 1 if a program could not start or ended by itself."""
        watched = {*ENDING, signal.SIGCHLD}
        before = signal.pthread_sigmask(signal.SIG_BLOCK, watched)  # they wait until sigwait takes them
        try:
            self._start(before)
            return self._wait(watched)
        except OSError as error:
            self._say(f"Nothing was started: {error}")
            return 1
        finally:
            self._end()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _start(self, mask: Mask) -> None:
        prepare = _preparation(mask)
        for program in self._programs:
            self._running[program.name] = subprocess.Popen(  # noqa: S603 - the commands are our own
                program.command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                process_group=0,
                preexec_fn=prepare,
            )

    def _wait(self, watched: set[signal.Signals]) -> int:
        while True:
            for name, process in self._running.items():
                if process.poll() is not None:
                    self._say(f"The {name} has ended ({_how(process.returncode)}): everything ends.")
                    return 1
            received = signal.sigwait(watched)
            if received in ENDING:
                self._say(f"{signal.Signals(received).name}: ending the {' and the '.join(self._running)}.")
                return 0

    def _end(self) -> None:
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + self._patience
        for name, process in self._running.items():
            try:
                process.wait(max(deadline - time.monotonic(), 0))
            except subprocess.TimeoutExpired:
                self._say(f"The {name} did not end within {self._patience:g} seconds and is killed.")
            _kill_group(process.pid)
            process.wait()


def _kill_group(leader: int) -> None:
    """Kill what is left of a program: itself, or the children of one that has died."""
    with suppress(ProcessLookupError, PermissionError):  # nobody is left; macOS says so with the second
        os.killpg(leader, signal.SIGKILL)


def _how(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _preparation(mask: Mask) -> Callable[[], None]:
    """What a program does before it becomes itself: hears signals again, and dies when this process has died."""
    parent = os.getpid()
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if prctl is not None:
            prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:  # it died just now
                os._exit(1)

    return prepare
