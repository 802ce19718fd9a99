"""Claiming, sending, noting: each letter is one worker's at a time, and every answer has its consequence."""

from __future__ import annotations

import quopri
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.emails import placeholders
from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.lib.names import tidy
from app.models import AccessLink, EventStatus, Letter, LetterKind, LetterState, LinkPurpose, Status
from app.services import delivery, outbox, settings
from app.services.mail_answers import Answer, MailServerUnreachable, Outcome
from app.services.outgoing import OutgoingMessage, Site
from app.web.form_fields import tidy_lines
from tests.factories.letters import a_conference, a_letter
from tests.factories.users import a_user
from tests.received_mail import Mailboxes, link_in

SITE = Site("https://events.example/", "events@events.example", "Events", "us@events.example")
LATER = Answer(Outcome.LATER, "451 busy")


def taken() -> delivery.ClaimedLetter:
    """The next letter, claimed and committed."""
    [letter] = delivery.take(replace(delivery.limits(), at_once=1))
    db.session.commit()
    return letter


def nothing_is_taken() -> bool:
    letters = delivery.take(delivery.limits())
    db.session.commit()
    return not letters


def noted(letter: delivery.ClaimedLetter, answer: Answer) -> Letter:
    """The letter after an answer was noted."""
    assert delivery.note(letter, answer, delivery.limits())
    db.session.commit()
    return db.session.get_one(Letter, letter.letter_id, populate_existing=True)


def in_seconds(letter: Letter) -> float:
    return (letter.not_before - now()).total_seconds()


def test_a_claim_is_a_lease(app: Flask) -> None:
    letter = a_letter()
    db.session.commit()
    claimed = taken()
    assert claimed.letter_id == letter.id
    assert (letter.state, letter.attempts) == (LetterState.SENDING, 1)
    assert letter.lease_until is not None
    assert now() < claimed.finish_by < letter.lease_until
    assert nothing_is_taken()


def test_the_oldest_goes_first(app: Flask) -> None:
    letters = [a_letter(event=a_conference()) for _ in range(3)]
    db.session.commit()
    assert [taken().letter_id for _ in range(3)] == [letter.id for letter in letters]


def test_what_is_not_due_waits(app: Flask) -> None:
    letter = a_letter()
    letter.not_before = now() + timedelta(minutes=1)
    db.session.commit()
    assert not delivery.something_is_due()
    assert nothing_is_taken()


def test_letters_of_a_draft_wait_for_its_publication(app: Flask) -> None:
    event = a_conference(status=EventStatus.DRAFT)
    letter = a_letter(event=event)
    db.session.commit()
    assert not delivery.something_is_due()
    assert nothing_is_taken()
    event.status = EventStatus.PUBLISHED
    db.session.commit()
    assert taken().letter_id == letter.id


@pytest.mark.parametrize("state", [LetterState.SENT, LetterState.FAILED, LetterState.CANCELLED])
def test_what_is_done_is_done(app: Flask, state: LetterState) -> None:
    a_letter().state = state
    db.session.commit()
    assert nothing_is_taken()


def test_whoever_died_leaves_the_letter_to_the_next(app: Flask, mailbox: Mailboxes) -> None:
    a_letter()
    db.session.commit()
    first = taken()
    db.session.execute(update(Letter).values(lease_until=now() - timedelta(seconds=1)))
    db.session.commit()
    assert delivery.something_is_due()
    second = taken()
    assert (second.letter_id, second.attempt, second.message_id) == (first.letter_id, 2, first.message_id)
    assert not delivery.note(first, Answer(Outcome.SENT, "250"), delivery.limits()), (
        "the lease is somebody else's"
    )
    assert noted(second, Answer(Outcome.SENT, "250")).state is LetterState.SENT


def test_a_letter_that_kills_its_workers_is_given_up(app: Flask) -> None:
    settings.change("letter_attempts", 2)
    letter = a_letter()
    follower = a_letter()
    letter.state, letter.attempts, letter.lease_until = LetterState.SENDING, 2, now()
    db.session.commit()
    assert taken().letter_id == follower.id
    db.session.refresh(letter)
    assert (letter.state, letter.server_said) == (LetterState.FAILED, delivery.INTERRUPTED)


def test_sent(app: Flask) -> None:
    a_letter()
    db.session.commit()
    letter = noted(taken(), Answer(Outcome.SENT, "250 queued as 4F2"))
    assert (letter.state, letter.server_said, letter.lease_until) == (
        LetterState.SENT,
        "250 queued as 4F2",
        None,
    )
    assert letter.sent_at is not None


def test_a_temporary_refusal_is_borne_longer_each_time_and_not_for_ever(app: Flask) -> None:
    settings.change("letter_attempts", 5)
    settings.change("letter_retry_most_seconds", 200)
    a_letter()
    db.session.commit()
    waits = []
    for _ in range(4):
        letter = noted(taken(), LATER)
        assert (letter.state, letter.server_said) == (LetterState.WILL_RETRY, "451 busy")
        waits.append(in_seconds(letter))
        letter.not_before = now()
        db.session.commit()
    assert waits == [pytest.approx(seconds, abs=5) for seconds in (60, 120, 200, 200)]
    assert noted(taken(), LATER).state is LetterState.FAILED


def test_a_permanent_refusal_ends_it(app: Flask) -> None:
    a_letter()
    db.session.commit()
    letter = noted(taken(), Answer(Outcome.NEVER, "550 no such user"))
    assert (letter.state, letter.server_said) == (LetterState.FAILED, "550 no such user")


def test_an_unreachable_server_counts_for_nothing(app: Flask) -> None:
    settings.change("letter_attempts", 1)
    a_letter()
    db.session.commit()
    for _ in range(3):
        letter = noted(taken(), Answer(Outcome.UNREACHABLE, "ConnectionRefusedError"))
        assert (letter.state, letter.attempts) == (LetterState.WILL_RETRY, 0)
        letter.not_before = now()
        db.session.commit()


def test_long_words_of_a_server_are_cut(app: Flask) -> None:
    a_letter()
    db.session.commit()
    assert len(noted(taken(), Answer(Outcome.NEVER, "x" * 2000)).server_said or "") == 500


@pytest.mark.parametrize(
    ("kind", "status", "path", "purpose"),
    [
        (LetterKind.CONFIRM_ADDRESS, Status.UNVERIFIED, "/c/", LinkPurpose.CONFIRM_ADDRESS),
        (LetterKind.RECEIVED, Status.SUBMITTED, "/r/", LinkPurpose.MY_REGISTRATION),
    ],
)
def test_the_link_is_minted_for_the_message_alone(
    app: Flask, mailbox: Mailboxes, kind: LetterKind, status: Status, path: str, purpose: LinkPurpose
) -> None:
    letter = a_letter(kind, status=status)
    [mail] = mailbox.deliver()
    token = link_in(mail, path).removeprefix(path)
    link = db.session.scalars(select(AccessLink)).one()
    assert link.token_digest == tokens.digest(token)
    assert (link.purpose, link.registration_id) == (purpose, letter.registration_id)
    db.session.refresh(letter)
    assert token not in f"{letter.subject}{letter.text}{letter.html}{letter.facts}{letter.server_said}"


def test_each_attempt_has_a_link_of_its_own(app: Flask) -> None:
    a_letter()
    db.session.commit()
    first = taken()
    noted(first, LATER)
    db.session.execute(update(Letter).values(not_before=now()))
    second = taken()
    assert first.links != second.links
    assert len(db.session.scalars(select(AccessLink)).all()) == 2


def test_an_account_gets_its_password_link(app: Flask, mailbox: Mailboxes) -> None:
    user = a_user()
    outbox.put_for_user(LetterKind.ACCOUNT_INVITATION, user)
    [mail] = mailbox.deliver()
    token = link_in(mail, "/set-password/").removeprefix("/set-password/")
    link = db.session.scalars(select(AccessLink)).one()
    assert (link.token_digest, link.user_id) == (tokens.digest(token), user.id)
    assert link.purpose is LinkPurpose.SET_PASSWORD


@pytest.mark.parametrize(
    "typed", ["[[link:confirm_address]]", placeholders.CONFIRM_ADDRESS, placeholders.SITE]
)
def test_nobody_types_a_link_into_somebodys_letter(app: Flask, mailbox: Mailboxes, typed: str) -> None:
    a_letter(LetterKind.DECLINED, status=Status.DECLINED, facts={"reason": f"see {typed} here"})
    [mail] = mailbox.deliver()
    for part in ("plain", "html"):
        body = mail.get_body((part,))
        assert body is not None
        assert f"see {placeholders.inert(typed)} here" in body.get_content()
    assert {link.purpose for link in db.session.scalars(select(AccessLink))} == {LinkPurpose.MY_REGISTRATION}


@pytest.mark.parametrize("typed", [placeholders.CONFIRM_ADDRESS, placeholders.SITE])
def test_no_form_takes_the_marks_of_a_placeholder(typed: str) -> None:
    for tidied in (tidy(typed), tidy(typed, prose=True), tidy_lines(typed)):
        assert tidied == placeholders.inert(typed)


def test_whatever_a_server_says_is_noted(app: Flask) -> None:
    a_letter()
    db.session.commit()
    letter = noted(taken(), Answer(Outcome.SENT, "250 \0OK\ufffd\x1b" + "x" * 600))
    assert letter.state is LetterState.SENT
    assert (letter.server_said or "").startswith("250 OK")


def test_nothing_is_left_to_fill_in(app: Flask) -> None:
    a_letter(LetterKind.CONFIRMED, status=Status.CONFIRMED)
    db.session.commit()
    sent: list[OutgoingMessage] = []
    delivery.send(taken(), SITE, lambda message: str(sent.append(message)))
    content = sent[0].content.replace(b"=\r\n", b"")
    assert placeholders.SITE[0].encode() not in quopri.decodestring(content)
    assert b"https://events.example/r/" in content
    assert b"us@events.example" in content
    assert (sent[0].return_path, sent[0].recipient) == ("events@events.example", taken_address())


def taken_address() -> str:
    return str(db.session.scalars(select(Letter)).one().recipient)


@pytest.mark.parametrize(
    ("address", "goes_to"),
    [
        ("ana@bücher.example", "ana@xn--bcher-kva.example"),
        ("Ana.O'Neil+x@igp.example", "Ana.O'Neil+x@igp.example"),
        ("ána@igp.example", None),
        ("nobody", None),
        ("@igp.example", None),
        ("a@" + "x" * 80 + ".example", None),
        ("a@igp.example\r\nBcc: b@igp.example", None),
    ],
)
def test_addresses(app: Flask, address: str, goes_to: str | None) -> None:
    letter = a_letter()
    letter.recipient = address
    db.session.commit()
    sent: list[OutgoingMessage] = []
    answer = delivery.send(taken(), SITE, lambda message: str(sent.append(message)))
    assert [message.recipient for message in sent] == ([goes_to] if goes_to else [])
    assert (answer.outcome is Outcome.SENT) is bool(goes_to)
    assert answer.outcome in {Outcome.SENT, Outcome.NEVER}


def test_a_post_office_that_fails_has_an_answer(app: Flask) -> None:
    def closed(_message: OutgoingMessage) -> str:
        raise MailServerUnreachable from ConnectionRefusedError(111, "refused")

    a_letter()
    db.session.commit()
    answer = delivery.send(taken(), SITE, closed)
    assert answer.outcome is Outcome.UNREACHABLE
    assert "refused" in answer.words
