"""kill -9: two consumers share the letters, one after the other is killed at a moment of chance and started anew.

`make test` does so with a few letters; `make chaos` with 200, as many times as ROUNDS says.
"""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from contextlib import ExitStack

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Letter, LetterKind, LetterState, Registration, Setting
from app.services import outbox
from tests.factories.registrations import a_registration
from tests.mail_server import MailServer
from tests.rounds import LONG, a_seed, repeated, tell
from tests.worker.consumers import PATIENCE, consumer, eventually
from tests.worker.outbox_rows import some_letters, states

LETTERS, KILLS = (200, 6) if LONG else (40, 2)
# Seconds; the short one is less than the setting allows, so that what a dead worker held is taken up soon.
LEASE = 10 if LONG else 5


@repeated
def test_each_letter_arrives_once_whoever_is_killed(
    app: Flask, server: MailServer, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = a_seed()
    print(f"CHAOS_SEED={seed}")
    chance = random.Random(seed)
    server.to_message = _slowly
    db.session.add(Setting(name="letter_lease_seconds", value=LEASE, changed_at=now()))
    recipients = some_letters(LETTERS)
    db.session.commit()
    rolled_back = _queue_and_roll_back(recipients[0])

    held: set[str] = set()  # the letters that were somebody's when somebody was killed
    with ExitStack() as running:
        workers = [running.enter_context(consumer(app, server)) for _ in range(2)]
        eventually(lambda: bool(server.received))
        for kill in range(KILLS):
            _wait_for(server, chance.randint(1, LETTERS // (KILLS + 1)))
            time.sleep(chance.random() / 20)
            held |= _kill(workers[kill % 2])
            workers[kill % 2] = running.enter_context(consumer(app, server))
            rolled_back |= _queue_and_roll_back(recipients[kill])
        eventually(lambda: states() == {LetterState.SENT: LETTERS})

    received = Counter(str(mail["To"]) for mail in server.accepted)
    repeated = {address for address, times in received.items() if times > 1}
    assert set(received) == set(recipients), "none is lost, and none goes out that nobody queued"
    assert sum(received.values()) - LETTERS <= KILLS, (
        "whoever dies leaves one letter at most sent and not noted"
    )
    assert repeated <= held, f"and no other is repeated: {_facts(repeated - held)}"
    for address in repeated:
        assert len({str(mail["Message-ID"]) for mail in server.accepted if mail["To"] == address}) == 1
    assert not rolled_back & {str(mail["Message-ID"]).partition("@")[0][1:] for mail in server.received}
    kind = db.engine.dialect.name
    tell(
        capsys,
        f"{kind}, seed {seed}: {LETTERS} letters, {KILLS} workers killed, {len(held)} held then, {len(repeated)} repeated",
    )


def _facts(addresses: set[str]) -> list[object]:
    asked = select(Letter.id, Letter.attempts, Letter.server_said, Letter.sent_at, Letter.lease_until)
    return [tuple(row) for row in db.session.execute(asked.where(Letter.recipient.in_(addresses)))]


def _slowly(_recipient: str, _number: int) -> str:
    time.sleep(0.01)  # in the server's thread: time to be killed in
    return "250 OK"


def _wait_for(server: MailServer, more: int) -> None:
    """Until so many more letters have come, or all."""
    already, end = len(server.received), time.monotonic() + PATIENCE
    while len(server.received) < min(already + more, LETTERS) and time.monotonic() < end:
        time.sleep(0.002)


def _kill(process: subprocess.Popen[bytes]) -> set[str]:
    """Kill a consumer; returns the addresses of the letters that were under way at that moment."""
    process.kill()
    process.wait()
    held = set(db.session.scalars(select(Letter.recipient).where(Letter.state == LetterState.SENDING)))
    db.session.rollback()
    return {str(address) for address in held}


def _queue_and_roll_back(recipient: str) -> set[str]:
    """A letter whose cause is given up; returns the name of its message."""
    registration = db.session.scalars(select(Registration).where(Registration.email == recipient)).one()
    other = a_registration(registration.event)
    names = {outbox.put(LetterKind.CONFIRMED, about).message_id for about in (registration, other)}
    db.session.rollback()
    return names
