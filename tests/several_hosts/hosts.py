"""Several machines on one: each with a folder, a web server, a port and a worker of its own. They share a PostgreSQL alone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from app.cli import serving
from app.cli.supervision import Program
from config import Config

ROOT = Path(__file__).parents[2]
SECRET = "for tests only, and long enough for anybody"
PATIENCE = 60  # seconds


class Host:
    """A machine as operation.md builds it, with the programs of `flask serve` as services of their own."""

    def __init__(
        self, name: str, database_url: str, mail_port: int, folder: Path, web_processes: int = 1
    ) -> None:
        self.name, self.folder = name, folder
        folder.mkdir(parents=True)
        self.port = _free_port()
        web, worker = serving.programs("127.0.0.1", Config(port=self.port, web_processes=web_processes))
        self._programs: dict[str, Program] = {"web": web, "worker": worker}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._environment = os.environ | {
            "ENVIRONMENT": "development",
            "SECRET_KEY": SECRET,
            "DATABASE_URL": database_url,
            "INSTANCE_PATH": str(folder),
            "BASE_URL": "http://127.0.0.1",
            "TRUSTED_PROXIES": "1",  # each visitor has an address of its own
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(mail_port),
            "MAIL_USE_TLS": "no",
        }

    def start(self, *names: str) -> None:
        """Start the programs, or those named, and wait until the pages answer."""
        for name in names or tuple(self._programs):
            with (self.folder / f"{name}.log").open("ab") as log:
                self._running[name] = subprocess.Popen(
                    self._programs[name].command,
                    cwd=ROOT,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            if name == "web":
                self._wait_until_it_answers()

    def pid(self, name: str) -> int:
        """The process of a program that runs: of the web server the one that watches over the others.

        Raises:
            AssertionError: it has ended by itself.
        """
        process = self._running[name]
        assert process.poll() is None, f"the {name} of {self.name} has ended by itself: {process.returncode}"
        return process.pid

    def kill(self, *names: str) -> None:
        """End programs as a power cut would: at once, with whatever they have started."""
        for name in names or tuple(self._running):
            process = self._running.pop(name, None)
            if process is not None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _wait_until_it_answers(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._running["web"].poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        raise AssertionError(f"{self.name} does not answer:\n{(self.folder / 'web.log').read_text()[-3000:]}")


@contextmanager
def hosts(database_url: str, mail_port: int, folder: Path) -> Iterator[list[Host]]:
    """Two of them, running; at the end nothing is left of them."""
    with ExitStack() as running:
        made = [Host(name, database_url, mail_port, folder / name) for name in ("one", "two")]
        for host in made:
            running.callback(host.kill)
            host.start()
        yield made


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
