"""What became of an attempt to send a letter, and what a mail server's refusal means for it.

Source: RFC 5321: 4xx is temporary, 5xx is permanent. A refusal that is not about the letter (no connection, a wrong password,
a sender that the server does not accept) is nobody's fault but the installation's: letters wait for it to be put right.
"""

from __future__ import annotations

import enum
import re
import smtplib
from typing import NamedTuple

_TOO_LARGE = 552
_ADDRESS = re.compile(r"[^\s<>\"']*@[^\s<>\"']*")
_SHORTEST_NAME = 3  # characters before the @ that stand for a person


class Outcome(enum.Enum):
    SENT = "sent"
    LATER = "later"  # this letter, some time later
    NEVER = "never"
    UNREACHABLE = "unreachable"  # no letter can be sent for the moment


class Answer(NamedTuple):
    """An outcome, and the words of the server or of whatever went wrong."""

    outcome: Outcome
    words: str


class MailServerUnreachable(Exception):
    """No conversation with the mail server came about; its cause says why."""


def answer_to(error: Exception, own_sender: bool = False) -> Answer:
    """What an error says about a letter that was being sent; `own_sender` if its event writes under an address of its own.

    Refusing the installation's sender stops everything. Refusing an event's must not stop the letters of the others.
    """
    if isinstance(error, MailServerUnreachable):
        return Answer(Outcome.UNREACHABLE, _words(error.__cause__ or error))
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (450, b""))
        return Answer(_by_code(code), _reply(code, text))
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code != _TOO_LARGE:
        outcome = Outcome.LATER if own_sender else Outcome.UNREACHABLE
        return Answer(outcome, _reply(error.smtp_code, error.smtp_error))
    if isinstance(error, smtplib.SMTPResponseException):
        return Answer(_by_code(error.smtp_code), _reply(error.smtp_code, error.smtp_error))
    never = isinstance(error, ValueError)  # an address or a header that cannot be written
    return Answer(Outcome.NEVER if never else Outcome.LATER, _words(error))


def without_addresses(words: str, recipient: str | None) -> str:
    """What a server said, without whom it speaks of: addresses, and the part of the recipient's before the @, which many
    servers repeat alone (“550 no such user jane.doe”).
    """
    kept = _ADDRESS.sub("…", words)
    name = (recipient or "").rpartition("@")[0]
    if len(name) < _SHORTEST_NAME:
        return kept
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", kept, flags=re.IGNORECASE)


def _by_code(code: int) -> Outcome:
    return Outcome.NEVER if 500 <= code < 600 else Outcome.LATER


def _reply(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(said.split())}"[:500]


def _words(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:500]
