"""What a mail server's refusal means: later, never, or nothing at all for the letter."""

from __future__ import annotations

import smtplib
import ssl

import pytest

from app.services.mail_answers import MailServerUnreachable, Outcome, answer_to, without_addresses


def refused_recipient(code: int, words: bytes) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"ana@igp.example": (code, words)})


def unreachable(cause: Exception) -> MailServerUnreachable:
    error = MailServerUnreachable()
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome", "words"),
    [
        (refused_recipient(550, b"5.1.1 no such user"), Outcome.NEVER, "550 5.1.1 no such user"),
        (refused_recipient(450, b"greylisted"), Outcome.LATER, "450 greylisted"),
        (refused_recipient(421, b"bye"), Outcome.LATER, "421 bye"),
        (smtplib.SMTPRecipientsRefused({}), Outcome.LATER, "450"),
        (smtplib.SMTPDataError(554, b"spam\r\nreally"), Outcome.NEVER, "554 spam really"),
        (smtplib.SMTPDataError(452, "disk full"), Outcome.LATER, "452 disk full"),
        (smtplib.SMTPSenderRefused(553, b"not yours", "us@x"), Outcome.UNREACHABLE, "553 not yours"),
        (smtplib.SMTPSenderRefused(530, b"sign in", "us@x"), Outcome.UNREACHABLE, "530 sign in"),
        (smtplib.SMTPSenderRefused(552, b"too large", "us@x"), Outcome.NEVER, "552 too large"),
        (smtplib.SMTPServerDisconnected("closed"), Outcome.LATER, "closed"),
        (TimeoutError("timed out"), Outcome.LATER, "timed out"),
        (BrokenPipeError(32, "Broken pipe"), Outcome.LATER, "Broken pipe"),
        (UnicodeEncodeError("ascii", "é", 0, 1, "no"), Outcome.NEVER, "UnicodeEncodeError"),
        (ValueError("the header Subject would hold a line break"), Outcome.NEVER, "line break"),
        (RuntimeError("a fault of ours"), Outcome.LATER, "a fault of ours"),
        (unreachable(ConnectionRefusedError(111, "refused")), Outcome.UNREACHABLE, "refused"),
        (unreachable(ssl.SSLError("certificate")), Outcome.UNREACHABLE, "certificate"),
        (unreachable(smtplib.SMTPAuthenticationError(535, b"no")), Outcome.UNREACHABLE, "535 no"),
        (unreachable(smtplib.SMTPConnectError(421, b"busy")), Outcome.UNREACHABLE, "421 busy"),
    ],
)
def test_answers(error: Exception, outcome: Outcome, words: str) -> None:
    answer = answer_to(error)
    assert answer.outcome is outcome
    assert words in answer.words
    assert "\n" not in answer.words


def test_an_events_own_sender_is_the_events_own_affair() -> None:
    error = smtplib.SMTPSenderRefused(553, b"not yours", "us@x")
    assert answer_to(error, own_sender=True).outcome is Outcome.LATER


def test_words_are_cut_and_bytes_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(answer_to(smtplib.SMTPDataError(554, b"x" * 5000)).words) == 500
    assert "\ufffd" in answer_to(smtplib.SMTPDataError(554, b"\xff\xfe")).words


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("550 <Jane.Doe@Police.example>: unknown", "550 <…>: unknown"),
        ("550 jane.doe@xn--police-cua.example is unknown", "550 … is unknown"),
        ("550 No such user JANE.DOE here", "550 No such user … here"),
        ("550 [jane.doe] unknown", "550 […] unknown"),
        ("550 xjane.doe, jane.does, jane", "550 xjane.doe, jane.does, jane"),
    ],
)
def test_of_whom_a_server_speaks_is_left_out(said: str, shown: str) -> None:
    assert without_addresses(said, "jane.doe@police.example") == shown


@pytest.mark.parametrize("recipient", [None, "", "ab@police.example"])
def test_a_short_name_takes_nothing_else_away(recipient: str | None) -> None:
    assert without_addresses("550 unable <a@b.example>", recipient) == "550 unable <…>"
