"""A correspondent's visit: begun by a one-time link, ended by a button, by time, or with the mandate. There is no account.

The link that was used is the visit: its row says who came and when, so that a visit can be ended here as well.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.lib.clock import now
from app.models import AccessLink, Letter, LetterKind, LinkPurpose, Person
from app.services import access_links, audit, mandates, outbox, settings
from app.services.actors import correspondent
from app.services.errors import LinkExpired


def send_links(address: str) -> None:
    """Send a link to each who speaks for a body and reads this address; only so many go out in an hour, and it is not told."""
    for person in mandates.persons_with(address):
        if _sent_lately(person) < settings.number("link_resends_per_hour"):
            outbox.put_for_correspondent(LetterKind.SIGN_IN_LINK, Correspondence(person))


def look(token: str) -> Person:
    """Whose link it is, without using it: a mail scanner that opens it changes nothing.

    Raises:
        LinkUnknown, LinkUsed, LinkExpired: also when the last mandate has ended.
    """
    link = access_links.find(token, LinkPurpose.SIGN_IN)
    return _speaking(link)


def enter(token: str) -> AccessLink:
    """Begin a visit with a link, which is used up by it.

    Raises:
        LinkUnknown, LinkUsed, LinkExpired: also when the last mandate has ended.
    """
    link = access_links.find(token, LinkPurpose.SIGN_IN)
    person = _speaking(link)
    access_links.use(link)
    audit.record(correspondent(person), "correspondent.entered", person)
    return link


def visitor(link_id: int) -> Person | None:
    """Whose visit goes on; None once it is over, or nobody is spoken for any more."""
    link = db.session.scalar(
        select(AccessLink)
        .where(AccessLink.id == link_id, AccessLink.purpose == LinkPurpose.SIGN_IN)
        .options(joinedload(AccessLink.person))
    )
    if link is None or link.person is None or link.used_at is None or link.revoked_at is not None:
        return None
    if now() - link.used_at >= timedelta(hours=settings.number("correspondent_visit_hours")):
        return None
    return link.person if mandates.bodies_of(link.person.id) else None


def leave(link_id: int) -> None:
    """End a visit."""
    link = db.session.get(AccessLink, link_id)
    if link is not None and link.purpose is LinkPurpose.SIGN_IN:
        link.revoked_at = link.revoked_at or now()


def _speaking(link: AccessLink) -> Person:
    if link.person is None or not mandates.bodies_of(link.person.id):
        raise LinkExpired
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
