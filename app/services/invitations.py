"""Invitation links: each admits so many people in one capacity, until a day; the secret is shown once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.models import Body, Category, Event, InvitationLink, Way
from app.services import admission_rules, audit, event_states, places
from app.services.actors import Actor
from app.services.errors import BodyDoesNotFit, LinkExpired, LinkUnknown, LinkUsed, NotFound
from app.services.event_errors import CategoryNotAdmitted, ExpiryPast


@dataclass(frozen=True)
class InvitationDetails:
    """Whom a link admits: a capacity and, if wanted, one body or one address only."""

    category: Category
    expires_at: datetime
    body_id: int | None = None
    email: str | None = None
    max_uses: int = 1


def create(event_id: int, details: InvitationDetails, actor: Actor) -> tuple[InvitationLink, str]:
    """A new link and its secret, which is stored as a digest only and cannot be shown again.

    Raises:
        EventReadOnly, CategoryNotAdmitted, BodyDoesNotFit, ExpiryPast.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    _check(event, details)
    token = tokens.new_token()
    link = InvitationLink(
        event_id=event.id,
        token_digest=tokens.digest(token),
        category=details.category,
        body_id=details.body_id,
        email=details.email,
        max_uses=details.max_uses,
        expires_at=details.expires_at,
        created_at=now(),
        created_by_id=actor.id,
    )
    db.session.add(link)
    db.session.flush()
    audit.record(actor, "invitation.created", link, fields=[details.category.value])
    return link, token


def find_usable(token: str) -> InvitationLink:
    """The invitation behind a secret, with its event and body.

    Raises:
        LinkUnknown: no link has this secret.
        LinkUsed: it has admitted as many people as it may.
        LinkExpired: its time is over, or it was revoked.
    """
    link = db.session.scalar(
        select(InvitationLink)
        .where(InvitationLink.token_digest == tokens.digest(token))
        .options(joinedload(InvitationLink.event), joinedload(InvitationLink.body))
    )
    if link is None:
        raise LinkUnknown
    if link.uses >= link.max_uses:
        raise LinkUsed
    if link.revoked_at is not None or now() >= link.expires_at:
        raise LinkExpired
    return link


def of_event(event: Event) -> list[InvitationLink]:
    """The links of an event with their bodies, the newest first."""
    return list(
        db.session.scalars(
            select(InvitationLink)
            .where(InvitationLink.event_id == event.id)
            .options(joinedload(InvitationLink.body))
            .order_by(InvitationLink.id.desc())
        )
    )


def revoke(event: Event, link_id: int, actor: Actor) -> InvitationLink:
    """End a link; whoever registered by it stays registered. Doing it again changes nothing.

    Raises:
        NotFound: the event has no such link.
    """
    link = db.session.scalar(
        select(InvitationLink)
        .where(InvitationLink.id == link_id, InvitationLink.event_id == event.id)
        .with_for_update()
    )
    if link is None:
        raise NotFound
    if link.revoked_at is None:
        link.revoked_at = now()
        audit.record(actor, "invitation.revoked", link)
    db.session.flush()
    return link


def _check(event: Event, details: InvitationDetails) -> None:
    admission = next((row for row in event.admissions if row.category is details.category), None)
    if admission is None or admission.way is Way.NOT_ADMITTED:
        raise CategoryNotAdmitted
    if details.body_id is not None:
        body = db.session.get(Body, details.body_id)
        if body is None or not admission_rules.body_fits(details.category, body):
            raise BodyDoesNotFit
    if details.expires_at <= now():
        raise ExpiryPast
