"""The mailboxes of everybody a test writes to: letters are delivered as the worker does, and read as they were sent."""

from __future__ import annotations

import email
import re
from email import policy
from email.message import EmailMessage
from typing import cast

from flask import current_app

from app.extensions import db
from app.services import delivery, link_requests, network
from app.services.outgoing import OutgoingMessage


class Mailboxes:
    """What has been delivered so far; `deliver` sends whatever is due."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    def deliver(self) -> list[EmailMessage]:
        """Commit what the test has done, deliver every letter that is due, and return the new mails."""
        settings = current_app.extensions["config"]
        site = network.site(settings)
        before = len(self.mails)
        link_requests.answer()
        db.session.commit()
        limits = delivery.limits()
        while letters := delivery.take(limits):
            db.session.commit()
            for letter in letters:
                delivery.note(letter, delivery.send(letter, site, self._receive), limits)
            db.session.commit()
        db.session.commit()
        return self.mails[before:]

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to an address, in the order of their arrival, after delivering what is due."""
        self.deliver()
        return [mail for mail in self.mails if address in str(mail["To"])]

    def last_to(self, address: str) -> EmailMessage:
        """The latest mail to an address."""
        mails = self.to(address)
        assert mails, f"no mail to {address}; there are mails to {[str(mail['To']) for mail in self.mails]}"
        return mails[-1]

    def link_to(self, address: str, path: str) -> str:
        """The link of the latest mail to an address whose path begins so (`/c/`, `/r/`), without scheme and host."""
        return link_in(self.last_to(address), path)

    def _receive(self, message: OutgoingMessage) -> str:
        self.mails.append(
            cast(EmailMessage, email.message_from_bytes(message.content, policy=policy.default))
        )
        return "250 received by a test"


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part is not None else ""


def link_in(mail: EmailMessage, path: str) -> str:
    """The plainest link of a mail whose path begins so, without scheme and host."""
    found = re.findall(rf"https?://[^/\s]+({re.escape(path)}[^\s<>]*)", text_of(mail))
    assert found, f"no link to {path} in:\n{text_of(mail)}"
    return str(min(found, key=len))
