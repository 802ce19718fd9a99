"""A letter as it goes over the wire (RFC 5322): text and HTML side by side, the desk's code inside, the calendar file beside.

Built with the older classes of the email package: the newer ones take five times as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.charset import QP, SHORTEST, Charset
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime, formataddr
from typing import NamedTuple

DESK_CODE = "cid:badge-code"  # where the HTML shows the picture
_PLAIN_SUBJECT = 65  # characters that fit on its line
_POLICY = policy.compat32.clone(linesep="\r\n")
_UTF8 = Charset("utf-8")
_UTF8.header_encoding, _UTF8.body_encoding = (
    SHORTEST,
    QP,
)  # lines of at most 76 octets, readable in the source


@dataclass(frozen=True)
class Envelope:
    """Who writes to whom, when, and under which lasting name."""

    sender: str
    sender_name: str
    reply_to: str
    recipient: str  # in ASCII
    message_id: str
    date: datetime
    language: str


class Attachment(NamedTuple):
    """A file that goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Enclosed:
    """What goes with a letter beside its words."""

    desk_code: bytes | None = None  # PNG, shown where the HTML names it
    calendar: str | None = None
    calendar_name: str = "event.ics"
    files: tuple[Attachment, ...] = ()


def message(envelope: Envelope, subject: str, text: str, html: str, enclosed: Enclosed) -> bytes:
    """The message, its lines ended as SMTP wants them.

    Raises:
        ValueError: a header would hold a line break.
    """
    body = MIMEMultipart("alternative")
    body.attach(MIMEText(text, "plain", _UTF8))  # type: ignore[arg-type]
    body.attach(_hypertext(html, enclosed.desk_code))
    whole: Message = body
    beside = [_calendar(enclosed.calendar, enclosed.calendar_name)] if enclosed.calendar else []
    beside += [_file(file) for file in enclosed.files]
    if beside:
        whole = MIMEMultipart("mixed", _subparts=[body, *beside])
    for name, value in _head(envelope, subject).items():
        said = f"{envelope.sender_name}{value}"  # an encoded name hides its line breaks
        if "\n" in said or "\r" in said:
            raise ValueError(f"the header {name} would hold a line break")
        whole[name] = value  # type: ignore[assignment]
    return whole.as_bytes(policy=_POLICY)


def _head(envelope: Envelope, subject: str) -> dict[str, str | Header]:
    domain = envelope.sender.rpartition("@")[2]
    return {
        "From": formataddr((envelope.sender_name, envelope.sender)),
        "To": envelope.recipient,
        "Reply-To": envelope.reply_to,
        "Subject": _subject(subject),
        "Date": format_datetime(envelope.date),
        "Message-ID": f"<{envelope.message_id}@{domain}>",
        "Content-Language": envelope.language,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _subject(subject: str) -> str | Header:
    plain = subject.isascii() and len(subject) <= _PLAIN_SUBJECT and "=?" not in subject
    return subject if plain else Header(subject, _UTF8, header_name="Subject")


def _hypertext(html: str, desk_code: bytes | None) -> Message:
    words = MIMEText(html, "html", _UTF8)  # type: ignore[arg-type]
    if desk_code is None:
        return words
    picture = MIMEImage(desk_code, "png")
    picture["Content-ID"] = f"<{DESK_CODE[4:]}>"
    picture.add_header("Content-Disposition", "inline", filename="badge-code.png")
    related = MIMEMultipart("related")
    related.attach(words)
    related.attach(picture)
    return related


def _calendar(calendar: str, name: str) -> Message:
    # An attachment and no alternative: Outlook would show the calendar entry instead of the letter.
    method = "CANCEL" if "\nMETHOD:CANCEL" in calendar else "PUBLISH"
    part = MIMENonMultipart("text", "calendar", method=method, charset="utf-8")
    part.set_payload(calendar.encode())
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def _file(file: Attachment) -> Message:
    main, _, sub = file.media_type.partition("/")
    part = MIMENonMultipart(main, sub or "octet-stream")
    part.set_payload(file.content)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", file.name))
    return part
