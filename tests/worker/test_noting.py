"""What the mail server has taken is noted, however long the database cannot: the letter does not go out again meanwhile."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.lib.clock import now
from app.models import Letter, LetterState
from app.services import delivery
from app.services.delivery import Limits
from app.services.mail_answers import Answer
from app.services.outgoing import ClaimedLetter
from tests.factories.letters import a_letter
from tests.mail_server import MailServer
from tests.worker.conftest import Deliver
from tests.worker.outbox_rows import some_letters, states, the_letter

Note = Callable[[ClaimedLetter, Answer, Limits], bool]


def _lease_is_over() -> None:
    lapsed = update(Letter).where(Letter.state == LetterState.SENDING)
    db.session.execute(lapsed.values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """`locked(2)` keeps the next two outcomes from being noted; the lease of each letter ends over that."""
    noting: Note = delivery.note
    left = 0

    def note(letter: ClaimedLetter, answer: Answer, limits: Limits) -> bool:
        nonlocal left
        if not left:
            return noting(letter, answer, limits)
        left -= 1
        _lease_is_over()
        raise OperationalError("UPDATE letter", {}, Exception("database is locked"))

    def locks(times: int) -> None:
        nonlocal left
        left = times

    monkeypatch.setattr(delivery, "note", note)
    monkeypatch.setattr("app.worker.delivering._PAUSES", (0.0,))
    return locks


def test_it_is_tried_until_the_database_takes_it(
    app: Flask, server: MailServer, deliver: Deliver, locked: Callable[[int], None]
) -> None:
    a_letter()
    locked(3)
    assert deliver() == 1
    assert (the_letter().state, the_letter().attempts) == (LetterState.SENT, 1)
    assert len(server.accepted) == 1


def test_whoever_is_to_stop_tries_for_a_while_as_well(
    app: Flask, server: MailServer, deliver: Deliver, locked: Callable[[int], None]
) -> None:
    """A machine is shut down, and its database a moment before the worker: it may be on its way back."""
    a_letter()
    locked(3)
    assert deliver(lambda: bool(server.accepted)) == 1
    assert (the_letter().state, the_letter().attempts) == (LetterState.SENT, 1)


def test_whoever_is_to_stop_gives_up_after_a_while(
    app: Flask,
    server: MailServer,
    deliver: Deliver,
    locked: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_letter()
    locked(1000)
    monkeypatch.setattr("app.worker.delivering._LAST_SECONDS", 0.0)
    assert deliver(lambda: bool(server.accepted)) == 1
    assert the_letter().state is LetterState.SENDING


def test_whoever_claims_it_meanwhile_notes_what_the_server_said(
    app: Flask,
    server: MailServer,
    deliver: Deliver,
    locked: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The other thread of the worker, while this one waits to try again."""
    a_letter()
    locked(1)
    tried: list[int] = []

    def meanwhile(_seconds: float) -> None:
        tried.append(deliver())

    monkeypatch.setattr("app.worker.delivering.time.sleep", meanwhile)
    deliver()
    assert tried == [1], "the lease was over"
    assert (the_letter().state, the_letter().attempts) == (LetterState.SENT, 2)
    assert len(server.accepted) == 1, "and nobody gets it a second time"


def test_what_could_not_be_noted_at_all_is_noted_when_it_is_claimed_again(
    app: Flask,
    server: MailServer,
    deliver: Deliver,
    locked: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    a_letter()
    locked(1)
    monkeypatch.setattr("app.worker.delivering._PATIENCE", -1.0)
    assert deliver() == 2, "and once more after the lease"
    assert (the_letter().state, the_letter().server_said) == (LetterState.SENT, "250 OK queued as 4F2")
    assert len(server.accepted) == 1


def test_no_letter_is_begun_when_half_of_its_lease_is_over(
    app: Flask, server: MailServer, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A conversation that is cut off because the lease ends may have been heard."""
    some_letters(2)
    monkeypatch.setattr("app.services.outgoing._BEGINS", 0.0)
    monkeypatch.setattr("app.worker.delivering._LONGEST_RUN", 0.05)
    deliver()
    assert server.received == []
    assert states() == {LetterState.QUEUED: 2}


@pytest.mark.sqlite_only
def test_a_lease_begins_when_the_lock_is_there(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for it may take longer than the lease does."""
    a_letter()
    db.session.commit()
    held: list[bool] = []

    def asked() -> datetime:
        held.append(_somebody_has_the_lock())
        return now()

    limits = delivery.limits()
    db.session.commit()
    monkeypatch.setattr(delivery, "now", asked)
    assert len(delivery.take(limits)) == 1
    assert held
    assert all(held)


def _somebody_has_the_lock() -> bool:
    with closing(sqlite3.connect(str(db.engine.url.database), timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False
