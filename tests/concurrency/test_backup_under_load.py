"""Backups while people register and letters go out, with real processes: what was acknowledged by then is in each, whole."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from app.lib.transaction_kind import reading
from app.services.backup import checks
from bench.load import counts, worker
from bench.load.letterbox import letterbox
from bench.visitor import Visitor
from tests import databases
from tests.concurrency.conftest import LOCKED, environment
from tests.concurrency.crowd import answers, register
from tests.concurrency.servers import ROOT, server
from tests.concurrency.test_load import until_all_are_sent
from tests.configuration import configured
from tests.services.backup.other_places import KEY, Rows, address, engine_at, rows
from tests.several_hosts.both import an_open_event, eventually

CLIENTS, BACKUPS = 4, 2
QUIET = {"heartbeat", "rate_count", "login_session", "audit_entry", "alembic_version"}


class People:
    """Who registers, one after the other, until it is enough."""

    def __init__(self, port: int, slug: str) -> None:
        self.port, self.slug = port, slug
        self.began: list[str] = []
        self.acknowledged: list[str] = []
        self.failures: list[str] = []
        self._enough = threading.Event()
        self._numbers = count(1)

    @contextmanager
    def registering(self) -> Iterator[None]:
        """Within, they do."""
        threads = [threading.Thread(target=self._register) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._enough.set()
            for thread in threads:
                thread.join()

    def wait_for(self, more: int) -> None:
        """Wait until so many more are acknowledged."""
        wanted = len(self.acknowledged) + more
        eventually(lambda: len(self.acknowledged) >= wanted or bool(self.failures), f"{more} more")

    def _register(self) -> None:
        while not self._enough.is_set():
            number = next(self._numbers)
            typed = answers(number, email=f"person{number}@loaded.example")
            visitor = Visitor(self.port, f"10.7.{number >> 8}.{number & 255}")
            self.began.append(str(typed["email"]))
            try:
                self.acknowledged.append(register(self.slug, typed, visitor, lambda: None))
            except Exception as error:  # whatever went wrong is shown
                self.failures.append(f"{type(error).__name__}: {error}")
                return
            finally:
                visitor.connection.close()


def flask(told: dict[str, str], *words: object) -> str:
    """A command in a process of its own; what it says."""
    command = [sys.executable, "-m", "flask", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def number_of_rows(said: str, before: str) -> str:
    """How many rows a command speaks of."""
    return said.rpartition(before)[2].split(" rows of ")[0]


def restored(told: dict[str, str], database: str, file: Path, said: str) -> Rows:
    """Restore a backup into an empty place, see that its own checks find nothing and that it is all there."""
    url = address(database, "loaded")
    place = told | {"DATABASE_URL": url, "INSTANCE_PATH": str(file.with_suffix(".place"))}
    told_then = flask(place, "restore", file, "--letters", "send")
    assert "All is well." in told_then
    assert number_of_rows(told_then, "Restored: ") == number_of_rows(said, f"{file}: ")
    with engine_at(url) as engine:
        return rows(engine)


def addresses(there: Rows) -> list[str]:
    return [row["email"] for row in there["registration"]]


@pytest.fixture
def place(database: str, tmp_path: Path) -> Iterator[tuple[Flask, dict[str, str]]]:
    """An installation of its own: an application of the test's process, and the environment of its other processes."""
    url, folder = databases.database(database, f"{databases.WORKER}_loaded").url, tmp_path / "instance"
    app = create_app(configured(url, folder))
    with app.app_context():
        yield app, environment(url, folder)
        db.session.remove()
        db.engine.dispose()


def test_what_was_acknowledged_is_in_a_backup_that_is_taken_under_load(
    place: tuple[Flask, dict[str, str]], database: str, tmp_path: Path
) -> None:
    _app, surroundings = place
    event = an_open_event()
    event_id, slug = event.id, event.slug
    db.session.commit()
    taken = []
    with letterbox() as letters:
        told = surroundings | {
            "BACKUP_KEY": KEY.hex(),
            "MAIL_SERVER": "127.0.0.1",
            "MAIL_PORT": str(letters.port),
        }
        told |= {"MAIL_USE_TLS": "no"}
        with worker(told, tmp_path), server(LOCKED, told, tmp_path / "server") as port:
            people = People(port, slug)
            with people.registering():
                for number in range(BACKUPS):
                    people.wait_for(5)
                    file, known = tmp_path / f"{number}.backup", list(people.acknowledged)
                    said = flask(told, "backup", file)
                    assert len(people.acknowledged) > len(known), "people went on registering"
                    taken.append((file, said, known, list(people.began)))
                    people.wait_for(1)
            assert people.failures == []
            until_all_are_sent(event_id)
    assert counts.letters_left(event_id) == 0
    for file, said, known, began in taken:
        found = addresses(restored(told, database, file, said))
        assert set(known) <= set(found) <= set(began)
        assert len(found) == len(set(found))
    last = tmp_path / "last.backup"
    said = flask(told, "backup", last)
    there = restored(told, database, last, said)
    assert sorted(addresses(there)) == sorted(people.acknowledged)
    with reading():
        here = checks.counts()
        db.session.rollback()
    for name in set(here) - QUIET:
        assert len(there[name]) == here[name], name
