"""From a stored letter to the message that goes out: the private link is minted here, addresses and enclosures are put in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.documents import calendar_files, desk_codes
from app.emails import messages, placeholders
from app.emails.messages import Enclosed, Envelope
from app.extensions import db
from app.lib.clock import now
from app.lib.wording import N_
from app.models import Letter, LinkPurpose, User
from app.services import access_links

_SAFETY = 0.9  # the part of a lease after which no conversation with the mail server goes on
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


@dataclass(frozen=True)
class ClaimedLetter:
    """A letter that this worker alone may send, until `finish_by`: its content, and the paths of its private links."""

    letter_id: int
    attempt: int
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


@dataclass(frozen=True)
class OutgoingMessage:
    """A message as it is handed to the mail server; the conversation about it ends before `finish_by`."""

    sender: str
    recipient: str
    content: bytes
    finish_by: datetime


class Unmailable(Exception):
    """No mail server would take a letter to this address; the message says why, and can be translated."""


def claimed(letter: Letter) -> ClaimedLetter:
    """The content of a letter that was claimed; mints its private link, so the caller commits before the letter goes out."""
    registration, event = letter.registration, letter.event
    return ClaimedLetter(
        letter_id=letter.id,
        attempt=letter.attempts,
        finish_by=now() + ((letter.lease_until or now()) - now()) * _SAFETY,
        message_id=letter.message_id,
        recipient=letter.recipient,
        language=letter.language.value,
        subject=letter.subject or "",
        text=letter.text or "",
        html=letter.html or "",
        calendar=letter.calendar,
        calendar_name=f"{event.slug}.ics" if event else "event.ics",
        badge_code=registration.badge_code if registration else None,
        links=_links(letter),
    )


def outgoing(letter: ClaimedLetter, site: Site) -> OutgoingMessage:
    """The message of a claimed letter. Needs no database.

    Raises:
        Unmailable: the address is missing or cannot be written.
    """
    base = site.base_url.rstrip("/")
    values = {placeholder: base + path for placeholder, path in letter.links.items()}
    values |= {placeholders.SITE: base, placeholders.CONTACT: site.contact}
    envelope = Envelope(
        sender=site.sender,
        sender_name=site.sender_name,
        reply_to=site.contact,
        recipient=_mailable(letter.recipient),
        message_id=letter.message_id,
        date=now(),
        language=letter.language,
    )
    text, html = (placeholders.fill(words, values) for words in (letter.text, letter.html))
    content = messages.message(envelope, letter.subject, text, html, _enclosed(letter, values))
    return OutgoingMessage(site.sender, envelope.recipient, content, letter.finish_by)


def _links(letter: Letter) -> dict[str, str]:
    """A path for each private link that the letter holds; only links to what the letter is about are made."""
    text = letter.text or ""
    links = {}
    if letter.registration is not None:
        for placeholder, (purpose, path) in _PURPOSES.items():
            if placeholder in text:
                links[placeholder] = path + access_links.mint_for_registration(letter.registration, purpose)
    elif letter.user_id is not None and placeholders.SET_PASSWORD in text:
        user = db.session.get_one(User, letter.user_id)
        links[placeholders.SET_PASSWORD] = (
            f"/set-password/{access_links.mint_for_user(user, LinkPurpose.SET_PASSWORD)}"
        )
    return links


def _enclosed(letter: ClaimedLetter, values: dict[str, str]) -> Enclosed:
    code = calendar = None
    if letter.badge_code and messages.DESK_CODE in letter.html:
        code = desk_codes.png(letter.badge_code)
    if letter.calendar:
        calendar = calendar_files.rewritten(letter.calendar, lambda text: placeholders.fill(text, values))
    return Enclosed(code, calendar, letter.calendar_name)


def _mailable(address: str | None) -> str:
    """The address as every mail server understands it: its domain in ASCII."""
    local_part, _, domain = (address or "").strip().rpartition("@")
    if not local_part or not domain:
        raise Unmailable(N_("There is no address to send the letter to."))
    try:
        local_part.encode("ascii")
        return f"{local_part}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        raise Unmailable(N_("The address has letters that mail servers do not take.")) from None
