"""What a private link opens: one's own registration, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.clock import now
from app.lib.names import normalised_address
from app.models import LIVING, AccessLink, Event, EventStatus, LinkPurpose, Registration
from app.services import access_links, requested_letters, settings
from app.services.errors import LinkExpired

_IDLE, _ABSOLUTE = "private_visit_idle_minutes", "private_visit_absolute_minutes"
_OWN = (LinkPurpose.MY_REGISTRATION, LinkPurpose.CONFIRM_ADDRESS)


def registration_behind(token: str, purpose: LinkPurpose) -> tuple[AccessLink, Registration]:
    """The registration that a private link was sent for.

    Raises:
        LinkUnknown, LinkExpired.
    """
    link = access_links.find(token, purpose)
    registration = db.session.get_one(Registration, link.registration_id)
    if registration.anonymised_at is not None:
        raise LinkExpired
    return link, registration


def registration_of_visit(link_id: int, begun: datetime, used: datetime) -> Registration | None:
    """The registration of a visitor who has opened a private link before, while the link is valid.

    `begun` and `used`: when the visit began, and when something was last looked at in it; the settings limit both.
    """
    row = db.session.execute(
        select(AccessLink, settings.changed_value(_IDLE), settings.changed_value(_ABSOLUTE))
        .where(AccessLink.id == link_id, AccessLink.purpose.in_(_OWN))
        .options(
            joinedload(AccessLink.registration).options(
                joinedload(Registration.event), joinedload(Registration.body)
            )
        )
    ).one_or_none()
    if row is None:
        return None
    link, idle, absolute = row
    until = min(
        used + timedelta(minutes=settings.effective(_IDLE, idle)),
        begun + timedelta(minutes=settings.effective(_ABSOLUTE, absolute)),
    )
    if now() >= until or not link.is_valid(now()) or link.registration is None:
        return None
    return None if link.registration.anonymised_at else link.registration


def send_again(address: str) -> None:
    """Send the private link of each living registration of an address for events that are not over.

    Says nothing of what it found; only so many letters go out in an hour.
    """
    for registration in db.session.scalars(
        select(Registration)
        .join(Registration.event)
        .where(
            Registration.email_key == normalised_address(address),
            Registration.status.in_(LIVING),
            Event.status != EventStatus.ARCHIVED,
            Event.ends_at.is_(None) | (Event.ends_at > now()),
        )
        .order_by(Registration.id)
    ):
        requested_letters.send_again(registration)
