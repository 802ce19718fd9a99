"""From a stored letter to the message that goes out: the private link is minted here, addresses and enclosures are put in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from app.documents import calendar_files, desk_codes, typesetting
from app.emails import messages, placeholders
from app.emails.messages import Attachment, Enclosed, Envelope
from app.lib.clock import now
from app.lib.installation import Sender
from app.lib.wording import N_
from app.models import Event, Letter, LetterKind, LinkPurpose
from app.services import access_links, file_store
from app.services.papers import certificates

# The parts of a lease after which no conversation with the mail server begins, and none goes on. One that is cut off may have
# been heard: the letter would be sent again.
_BEGINS, _ENDS = 0.5, 0.9
_PURPOSES = {
    placeholders.MY_REGISTRATION: (LinkPurpose.MY_REGISTRATION, "/r/"),
    placeholders.CONFIRM_ADDRESS: (LinkPurpose.CONFIRM_ADDRESS, "/c/"),
}


@dataclass(frozen=True)
class Site:
    """What letters need to know of the installation: where links lead, who writes, who answers questions."""

    base_url: str
    sender: str
    sender_name: str
    contact: str
    return_path: str = ""  # empty: the sender


class AttachedFile(NamedTuple):
    """A file that goes with a message to many."""

    name: str
    media_type: str
    stored_name: str


@dataclass(frozen=True)
class EnclosedPaper:
    """A paper about whoever a letter goes to, set when the letter goes out; it is kept nowhere."""

    name: str
    template: str
    facts: Mapping[str, Any]
    dated: date


@dataclass(frozen=True)
class ClaimedLetter:
    """A letter that this worker alone may send, beginning before `begin_by` and ending before `finish_by`: its content, and the
    paths of its private links.
    """

    letter_id: int
    attempt: int
    begin_by: datetime
    finish_by: datetime
    message_id: str
    recipient: str | None
    language: str
    subject: str
    text: str
    html: str
    calendar: str | None
    calendar_name: str
    badge_code: str | None
    links: dict[str, str]
    files: tuple[AttachedFile, ...]
    paper: EnclosedPaper | None
    sender: Sender


@dataclass(frozen=True)
class OutgoingMessage:
    """A message as it is handed to the mail server; the conversation about it ends before `finish_by`."""

    return_path: str
    recipient: str
    content: bytes
    finish_by: datetime


class Unmailable(Exception):
    """No mail server would take a letter to this address; the message says why, and can be translated."""


def claimed(letters: Iterable[Letter]) -> list[ClaimedLetter]:
    """Written letters that were claimed; mints their private links, so the caller commits before they go out."""
    days = access_links.days_after_event()
    return [_claimed(letter, days) for letter in letters]


def _claimed(letter: Letter, days: int) -> ClaimedLetter:
    registration, event, left = letter.registration, letter.event, (letter.lease_until or now()) - now()
    return ClaimedLetter(
        letter_id=letter.id,
        attempt=letter.attempts,
        begin_by=now() + left * _BEGINS,
        finish_by=now() + left * _ENDS,
        message_id=letter.message_id,
        recipient=letter.recipient,
        language=letter.language.value,
        subject=letter.subject or "",
        text=letter.text or "",
        html=letter.html or "",
        calendar=letter.calendar,
        calendar_name=f"{event.slug}.ics" if event else "event.ics",
        badge_code=registration.badge_code if registration else _sample_code(letter),
        links=_links(letter, days),
        files=tuple(
            AttachedFile(file.file_name, file.media_type, file.stored_name)
            for file in (letter.campaign.files if letter.campaign else ())
        ),
        paper=_paper(letter),
        sender=_sender(event),
    )


def outgoing(letter: ClaimedLetter, site: Site) -> OutgoingMessage:
    """The message of a claimed letter. Of the database it needs only the files that go with it.

    Raises:
        Unmailable: the address is missing or cannot be written.
    """
    base, own = site.base_url.rstrip("/"), letter.sender
    contact = own.reply_to or site.contact
    return_path = own.return_path or site.return_path or own.address or site.sender
    values = {placeholder: base + path for placeholder, path in letter.links.items()}
    values |= {placeholders.SITE: base, placeholders.CONTACT: contact}
    envelope = Envelope(
        sender=_in_ascii(own.address or site.sender),
        sender_name=own.name or site.sender_name,
        reply_to=_in_ascii(contact),
        recipient=_mailable(letter.recipient),
        message_id=letter.message_id,
        date=now(),
        language=letter.language,
    )
    text, html = (placeholders.fill(words, values) for words in (letter.text, letter.html))
    content = messages.message(envelope, letter.subject, text, html, _enclosed(letter, values))
    return OutgoingMessage(_in_ascii(return_path), envelope.recipient, content, letter.finish_by)


def _links(letter: Letter, days: int) -> dict[str, str]:
    """A path for each private link that the letter holds; only links to what the letter is about are made."""
    text = letter.text or ""
    links = {}
    if letter.registration is not None:
        for placeholder, (purpose, path) in _PURPOSES.items():
            if placeholder in text:
                secret = access_links.mint_for_registration(letter.registration, purpose, days)
                links[placeholder] = path + secret
    elif letter.user is not None and placeholders.SET_PASSWORD in text:
        secret = access_links.mint_for_user(letter.user, LinkPurpose.SET_PASSWORD)
        links[placeholders.SET_PASSWORD] = f"/set-password/{secret}"
    elif letter.person is not None and placeholders.SIGN_IN in text:
        links[placeholders.SIGN_IN] = (
            f"/delegation/enter/{access_links.mint_for_correspondent(letter.person)}"
        )
    return links


def _sample_code(letter: Letter) -> str | None:
    """What the code for the desk says in a letter that somebody tests."""
    code = letter.facts.get("desk_code")
    return code if isinstance(code, str) else None


def _paper(letter: Letter) -> EnclosedPaper | None:
    """The certificate that a letter brings, with what the log has now."""
    registration = letter.registration
    if letter.kind is not LetterKind.CERTIFICATE or registration is None:
        return None
    return EnclosedPaper(
        name=f"{registration.event.slug}-certificate.pdf",
        template="certificates",
        facts=certificates.for_letter(registration),
        dated=registration.event.local(now()).date(),
    )


def _sender(event: Event | None) -> Sender:
    if event is None:
        return Sender()
    own = (event.mail_sender, event.mail_sender_name, event.mail_reply_to, event.mail_return_path)
    return Sender(*(value or "" for value in own))


def _enclosed(letter: ClaimedLetter, values: dict[str, str]) -> Enclosed:
    code = calendar = None
    if letter.badge_code and messages.DESK_CODE in letter.html:
        code = desk_codes.png(letter.badge_code)
    if letter.calendar:
        calendar = calendar_files.rewritten(letter.calendar, lambda text: placeholders.fill(text, values))
    files = [
        Attachment(file.name, file.media_type, b"".join(file_store.pieces(file.stored_name)))
        for file in letter.files
    ]
    if letter.paper is not None:
        paper = letter.paper
        content = typesetting.pdf(paper.template, paper.facts, paper.dated)
        files.append(Attachment(paper.name, typesetting.PDF_TYPE, content))
    return Enclosed(code, calendar, letter.calendar_name, tuple(files))


def _mailable(address: str | None) -> str:
    """The address as every mail server understands it: its domain in ASCII."""
    tidied = (address or "").strip()
    if not all(tidied.rpartition("@")[::2]):
        raise Unmailable(N_("There is no address to send the letter to."))
    try:
        return _in_ascii(tidied)
    except UnicodeError:
        raise Unmailable(N_("The address has letters that mail servers do not take.")) from None


def _in_ascii(address: str) -> str:
    """An address with its domain as mail servers write it: neither a header nor the envelope takes other letters.

    Raises:
        UnicodeError: it cannot be written so.
    """
    local_part, _, domain = address.rpartition("@")
    local_part.encode("ascii")
    return f"{local_part}@{domain.encode('idna').decode('ascii')}"
