"""A correspondent's visit: begun by a one-time link, ended by a button, by time, or with the mandate. There is no account.

The link that was used is the visit: its row says who came and when, so that a visit can be ended here as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.models import AccessLink, Body, Letter, LetterKind, LinkPurpose, Person
from app.services import access_links, audit, mandates, outbox, settings
from app.services.actors import correspondent
from app.services.delegation_errors import MandateEnded

_HOURS = "correspondent_visit_hours"


@dataclass(frozen=True)
class Visit:
    """Somebody who has come in, and for whom this person speaks today."""

    person: Person
    bodies: list[Body]


def send_links(address: str) -> None:
    """Send a link to each who speaks for a body and reads this address; only so many go out in an hour, and it is not told."""
    for person in mandates.persons_with(address):
        if _sent_lately(person) < settings.number("link_resends_per_hour"):
            outbox.put_for_correspondent(LetterKind.SIGN_IN_LINK, Correspondence(person))


def look(token: str) -> Person:
    """Whose link it is, without using it: a mail scanner that opens it changes nothing.

    Raises:
        LinkUnknown, LinkUsed, LinkExpired.
        MandateEnded: this person speaks for nobody any more.
    """
    link = access_links.find(token, LinkPurpose.SIGN_IN)
    return _speaking(link)


def enter(token: str) -> AccessLink:
    """Begin a visit with a link, which is used up by it.

    Raises:
        LinkUnknown, LinkUsed, LinkExpired.
        MandateEnded: this person speaks for nobody any more.
    """
    link = access_links.find(token, LinkPurpose.SIGN_IN)
    person = _speaking(link)
    access_links.use(link)
    audit.record(correspondent(person), "correspondent.entered", person)
    return link


def visit(link_id: int) -> Visit | None:
    """The visit that was begun with a link; None once it is over, or nobody is spoken for any more. Two statements."""
    row = db.session.execute(
        select(AccessLink, settings.changed_value(_HOURS))
        .where(AccessLink.id == link_id, AccessLink.purpose == LinkPurpose.SIGN_IN)
        .options(joinedload(AccessLink.person))
    ).one_or_none()
    if row is None:
        return None
    link, hours = row
    if link.person is None or link.used_at is None or link.revoked_at is not None:
        return None
    if now() - link.used_at >= timedelta(hours=settings.effective(_HOURS, hours)):
        return None
    bodies = mandates.bodies_of(link.person.id)
    return Visit(link.person, bodies) if bodies else None


def is_link(link_id: int | None, token: str) -> bool:
    """Whether a secret is that of a link, used or not."""
    digest = db.session.scalar(select(AccessLink.token_digest).where(AccessLink.id == link_id))
    return digest == tokens.digest(token)


def leave(link_id: int) -> None:
    """End a visit."""
    link = db.session.get(AccessLink, link_id)
    if link is not None and link.purpose is LinkPurpose.SIGN_IN:
        link.revoked_at = link.revoked_at or now()


def _speaking(link: AccessLink) -> Person:
    if link.person is None or not mandates.bodies_of(link.person.id):
        raise MandateEnded
    return link.person


def _sent_lately(person: Person) -> int:
    number = db.session.scalar(
        select(func.count()).where(
            Letter.person_id == person.id,
            Letter.kind == LetterKind.SIGN_IN_LINK,
            Letter.created_at > now() - timedelta(hours=1),
        )
    )
    return number or 0
