"""A letter as it goes over the wire (RFC 5322): text and HTML side by side, the desk's code inside, the calendar file beside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

DESK_CODE = "cid:badge-code"  # where the HTML shows the picture


@dataclass(frozen=True)
class Envelope:
    """Who writes to whom, when, and under which lasting name."""

    sender: str
    sender_name: str
    reply_to: str
    recipient: str  # its domain in ASCII
    message_id: str
    date: datetime
    language: str


@dataclass(frozen=True)
class Enclosed:
    """What goes with a letter beside its words."""

    desk_code: bytes | None = None  # PNG, shown where the HTML names it
    calendar: str | None = None
    calendar_name: str = "event.ics"


def message(envelope: Envelope, subject: str, text: str, html: str, enclosed: Enclosed) -> EmailMessage:
    """The message.

    Raises:
        ValueError: a header would hold a line break, or an address is none.
        UnicodeEncodeError: the local part of the address is not ASCII.
    """
    made = EmailMessage(policy=SMTP)
    _head(made, envelope, subject)
    made.set_content(text, cte="quoted-printable")
    made.add_alternative(html, subtype="html", cte="quoted-printable")
    if enclosed.desk_code:
        hypertext = made.get_payload()[1]  # type: ignore[index]
        hypertext.add_related(  # type: ignore[union-attr]
            enclosed.desk_code,
            "image",
            "png",
            cid=f"<{DESK_CODE[4:]}>",
            disposition="inline",
            filename="badge-code.png",
        )
    if enclosed.calendar:
        _attach_calendar(made, enclosed.calendar, enclosed.calendar_name)
    made["Content-Language"] = (
        envelope.language
    )  # last: parts that are put round others take such headers along
    return made


def _head(made: EmailMessage, envelope: Envelope, subject: str) -> None:
    local_part, _, domain = envelope.recipient.rpartition("@")
    local_part.encode("ascii")
    made["From"] = Address(envelope.sender_name, addr_spec=envelope.sender)
    made["To"] = Address(username=local_part, domain=domain)
    made["Reply-To"] = Address(addr_spec=envelope.reply_to)
    made["Subject"] = subject
    made["Date"] = envelope.date
    made["Message-ID"] = f"<{envelope.message_id}@{envelope.sender.rpartition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"


def _attach_calendar(made: EmailMessage, calendar: str, name: str) -> None:
    # An attachment and no alternative: Outlook would show the calendar entry instead of the letter.
    method = "CANCEL" if "\nMETHOD:CANCEL" in calendar else "PUBLISH"
    made.add_attachment(
        calendar.encode(), "text", "calendar", filename=name, params={"method": method, "charset": "utf-8"}
    )
