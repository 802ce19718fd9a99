"""Private links: minted when a letter is sent, stored as a digest, opened by a secret that is in no log."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.models import AccessLink, LinkPurpose, Person, Registration, User
from app.services import settings
from app.services.errors import LinkExpired, LinkUnknown, LinkUsed

_ONCE = {LinkPurpose.SET_PASSWORD, LinkPurpose.SIGN_IN}


def days_after_event() -> int:
    """How long a registration's links work after its event, in days."""
    return settings.number("private_link_days_after_event")


def mint_for_registration(registration: Registration, purpose: LinkPurpose, days: int | None = None) -> str:
    """A new secret for a registration's private page; several may live at once.

    Whoever mints many at a time asks once how many days they work after the event.
    """
    after = timedelta(days=days_after_event() if days is None else days)
    return _mint(purpose, (registration.event.ends_at or now()) + after, registration=registration)


def mint_for_user(user: User, purpose: LinkPurpose) -> str:
    """A new secret with which a user sets a password; it works once."""
    return _mint(purpose, now() + timedelta(hours=settings.number("password_link_hours")), user=user)


def mint_for_correspondent(person: Person) -> str:
    """A new secret with which a correspondent signs in; it works once."""
    return _mint(
        LinkPurpose.SIGN_IN, now() + timedelta(hours=settings.number("sign_in_link_hours")), person=person
    )


def find(token: str, *purposes: LinkPurpose) -> AccessLink:
    """The link behind a secret.

    Raises:
        LinkUnknown: nothing was ever sent with this secret, or for another purpose.
        LinkUsed: it worked once and is used up.
        LinkExpired: its time is over, or it was revoked.
    """
    link = db.session.scalar(select(AccessLink).where(AccessLink.token_digest == tokens.digest(token)))
    if link is None or link.purpose not in purposes:
        raise LinkUnknown
    if link.used_at is not None and link.purpose in _ONCE:
        raise LinkUsed
    if not link.is_valid(now()):
        raise LinkExpired
    return link


def use(link: AccessLink) -> None:
    """Note that the link was used by somebody who pressed its button.

    Raises:
        LinkUsed: it works once, and somebody else was quicker by a moment.
        LinkExpired: it was revoked since it was found.
    """
    once = link.purpose in _ONCE
    living = update(AccessLink).where(AccessLink.id == link.id, AccessLink.revoked_at.is_(None))
    opening = living.where(AccessLink.used_at.is_(None)) if once else living
    first_use = func.coalesce(AccessLink.used_at, now())
    if db.session.scalar(opening.values(used_at=first_use).returning(AccessLink.id)) is None:
        db.session.refresh(link)
        raise LinkUsed if once and link.used_at is not None else LinkExpired


def revoke_all(registration: Registration) -> None:
    """End every private link of a registration."""
    for link in db.session.scalars(
        select(AccessLink).where(
            AccessLink.registration_id == registration.id, AccessLink.revoked_at.is_(None)
        )
    ):
        link.revoked_at = now()


def number_working(registration: Registration) -> int:
    """How many private links of a registration open something now."""
    living = select(func.count()).where(
        AccessLink.registration_id == registration.id,
        AccessLink.revoked_at.is_(None),
        AccessLink.expires_at > now(),
    )
    return db.session.scalar(living) or 0


def revoke_all_of(person: Person) -> None:
    """End every link of a correspondent, and with them the visits that they began."""
    for link in db.session.scalars(
        select(AccessLink).where(AccessLink.person_id == person.id, AccessLink.revoked_at.is_(None))
    ):
        link.revoked_at = now()


def _mint(
    purpose: LinkPurpose,
    expires_at: datetime,
    *,
    registration: Registration | None = None,
    user: User | None = None,
    person: Person | None = None,
) -> str:
    token = tokens.new_token()
    db.session.add(
        AccessLink(
            token_digest=tokens.digest(token),
            purpose=purpose,
            registration_id=registration.id if registration else None,
            user_id=user.id if user else None,
            person_id=person.id if person else None,
            created_at=now(),
            expires_at=expires_at,
        )
    )
    return token
