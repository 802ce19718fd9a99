"""Server processes: what they are told, started, waited for, ended, and the processor time they used, from /proc."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from bench.candidates import Command, gthread
from bench.storage import Storage

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PATIENCE = 120  # seconds until a server that does not answer is given up


class Server:
    """A WSGI application on a free port, under gunicorn unless another server is named."""

    def __init__(
        self,
        application: str,
        environment: dict[str, str],
        processes: int,
        folder: Path,
        command: Command = gthread,
        kind: str = "",
    ) -> None:
        self.port = free_port()
        self.log = folder / f"{application.replace(':', '-')}{kind.replace(' ', '-')}.log"
        told = command(application, self.port, processes, folder)
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(told, env=environment, stdout=log, stderr=log)

    def __enter__(self) -> Server:
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).read()
                return self
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        self.process.kill()
        raise SystemExit(f"A server did not start:\n{self.log.read_text()[-3000:]}")

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        end(self.process)

    def resident(self) -> list[int]:
        """The resident memory of each serving process, in bytes."""
        return [int(_stat(pid)[21]) * PAGE for pid in self._serving()]

    def forget_peak(self) -> None:
        """Measure the most memory of each serving process anew from here on."""
        for pid in self._serving():
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak(self) -> list[int]:
        """The most resident memory that each serving process has held, in bytes."""
        told = [Path(f"/proc/{pid}/status").read_text() for pid in self._serving()]
        return [int(words.partition("VmHWM:")[2].split()[0]) * 1024 for words in told]

    def _serving(self) -> list[int]:
        """The processes that answer: those that were started by the first one, or itself if it is alone."""
        return [pid for pid in family(self.process.pid) if pid != self.process.pid] or [self.process.pid]


def end(process: subprocess.Popen[bytes]) -> None:
    """End a server in peace, or at once if it does not."""
    everybody = family(process.pid)
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        for pid in everybody:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def environment(place: Storage, folder: Path) -> dict[str, str]:
    """What the application and the floor are told; this process as well, because it fills their databases."""
    os.environ.update(
        ENVIRONMENT="development",
        SECRET_KEY="for measuring only, and long enough for anybody",  # noqa: S106
        DATABASE_URL=place.application,
        INSTANCE_PATH=str(folder / "instance"),
        FLOOR_DATABASE_URL=place.floor,
        TRUSTED_PROXIES="1",  # each operation comes from an address of its own
    )
    return dict(os.environ)


@contextmanager
def side_by_side(told: dict[str, str], processes: int, folder: Path) -> Iterator[tuple[Server, Server]]:
    """The application and the floor, both serving."""
    with (
        Server("bench.serving:app", told, processes, folder) as ours,
        Server("bench.floor:app", told, processes, folder) as theirs,
    ):
        yield ours, theirs


def cpu_seconds(root: int) -> float:
    """Processor time that a process and its descendants have used, ended children included."""
    return sum(sum(int(value) for value in _stat(pid)[11:15]) for pid in family(root)) / TICKS


def family(root: int) -> list[int]:
    """A process and its living descendants."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return [pid for pid in found if _stat(pid)]


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name, or nothing once the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
