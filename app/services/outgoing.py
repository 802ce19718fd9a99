"""From a stored letter to the message that goes out: the private link is minted here, addresses and enclosures are put in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

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
class OutgoingMessage:
    """A letter that this worker alone may send, until `finish_by`."""

    letter_id: int
    attempt: int
    finish_by: datetime
    sender: str
    recipient: str
    message: EmailMessage


class Unmailable(Exception):
    """No mail server would take a letter to this address; the message says why, and can be translated."""


def outgoing(letter: Letter, site: Site) -> OutgoingMessage:
    """The message of a letter that was claimed.

    Raises:
        Unmailable: the address is missing or cannot be written.
    """
    recipient = _mailable(letter.recipient)
    base = site.base_url.rstrip("/")
    values = {placeholders.SITE: base, placeholders.CONTACT: site.contact, **_links(letter, base)}
    envelope = Envelope(
        sender=site.sender,
        sender_name=site.sender_name,
        reply_to=site.contact,
        recipient=recipient,
        message_id=letter.message_id,
        date=now(),
        language=letter.language.value,
    )
    text, html = (placeholders.fill(words or "", values) for words in (letter.text, letter.html))
    message = messages.message(envelope, letter.subject or "", text, html, _enclosed(letter, html, values))
    finish_by = now() + ((letter.lease_until or now()) - now()) * _SAFETY
    return OutgoingMessage(letter.id, letter.attempts, finish_by, site.sender, recipient, message)


def _links(letter: Letter, base: str) -> dict[str, str]:
    """An address for each private link that the letter holds; only links to what the letter is about are made."""
    text = letter.text or ""
    links = {}
    if letter.registration is not None:
        for placeholder, (purpose, path) in _PURPOSES.items():
            if placeholder in text:
                links[placeholder] = (
                    base + path + access_links.mint_for_registration(letter.registration, purpose)
                )
    elif letter.user_id is not None and placeholders.SET_PASSWORD in text:
        user = db.session.get_one(User, letter.user_id)
        token = access_links.mint_for_user(user, LinkPurpose.SET_PASSWORD)
        links[placeholders.SET_PASSWORD] = f"{base}/set-password/{token}"
    return links


def _enclosed(letter: Letter, html: str, values: dict[str, str]) -> Enclosed:
    code = calendar = None
    if letter.registration is not None and messages.DESK_CODE in html:
        code = desk_codes.png(letter.registration.badge_code)
    if letter.calendar:
        calendar = calendar_files.rewritten(letter.calendar, lambda text: placeholders.fill(text, values))
    return Enclosed(code, calendar, f"{letter.event.slug}.ics" if letter.event else "event.ics")


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
