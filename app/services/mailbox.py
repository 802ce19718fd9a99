"""The development mailbox: a Maildir that takes the letters while no mail server is set. Never in production."""

from __future__ import annotations

import email
import glob
import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import event as database_event
from sqlalchemy.orm import Session

from app.extensions import db

_SAID = "250 in the development mailbox as "
_DOOMED = "mails_to_remove_after_this_transaction"
SHOWN = 200  # the list shows so many, the latest first


@dataclass(frozen=True)
class StoredMail:
    """A mail with the key under which it is found again."""

    key: str
    message: EmailMessage

    @property
    def sent_at(self) -> datetime | None:
        return getattr(self.message["Date"], "datetime", None)

    @property
    def text(self) -> str:
        """The plain text."""
        return self._body("plain")

    @property
    def html(self) -> str:
        """The HTML, empty if there is none."""
        return self._body("html")

    def attachments(self) -> list[EmailMessage]:
        """What goes with the letter, the pictures inside its HTML included, in their order."""
        return [part for part in _leaves(self.message) if part.get_filename()]

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


def put(path: Path, message: bytes) -> str:
    """Put a message into the mailbox, which is made if it is not there.

    Returns:
        What a mail server would have said.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    key = mailbox.Maildir(path).add(message)
    return f"{_SAID}{key}"


def remove(path: Path, said: str) -> None:
    """Take away a mail of which `put` has said so, once the transaction is committed; nothing if a mail server has taken it."""
    key = said.removeprefix(_SAID)
    if said != key and key:
        files = path.glob(f"*/{glob.escape(key)}*")
        db.session.info.setdefault(_DOOMED, []).extend(files)


def mails(path: Path) -> list[StoredMail]:
    """The latest mails, the newest first; none if there is no mailbox yet."""
    if not path.is_dir():
        return []
    box = mailbox.Maildir(path, create=False)
    newest = sorted(box.keys(), key=_age, reverse=True)[:SHOWN]
    return [StoredMail(key, _parsed(box, key)) for key in newest]


def mail(path: Path, key: str) -> StoredMail | None:
    """The mail with a key."""
    box = mailbox.Maildir(path, create=False) if path.is_dir() else None
    if box is None or key not in box:
        return None
    return StoredMail(key, _parsed(box, key))


def _parsed(box: mailbox.Maildir, key: str) -> EmailMessage:
    return email.message_from_bytes(box.get_bytes(key), policy=policy.default)


def _age(key: str) -> tuple[float, str]:
    """The order in which mails came: a Maildir's key begins with seconds and microseconds."""
    seconds, _, rest = key.partition(".")
    micro = rest[1:].partition("P")[0] if rest.startswith("M") else "0"
    return (int(seconds) + int(micro) / 1e6 if seconds.isdigit() and micro.isdigit() else 0.0), key


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in message.walk() if not part.is_multipart())


@database_event.listens_for(Session, "after_commit")
def _committed(session: Any) -> None:
    if session.in_nested_transaction():  # a savepoint's end is not yet the transaction's
        return
    for file in session.info.pop(_DOOMED, []):
        file.unlink(missing_ok=True)


@database_event.listens_for(Session, "after_rollback")
def _rolled_back(session: Any) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_DOOMED, None)
