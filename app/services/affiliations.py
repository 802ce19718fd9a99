"""A change of category or body by the secretariat, under the seat rule: whoever holds a place keeps it, or all stays as it is.

The own place is not counted. What is newly taken of the event's places or of a body's quota must be free, and nobody who
waits for it already may be passed. Whoever waits goes on waiting in the same position.
"""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.models import LIVING, Body, Category, Place, Registration, Role, Status
from app.services import admission_rules
from app.services.errors import EarlierPersonWaits, EventFull, HeadTaken, QuotaFull
from app.services.seat_counts import SeatCounts


def change(
    registration: Registration,
    category: Category,
    body: Body | None,
    body_text: str | None,
    seats: SeatCounts,
) -> None:
    """Change in what capacity and for whom somebody comes. Call it under the event's lock, then `set_role`, then flush.

    Raises:
        AffiliationMissing, BodyDoesNotFit: the two do not go together.
        EventFull, QuotaFull, EarlierPersonWaits: what would be taken is not free.
    """
    admission_rules.check_affiliation(category, body, body_text)
    held = registration.place is Place.HELD
    took_place, took_quota = seats.counts_capacity(registration.category), _quota_of(registration, seats)
    waiting = _waiting(registration) if held else []
    if held:
        seats.add(registration, -1)
    with db.session.no_autoflush:
        registration.category, registration.body = category, body
        registration.body_id = body.id if body else None
        registration.body_text = None if body else body_text
        if held and seats.counts_capacity(category) and not took_place:
            _take_place(registration, waiting, seats)
        if held and _quota_of(registration, seats) not in {None, took_quota}:
            _take_quota(registration, waiting, seats)
    if held:
        seats.add(registration)


def set_role(registration: Registration, role: Role | None) -> None:
    """Give somebody a part in the delegation; a part that the category does not know becomes its plainest one.

    Raises:
        HeadTaken: the delegation has a head.
    """
    known = admission_rules.roles_of(registration.category)
    plainest = Role.DELEGATE if known else None
    role = role if role in known else plainest
    if role is Role.HEAD and registration.is_living and _has_another_head(registration):
        raise HeadTaken
    registration.role = role


def _quota_of(registration: Registration, seats: SeatCounts) -> int | None:
    """The body of whose quota a registration takes a place."""
    return registration.body_id if seats.is_vouched(registration) else None


def _take_place(registration: Registration, waiting: list[Registration], seats: SeatCounts) -> None:
    if seats.mode_is_full(registration):
        raise EventFull(capacity=seats.event.capacity(registration.mode))
    if any(other.mode is registration.mode and seats.counts_capacity(other.category) for other in waiting):
        raise EarlierPersonWaits


def _take_quota(registration: Registration, waiting: list[Registration], seats: SeatCounts) -> None:
    if seats.quota_is_full(registration.body):
        raise QuotaFull(places=seats.quota(registration.body))
    limited = seats.quota(registration.body) is not None
    if limited and any(_quota_of(other, seats) == registration.body_id for other in waiting):
        raise EarlierPersonWaits


def _waiting(registration: Registration) -> list[Registration]:
    return list(
        db.session.scalars(
            select(Registration).where(
                Registration.event_id == registration.event_id,
                Registration.place == Place.WAITING,
                Registration.status != Status.UNVERIFIED,
                Registration.id != registration.id,
            )
        )
    )


def _has_another_head(registration: Registration) -> bool:
    found = select(Registration.id).where(
        Registration.event_id == registration.event_id,
        Registration.body_id == registration.body_id,
        Registration.role == Role.HEAD,
        Registration.status.in_(LIVING),
        Registration.id != registration.id,
    )
    with db.session.no_autoflush:  # a second head may not exist even for a moment
        return db.session.scalar(found.limit(1)) is not None
