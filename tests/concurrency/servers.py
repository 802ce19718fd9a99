"""Web servers for tests: gunicorn as it is run in earnest, on a free port, ended at once when the tests are over."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROCESSES, THREADS = 4, 2
ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds until a server that does not answer is given up


@contextmanager
def server(application: str, environment: dict[str, str], folder: Path) -> Iterator[int]:
    """The port of a server that answers; what it logs stands in the folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--preload",
        "--no-control-socket",
    ]
    command += ["--workers", str(PROCESSES), "--worker-class", "gthread", "--threads", str(THREADS)]
    command += [
        "--worker-tmp-dir",
        str(folder),
        "--graceful-timeout",
        "1",
        "--log-level",
        "warning",
        application,
    ]
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"{application}.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output) as process,
    ):
        try:
            _wait_until_it_answers(process, port, log)
            yield port
        finally:
            process.terminate()


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer:\n{log.read_text()[-3000:]}")
