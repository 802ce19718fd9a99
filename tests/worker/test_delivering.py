"""Letters go to a real mail server, whatever it answers: each arrives once, and nothing is lost."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.extensions import db
from app.lib.clock import now
from app.models import Letter, LetterKind, LetterState, Registration, Status
from app.services import heartbeats, mailbox, outbox
from app.worker.delivering import Deliverer
from tests.factories.letters import a_conference, a_letter
from tests.factories.registrations import a_registration
from tests.mail_server import MailServer, mail_server
from tests.worker.conftest import Deliver
from tests.worker.outbox_rows import make_due, some_letters, the_letter


def test_a_letter_arrives(app: Flask, server: MailServer, deliver: Deliver) -> None:
    letter = a_letter(LetterKind.CONFIRMED, status=Status.CONFIRMED)
    assert deliver() == 1
    [mail] = server.accepted
    assert mail["To"] == letter.recipient
    assert mail["Subject"] == letter.subject
    assert mail["Message-ID"].startswith(f"<{letter.message_id}@")
    assert {part.get_content_type() for part in mail.walk()} >= {
        "text/plain",
        "text/html",
        "image/png",
        "text/calendar",
    }
    assert (the_letter().state, the_letter().server_said) == (LetterState.SENT, "250 OK queued as 4F2")
    assert deliver() == 0


def test_a_batch_shares_a_connection(app: Flask, server: MailServer, deliver: Deliver) -> None:
    recipients = some_letters(12)
    assert deliver() == 12
    assert [mail["To"] for mail in server.accepted] == recipients
    assert len(server.connections) == 1


def test_a_temporary_refusal_is_tried_again(app: Flask, server: MailServer, deliver: Deliver) -> None:
    server.to_message = lambda _recipient, number: "451 busy" if number == 1 else "250 OK"
    a_letter()
    deliver()
    assert (the_letter().state, the_letter().server_said) == (LetterState.WILL_RETRY, "451 busy")
    assert the_letter().not_before > now()
    assert deliver() == 0, "not before its time"
    make_due()
    deliver()
    assert (the_letter().state, the_letter().attempts) == (LetterState.SENT, 2)
    assert len({mail["Message-ID"] for mail in server.received}) == 1


@pytest.mark.parametrize("words", ["550 5.1.1 no such user", "553 never heard of"])
def test_a_permanent_refusal_is_kept_with_its_words(
    app: Flask, server: MailServer, deliver: Deliver, words: str
) -> None:
    server.to_recipient = lambda _recipient, _number: words
    a_letter()
    deliver()
    assert (the_letter().state, the_letter().server_said) == (LetterState.FAILED, words)
    make_due()
    assert deliver() == 0


def test_a_refusal_after_the_final_dot(app: Flask, server: MailServer, deliver: Deliver) -> None:
    server.to_message = lambda _recipient, _number: "554 spam"
    a_letter()
    deliver()
    assert (the_letter().state, the_letter().server_said) == (LetterState.FAILED, "554 spam")


def test_one_refused_recipient_leaves_the_others_alone(
    app: Flask, server: MailServer, deliver: Deliver
) -> None:
    recipients = some_letters(5)
    server.to_recipient = lambda recipient, _number: "550 no" if recipient == recipients[1] else "250 OK"
    assert deliver() == 5
    assert [mail["To"] for mail in server.accepted] == [recipients[0], *recipients[2:]]
    assert len(server.connections) == 1


@pytest.mark.parametrize("step", ["to_recipient", "to_message"])
def test_a_dropped_line_costs_one_letter_a_while(
    app: Flask, server: MailServer, deliver: Deliver, step: str
) -> None:
    recipients = some_letters(3)
    setattr(
        server,
        step,
        lambda recipient, number: "drop" if recipient == recipients[0] and number == 1 else "250 OK",
    )
    assert deliver() == 3
    assert [mail["To"] for mail in server.accepted] == recipients[1:]
    assert len(server.connections) == 2
    make_due()
    deliver()
    assert sorted(mail["To"] for mail in server.accepted) == sorted(recipients)


def test_letters_wait_for_a_server_that_is_not_there(app: Flask) -> None:
    with mail_server() as gone:
        pass
    config = replace(
        app.extensions["config"], mail_server="127.0.0.1", mail_port=gone.port, mail_use_tls=False
    )
    some_letters(3)
    db.session.commit()
    absent = create_app(config)
    with absent.app_context():
        deliverer = Deliverer(absent)
        assert deliverer.run() == 1, "one try is enough to see it"
        assert not deliverer.has_work(), "it is left in peace for a moment"
        db.engine.dispose()
    states = Counter(db.session.scalars(select(Letter.state)))
    assert states == {LetterState.WILL_RETRY: 1, LetterState.QUEUED: 2}
    said = db.session.scalars(select(Letter.server_said).where(Letter.server_said.is_not(None))).one()
    assert "refused" in str(said).lower()


def test_no_letter_goes_out_in_clear_where_encryption_is_asked_for(app: Flask, server: MailServer) -> None:
    config = replace(
        app.extensions["config"], mail_server="127.0.0.1", mail_port=server.port, mail_use_tls=True
    )
    a_letter()
    db.session.commit()
    sending = create_app(config)
    with sending.app_context():
        Deliverer(sending).run()
        db.engine.dispose()
    assert server.received == []
    assert the_letter().state is LetterState.WILL_RETRY
    assert "STARTTLS" in (the_letter().server_said or "")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_letters_wait_for_the_right_password(app: Flask) -> None:
    with mail_server(password="right") as strict:
        config = replace(
            app.extensions["config"],
            mail_server="127.0.0.1",
            mail_port=strict.port,
            mail_use_tls=False,
            mail_username="events",
            mail_password="wrong",
        )
        a_letter()
        db.session.commit()
        sending = create_app(config)
        with sending.app_context():
            Deliverer(sending).run()
            db.engine.dispose()
    letter = the_letter()
    assert (letter.state, letter.attempts) == (LetterState.WILL_RETRY, 0)
    assert (letter.server_said or "").startswith("535")


def test_an_address_that_nobody_can_write_to(app: Flask, server: MailServer, deliver: Deliver) -> None:
    recipients = some_letters(2)
    first = db.session.scalars(select(Letter).order_by(Letter.id)).first()
    assert first is not None
    first.recipient = "ána@igp.example"
    deliver()
    assert [mail["To"] for mail in server.accepted] == recipients[1:]
    db.session.refresh(first)
    assert (first.state, first.server_said) == (
        LetterState.FAILED,
        "The address has letters that mail servers do not take.",
    )


def test_names_in_five_scripts_arrive(app: Flask, server: MailServer, deliver: Deliver) -> None:
    names = ["ĆIRIĆ-ŁUKASZEWICZ", "ΠΑΠΑΔΌΠΟΥΛΟΣ", "ЦЕБОТАРЬ", "ბერიძე", "Հակոբյան"]
    event = a_conference()
    for name in names:
        outbox.put(LetterKind.RECEIVED, a_registration(event, family_name=name))
    deliver()
    texts = [str(mail.get_body(("plain",)).get_content()) for mail in server.accepted]  # type: ignore[union-attr]
    assert all(f"Dear Ana {name}," in text for name, text in zip(names, texts, strict=True))


def test_two_workers_send_each_letter_once(app: Flask, server: MailServer, deliver: Deliver) -> None:
    recipients = some_letters(24)
    db.session.commit()
    threads = [threading.Thread(target=_run_in_context, args=(app, deliver)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(mail["To"] for mail in server.accepted) == Counter(recipients)
    assert set(db.session.scalars(select(Letter.state))) == {LetterState.SENT}


def _run_in_context(app: Flask, deliver: Deliver) -> None:
    with app.app_context():
        deliver()


def test_what_was_rolled_back_is_not_sent(app: Flask, server: MailServer, deliver: Deliver) -> None:
    registration_id = a_registration(a_conference()).id
    db.session.commit()
    outbox.put(LetterKind.RECEIVED, db.session.get_one(Registration, registration_id))
    db.session.rollback()
    assert deliver() == 0
    assert server.received == []


def test_without_a_mail_server_the_mailbox_takes_the_letters(app: Flask, tmp_path: Path) -> None:
    config = replace(app.extensions["config"], instance_path=str(tmp_path))
    recipients = some_letters(2)
    db.session.commit()
    developing = create_app(config)
    with developing.app_context():
        assert Deliverer(developing).run() == 2
        db.engine.dispose()
    kept = mailbox.mails(config.mailbox_path)
    assert sorted(str(mail.message["To"]) for mail in kept) == sorted(recipients)
    assert all("/r/" in mail.text and "/r/" in mail.html for mail in kept)
    assert set(db.session.scalars(select(Letter.state))) == {LetterState.SENT}


def test_a_run_ends_when_it_is_asked_to(app: Flask, server: MailServer, deliver: Deliver) -> None:
    some_letters(3)
    db.session.commit()
    assert Deliverer(app).run(is_stopping=lambda: True) == 0
    assert set(db.session.scalars(select(Letter.state))) == {LetterState.QUEUED}


def test_a_long_run_is_a_sign_of_life(app: Flask, deliver: Deliver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.worker.delivering._LONGEST_RUN", 0.0)
    assert heartbeats.silent_for() is None
    deliverer = Deliverer(app)
    db.session.commit()
    deliverer._beat()
    silence = heartbeats.silent_for()
    assert silence is not None
    assert silence < timedelta(minutes=1)
