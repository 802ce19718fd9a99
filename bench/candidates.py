"""Web servers, each told the same as far as it can be: so many processes, four threads in each, no log of requests."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

THREADS = 4
Command = Callable[[str, int, int, Path], list[str]]  # application, port, processes, folder for its own files


def gthread(application: str, port: int, processes: int, folder: Path) -> list[str]:
    """gunicorn with threads, as `flask serve` starts it."""
    threads = ["--worker-class", "gthread", "--threads", str(THREADS)]
    return _gunicorn(application, port, processes, folder, threads)


def sync(application: str, port: int, processes: int, folder: Path) -> list[str]:
    """gunicorn with one request at a time in each process, each connection for one request."""
    return _gunicorn(application, port, processes, folder, ["--worker-class", "sync"])


def granian(application: str, port: int, processes: int, folder: Path) -> list[str]:
    """granian: HTTP in Rust, the application in threads."""
    command = [
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        port,
        "--workers",
        processes,
    ]
    command += ["--blocking-threads", THREADS, "--no-ws", "--log-level", "warning", application]
    return [sys.executable, "-m", *map(str, command)]


def waitress(application: str, port: int, processes: int, folder: Path) -> list[str]:
    """waitress, which knows one process only; it gets the threads of all."""
    command = [sys.executable, "-m", "waitress", f"--listen=127.0.0.1:{port}"]
    return [*command, f"--threads={THREADS * processes}", application]


def _gunicorn(application: str, port: int, processes: int, folder: Path, kind: list[str]) -> list[str]:
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(processes)]
    command += [*kind, "--preload", "--no-control-socket", "--worker-tmp-dir", str(folder)]
    return [*command, "--log-level", "warning", application]


CANDIDATES: dict[str, Command] = {
    "gunicorn gthread": gthread,
    "gunicorn sync": sync,
    "granian": granian,
    "waitress": waitress,
}
