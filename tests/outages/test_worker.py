"""The worker while the database is away: it neither dies nor fills the log, and goes on by itself."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from flask import Flask

from app.extensions import db
from app.models import Heartbeat, LetterState
from app.services import heartbeats
from tests.mail_server import MailServer, mail_server
from tests.outages.installation import Installation, eventually, installed
from tests.outages.postmaster import Postmaster
from tests.worker.consumers import consumer
from tests.worker.outbox_rows import some_letters, states


@pytest.fixture(scope="module")
def place(server: Postmaster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation whose worker is watched."""
    server.say("CREATE DATABASE worked")
    with installed(server.url("worked"), tmp_path_factory.mktemp("worked")) as running:
        yield running


@contextmanager
def working(app: Flask, server: MailServer, log: Path) -> Iterator[psutil.Process]:
    with log.open("wb") as output, consumer(app, server, output=output) as process:
        yield psutil.Process(process.pid)


def _queue(app: Flask, number: int) -> None:
    with app.app_context():
        some_letters(number)
        db.session.commit()


def _beaten(app: Flask) -> bool:
    with app.app_context():
        row = db.session.get(Heartbeat, heartbeats.WORKER)
        return row is not None


def _all_sent(app: Flask, number: int) -> bool:
    with app.app_context():
        return states() == {LetterState.SENT: number}


@pytest.mark.parametrize("how", ["killed", "frozen", "read-only"])
def test_it_goes_on_by_itself(server: Postmaster, place: Installation, tmp_path: Path, how: str) -> None:
    app, log = place.app, tmp_path / "worker.log"
    with app.app_context():
        sent_before = states().get(LetterState.SENT, 0)
    with mail_server() as mails, working(app, mails, log) as worker:
        _queue(app, 2)
        eventually(lambda: _all_sent(app, sent_before + 2))
        said = log.read_text().count("\n")
        before = sum(worker.cpu_times()[:2])
        if how == "killed":
            server.end(signal.SIGKILL)
            time.sleep(8)
            server.start()
        elif how == "frozen":
            with server.frozen():
                time.sleep(8)
        else:
            with server.read_only():
                server.hang_up()
                time.sleep(8)
        assert worker.is_running()
        assert sum(worker.cpu_times()[:2]) - before < 4, "it waits, and does not spin"
        assert log.read_text().count("\n") - said < 40, log.read_text()[-3000:]
        _queue(app, 2)
        eventually(lambda: _all_sent(app, sent_before + 4))
        assert len(mails.accepted) == 4, "each once"


def test_it_waits_for_a_database_that_comes_later(
    server: Postmaster, place: Installation, tmp_path: Path
) -> None:
    server.end()
    app, log = place.app, tmp_path / "worker.log"
    with mail_server() as mails, working(app, mails, log) as worker:
        time.sleep(6)
        assert worker.is_running()
        server.start()
        with app.app_context():
            sent_before = states().get(LetterState.SENT, 0)
        _queue(app, 1)
        eventually(lambda: _all_sent(app, sent_before + 1))


def test_what_was_sent_while_it_went_away_is_noted_when_it_is_back(
    server: Postmaster, place: Installation, tmp_path: Path
) -> None:
    app, log = place.app, tmp_path / "worker.log"
    with app.app_context():
        sent_before = states().get(LetterState.SENT, 0)
    with mail_server() as mails:

        def goes_away(_recipient: str, _number: int) -> str:
            server.end(signal.SIGKILL)
            return "250 OK"

        mails.to_message = goes_away
        _queue(app, 1)
        with working(app, mails, log):
            eventually(lambda: bool(mails.accepted))
            time.sleep(10)  # longer than a few attempts
            server.start()
            eventually(lambda: _all_sent(app, sent_before + 1))
        assert len(mails.accepted) == 1
