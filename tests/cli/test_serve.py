"""`flask serve`, started for real on an empty instance folder: what it prints, what answers, and that it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.programs import ROOT, eventually, is_alive

FLASK = str(Path(sys.executable).with_name("flask"))
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(instance: Path, port: int, **changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    settings = {"INSTANCE_PATH": str(instance), "PORT": str(port), "FLASK_APP": str(ROOT / "wsgi.py")}
    return {**kept, **settings, **changes}


class Served:
    """The application as it runs."""

    def __init__(self, instance: Path, **changes: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = instance.parent / f"serve-{self.port}.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [FLASK, "serve"],
                cwd=instance.parent,  # it does not matter where the command is given
                env=environment(instance, self.port, **changes),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        eventually(self._ready_or_dead, "the application is ready", 180)
        assert self.process.poll() is None, self.said

    def _ready_or_dead(self) -> bool:
        return self.process.poll() is not None or self.get("/readyz")[0] == 200

    def get(self, path: str) -> tuple[int, str]:
        """The status (0: no answer) and the body of a page."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:  # noqa: S310 - our own address
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    @property
    def said(self) -> str:
        return self.log.read_text()

    def family(self) -> list[int]:
        """The process and all its descendants."""
        parents: dict[int, list[int]] = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                except (FileNotFoundError, ProcessLookupError):
                    continue
                parents.setdefault(parent, []).append(int(folder.name))
        found = [self.process.pid]
        for pid in found:
            found += parents.get(pid, [])
        return found

    def end(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(with_signal)
        return self.process.wait(30)


@contextmanager
def served(instance: Path, **changes: str) -> Iterator[Served]:
    running = Served(instance, **changes)
    try:
        running.wait_until_ready()
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            running.process.wait(30)


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    return tmp_path / "instance"


@LINUX
def test_the_first_start_prepares_everything_and_the_second_keeps_it(instance: Path) -> None:
    with served(instance) as first:
        _welcomes(first)
        _shows_the_calendar(first)
        pids = first.family()
        assert len(pids) >= 5, "the command, the web server with its processes, the worker"
        assert first.end() == 0
        assert not any(map(is_alive, pids))
        assert first.get("/healthz")[0] == 0
    with served(instance) as second:
        assert _link(second) != _link(first), "the link that was printed last is the one that works"
        _shows_the_calendar(second)
        assert second.end(signal.SIGINT) == 0


def _welcomes(running: Served) -> None:
    assert f"{running.address}/\n" in running.said
    assert f"{running.address}/mailbox" in running.said
    assert running.get(_link(running))[0] == 200
    assert json.loads(running.get("/readyz")[1])["worker"] is True


def _link(running: Served) -> str:
    found = re.findall(rf"{running.address}(/set-password/\S+)", running.said)
    assert len(found) == 1, running.said
    return str(found[0])


def _shows_the_calendar(running: Served) -> None:
    status, page = running.get("/")
    assert status == 200
    assert page.count("Trust and Oversight") >= 1
    assert "From Standards to Action" in page


@LINUX
@pytest.mark.parametrize("which", ["web", "worker"])
def test_the_death_of_one_ends_both(instance: Path, which: str) -> None:
    with served(instance, ENVIRONMENT="testing") as running:
        pids = running.family()
        word = {"web": "gunicorn", "worker": "huey"}[which]
        os.kill(next(pid for pid in pids if word in Path(f"/proc/{pid}/cmdline").read_text()), signal.SIGKILL)
        assert running.process.wait(30) == 1
        eventually(lambda: not any(map(is_alive, pids)), "all are gone", 10)
        assert "everything ends" in running.said


@LINUX
def test_killing_the_command_leaves_nobody_behind(instance: Path) -> None:
    with served(instance, ENVIRONMENT="testing") as running:
        pids = running.family()
        running.process.kill()
        running.process.wait()
        eventually(lambda: not any(map(is_alive, pids)), "all are gone", 15)
        assert running.get("/healthz")[0] == 0


def _stopped(instance: Path, port: int, **changes: str) -> tuple[int, list[str]]:
    instance.mkdir(parents=True, exist_ok=True)
    outcome = subprocess.run(
        [FLASK, "serve"],
        env=environment(instance, port, **changes),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return outcome.returncode, (outcome.stdout + outcome.stderr).splitlines()


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"ENVIRONMENT": "production"},
            "SECRET_KEY must be set to at least 32 random characters in production",
        ),
        ({"ENVIRONMENT": "holiday"}, "ENVIRONMENT must be development, production or testing"),
        ({"WEB_PROCESSES": "two"}, "WEB_PROCESSES must be a whole number, not 'two'"),
        ({"WEB_PROCESSES": "0"}, "WEB_PROCESSES must be from 1 to 64, not 0"),
        ({"PORT": "70000"}, "PORT must be from 1 to 65535, not 70000"),
        ({"DATABASE_URL": "mysql://nowhere"}, "DATABASE_URL must begin with postgresql:// or sqlite:///"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(instance: Path, changes: dict[str, str], line: str) -> None:
    assert _stopped(instance, free_port(), **changes) == (2, [line])


def test_a_taken_port_is_named_in_one_line(instance: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        code, lines = _stopped(instance, port)
    assert (code, len(lines)) == (2, 1), lines
    assert lines[0].startswith(f"Port {port} cannot be used")


def test_a_database_that_does_not_answer_is_named_in_one_line(instance: Path) -> None:
    address = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    code, lines = _stopped(instance, free_port(), DATABASE_URL=address)
    assert (code, len(lines)) == (2, 1), lines
    assert lines[0].startswith("The database does not answer")
