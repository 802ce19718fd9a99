"""The consumer as it runs in earnest: a process of its own, `huey_consumer wsgi.huey`."""

from __future__ import annotations

import signal
import time
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import update

from app.extensions import db
from app.lib.clock import now
from app.models import Letter, LetterState
from app.services import heartbeats
from tests.mail_server import MailServer
from tests.worker.consumers import PATIENCE, consumer, eventually
from tests.worker.outbox_rows import some_letters, states


def committed_letters(number: int) -> list[str]:
    recipients = some_letters(number)
    db.session.commit()
    return recipients


def test_it_says_that_it_is_alive_and_delivers(app: Flask, server: MailServer) -> None:
    before = committed_letters(3)
    with consumer(app, server, "--workers", "2") as process:
        eventually(lambda: heartbeats.mail_state().worker_alive)
        eventually(lambda: states() == {LetterState.SENT: 3})
        after = committed_letters(3)
        eventually(lambda: states() == {LetterState.SENT: 6})
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    assert Counter(mail["To"] for mail in server.accepted) == Counter(before + after)


@pytest.mark.postgresql_only
def test_processes_share_the_work_too(app: Flask, server: MailServer) -> None:
    recipients = committed_letters(20)
    with consumer(app, server, "--workers", "2", "--worker-type", "process"):
        eventually(lambda: states() == {LetterState.SENT: 20})
    assert Counter(mail["To"] for mail in server.accepted) == Counter(recipients)


@pytest.mark.sqlite_only
def test_a_letter_under_way_is_ended_before_the_consumer_is(app: Flask, server: MailServer) -> None:
    def slow(_recipient: str, _number: int) -> str:
        time.sleep(0.3)  # in the server's thread
        return "250 OK"

    server.to_message = slow
    committed_letters(20)
    with consumer(app, server) as process:
        eventually(lambda: len(server.received) >= 2)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert states()[LetterState.SENT] == len(server.accepted) < 20
    assert states()[LetterState.SENDING] == 0


def test_killed_without_a_warning_it_loses_nothing(app: Flask, server: MailServer) -> None:
    recipients = committed_letters(25)
    with consumer(app, server) as process:
        eventually(lambda: len(server.received) >= 5)
        process.kill()
        process.wait()
    db.session.execute(update(Letter).where(Letter.state == LetterState.SENDING).values(lease_until=now()))
    db.session.commit()  # as if its lease were over
    with consumer(app, server):
        eventually(lambda: states() == {LetterState.SENT: 25})
    received = Counter(mail["To"] for mail in server.accepted)
    assert set(received) == set(recipients)
    repeated = [address for address, number in received.items() if number > 1]
    assert len(repeated) <= 1, "the one that was under way"
    assert all(received[address] == 2 for address in repeated)
    for address in repeated:
        assert len({mail["Message-ID"] for mail in server.accepted if mail["To"] == address}) == 1
