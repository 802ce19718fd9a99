"""The machine that is killed in parts: web server, worker and database, each put up again as systemd would do it.

Only what was killed is started again. When the database was, everything else has to find back by itself.
"""

from __future__ import annotations

import os
import random
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import psutil
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Letter, LetterState
from tests.chaos.plan import LEASE
from tests.mail_server import MailServer
from tests.outages.installation import eventually
from tests.outages.postmaster import Postmaster
from tests.rounds import LONG
from tests.several_hosts.hosts import Host

DATABASE = "events"
SENDERS = 2  # threads of the worker, each of which may be sending a letter
_OF_PROGRAMS = ("web server", "web process", "worker", *["everything"] * LONG)
_OF_DATABASE = ("database", "database process")


@dataclass(frozen=True)
class Death:
    """Who was killed when, in how many seconds all was well again, and which letters were being sent then and are not noted."""

    victim: str
    at: float  # seconds since the load began
    seconds: float
    held: frozenset[str]


class Machine:
    """What runs, and how parts of it die."""

    def __init__(
        self, kind: str, host: Host, app: Flask, mail: MailServer, server: Postmaster | None
    ) -> None:
        self.kind, self.host, self.app, self.mail, self.server = kind, host, app, mail, server

    @property
    def victims(self) -> tuple[str, ...]:
        """Who can be killed."""
        return _OF_PROGRAMS + (_OF_DATABASE if self.server else ())

    @property
    def logs(self) -> list[Path]:
        """Where what runs writes down what happens to it."""
        own = [self.host.folder / f"{name}.log" for name in ("web", "worker")]
        return own + ([self.server.folder / "log"] if self.server else [])

    def kill(self, victim: str, at: float, chance: random.Random) -> Death:
        """Kill, and put up again what systemd would; returns once all pages are there."""
        began = time.monotonic()
        held = self._ways[victim](chance)
        eventually(self._is_ready)
        seconds = time.monotonic() - began
        if (
            victim in _OF_DATABASE and seconds > LEASE / 2
        ):  # nobody could note what was sent, until the lease was over
            held |= self._under_way()
        return Death(victim, at, seconds, frozenset(held))

    @property
    def _ways(self) -> dict[str, Callable[[random.Random], set[str]]]:
        return {
            "web server": self._web_server,
            "web process": self._web_process,
            "worker": self._worker,
            "everything": self._everything,
            "database": self._database,
            "database process": self._database_process,
        }

    def _web_server(self, chance: random.Random) -> set[str]:
        os.kill(self.host.pid("web"), signal.SIGKILL)
        time.sleep(
            chance.random() / 4
        )  # its processes are there a moment longer, without anybody who watches over them
        self.host.kill("web")
        self.host.start("web")
        return set()

    def _web_process(self, chance: random.Random) -> set[str]:
        watching = psutil.Process(self.host.pid("web"))

        def one_is_killed() -> bool:
            with suppress(psutil.NoSuchProcess, IndexError):  # they have only just been killed
                chance.choice(watching.children()).kill()
                return True
            return False

        eventually(one_is_killed)
        return set()

    def _worker(self, _chance: random.Random) -> set[str]:
        self.host.pid("worker")  # it has not ended by itself
        self.host.kill("worker")
        held = self._under_way()
        self.host.start("worker")
        return held

    def _everything(self, _chance: random.Random) -> set[str]:
        """As when the power fails, but that the disk keeps what it was given."""
        self.host.kill("worker", "web")
        if self.server:
            self.server.end(signal.SIGKILL)
            self.server.start()
        held = self._under_way()
        self.host.start("web", "worker")
        return held

    def _database(self, chance: random.Random) -> set[str]:
        assert self.server
        self.server.end(signal.SIGKILL)
        time.sleep(chance.uniform(0.2, 1.5))
        self.server.start()
        return set()

    def _database_process(self, chance: random.Random) -> set[str]:
        assert self.server
        asked = "SELECT array_agg(pid ORDER BY pid) FROM pg_stat_activity WHERE datname = 'events'"
        pids = self.server.say(asked)[0]
        assert pids, "the application keeps connections"
        os.kill(
            chance.choice(pids), signal.SIGKILL
        )  # whereupon the server cuts off all others, and puts itself right
        return set()

    def _under_way(self) -> set[str]:
        with self.app.app_context():
            sending = select(Letter.message_id).where(Letter.state == LetterState.SENDING)
            return set(db.session.scalars(sending))

    def _is_ready(self) -> bool:
        self.host.pid("web"), self.host.pid("worker")  # neither has ended by itself
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.host.port}/readyz", timeout=30) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, HTTPException, OSError):
            return False
