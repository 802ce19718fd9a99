"""A real mail server that fails at each step of the conversation. Each message has one recipient: a refusal concerns one letter.

What becomes of the letter is the same on either database; only what is claimed and noted is not, and tested elsewhere.
"""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Letter, LetterKind, LetterState
from app.services import heartbeats, outbox, settings
from tests.factories.letters import a_conference, a_letter
from tests.factories.registrations import a_registration
from tests.mail_server import Answer, MailServer
from tests.worker.conftest import Deliver
from tests.worker.outbox_rows import make_due, some_letters, states, the_letter

pytestmark = pytest.mark.sqlite_only
STEPS = ("at_greeting", "to_hello", "to_sender", "to_recipient", "to_data", "within_message", "to_message")
OF_THE_LETTER = ("to_recipient", "to_data", "to_message")
OF_THE_INSTALLATION = (
    "at_greeting",
    "to_sender",
)  # letters wait for it to be put right, no attempt is counted


def first_answers(server: MailServer, step: str, words: str) -> None:
    """Let the server say something at a step, until it is told otherwise."""
    setattr(server, step, lambda _about, _number: words)


def well_again(server: MailServer) -> None:
    fresh = MailServer()
    for step in STEPS:
        setattr(server, step, getattr(fresh, step))


@pytest.mark.parametrize("step", OF_THE_LETTER)
@pytest.mark.parametrize(
    ("words", "state", "attempts"),
    [
        ("451 4.3.0 later", LetterState.WILL_RETRY, 1),
        ("421 4.3.2 closing", LetterState.WILL_RETRY, 1),
        ("550 5.1.1 no", LetterState.FAILED, 1),
        ("554 5.7.1 never", LetterState.FAILED, 1),
    ],
)
def test_a_refusal_of_the_letter(
    app: Flask,
    server: MailServer,
    deliver: Deliver,
    step: str,
    words: str,
    state: LetterState,
    attempts: int,
) -> None:
    recipients = some_letters(3)
    setattr(
        server, step, lambda about, _number: words if about == recipients[0] else _well(step)(about, _number)
    )
    assert deliver() == 3
    [refused] = [letter for letter in db.session.scalars(select(Letter)) if letter.recipient == recipients[0]]
    assert (refused.state, refused.attempts, refused.server_said) == (state, attempts, words)
    assert [mail["To"] for mail in server.accepted] == recipients[1:], "the others are not concerned"
    assert heartbeats.silent_for(heartbeats.MAIL_SERVER) is None, "nothing is wrong with the server"


def _well(step: str) -> Answer:
    answer: Answer = getattr(MailServer(), step)
    return answer


@pytest.mark.parametrize("step", OF_THE_INSTALLATION)
@pytest.mark.parametrize("words", ["421 4.3.2 busy", "550 5.7.1 you may not"])
def test_a_refusal_of_the_installation(
    app: Flask, server: MailServer, deliver: Deliver, step: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.worker.delivering._FIRST_PAUSE", 0.0)
    a_letter()
    first_answers(server, step, words)
    for _ in range(3):
        deliver()
        assert (the_letter().state, the_letter().attempts) == (LetterState.WILL_RETRY, 0)
        assert (the_letter().server_said or "").startswith(words[:3])
        make_due()
    well_again(server)
    deliver()
    assert (the_letter().state, the_letter().attempts) == (LetterState.SENT, 1)


@pytest.mark.parametrize("step", STEPS)
def test_a_line_that_drops(
    app: Flask, server: MailServer, deliver: Deliver, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.worker.delivering._FIRST_PAUSE", 0.0)
    a_letter()
    first_answers(server, step, "drop")
    deliver()
    assert the_letter().state is LetterState.WILL_RETRY
    assert server.accepted == []
    make_due()
    well_again(server)
    deliver()
    assert the_letter().state is LetterState.SENT
    assert len(server.accepted) == 1
    assert len({mail["Message-ID"] for mail in server.received}) == 1


@pytest.mark.parametrize("step", STEPS)
def test_a_server_that_stalls_is_left_before_the_lease_ends(
    app: Flask, server: MailServer, deliver: Deliver, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.change("letter_lease_seconds", 10)
    monkeypatch.setattr("app.services.outgoing._ENDS", 0.05)  # the conversation may take half a second
    monkeypatch.setattr("app.worker.delivering._FIRST_PAUSE", 0.0)
    monkeypatch.setattr("app.worker.posting._PATIENCE_AT_GOOD_BYE", 0.2)
    a_letter()
    first_answers(server, step, "stall")
    began = time.monotonic()
    deliver()
    assert time.monotonic() - began < 10, "within the lease"
    assert the_letter().state is LetterState.WILL_RETRY
    make_due()
    well_again(server)
    monkeypatch.setattr("app.services.outgoing._ENDS", 0.9)
    deliver()
    assert the_letter().state is LetterState.SENT


@pytest.mark.parametrize("words", ["drop", "stall", "421 so long"])
def test_how_a_server_says_good_bye_is_no_matter(
    app: Flask, server: MailServer, deliver: Deliver, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.worker.posting._PATIENCE_AT_GOOD_BYE", 0.2)
    first_answers(server, "to_quit", words)
    a_letter()
    deliver()
    assert the_letter().state is LetterState.SENT


def test_what_the_server_took_before_the_line_dropped_is_repeated_under_the_same_name(
    app: Flask, server: MailServer, deliver: Deliver
) -> None:
    """The one case of a repeat: the server has the message, and its answer is lost."""
    server.to_message = lambda _about, number: "drop" if number == 1 else "250 OK"
    a_letter()
    deliver()
    make_due()
    deliver()
    first, second = server.received
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Subject"] == second["Subject"]


def test_a_rate_per_minute(app: Flask, server: MailServer, deliver: Deliver) -> None:
    settings.change("letters_per_minute", 4)
    some_letters(10)
    assert deliver() == 4
    assert deliver() == 0, "until the minute is over"
    assert states() == {LetterState.SENT: 4, LetterState.QUEUED: 6}
    _a_minute_later()
    assert deliver() == 4
    assert states() == {LetterState.SENT: 8, LetterState.QUEUED: 2}


def _a_minute_later() -> None:
    for letter in db.session.scalars(select(Letter).where(Letter.sent_at.is_not(None))):
        letter.sent_at = now() - timedelta(seconds=61)
    db.session.commit()


def test_an_event_with_a_wrong_sender_keeps_no_other_waiting(
    app: Flask, server: MailServer, deliver: Deliver
) -> None:
    own = "nobody@elsewhere.example"
    wrong = a_conference(mail_sender=own)
    refused = [outbox.put(LetterKind.RECEIVED, a_registration(wrong)) for _ in range(3)]
    recipients = some_letters(3)
    server.to_sender = lambda sender, _number: "553 not yours" if sender == own else "250 OK"
    assert deliver() == 6
    assert [mail["To"] for mail in server.accepted] == recipients
    assert {(letter.state, letter.server_said) for letter in refused} == {
        (LetterState.WILL_RETRY, "553 not yours")
    }
    assert heartbeats.silent_for(heartbeats.MAIL_SERVER) is None
