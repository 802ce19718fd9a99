"""The only writer of the places of an event; those of its sessions: session_places.py.

Everything here happens under the event's lock: SQLite's write transaction has begun with BEGIN IMMEDIATE, on PostgreSQL
the event's row is locked and what is counted is read afterwards. The caller commits once; afterwards held ≤ each limit.
Source of the rules: the seat rule of the domain model ("Seats").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Mode, Place, Registration, Status
from app.services.errors import (
    EarlierPersonWaits,
    EventFull,
    IllegalTransition,
    LimitBelowHeld,
    NotFound,
    QuotaFull,
)
from app.services.seat_counts import SeatCounts


class Seat(NamedTuple):
    """A place, or a position on the waiting list, apart from whoever has it."""

    place: Place
    waiting_since: datetime | None


_LOCKED = (
    select(Event)
    .where(Event.id == bindparam("event"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)


def lock(event_id: int) -> Event:
    """The event, locked against everybody else who would count its places, and read afresh.

    Raises:
        NotFound: there is no such event.
    """
    event = db.session.scalar(_LOCKED, {"event": event_id})
    if event is None:
        raise NotFound
    return event


def ask(registration: Registration, seats: SeatCounts, *, at_desk: bool = False) -> None:
    """Give a new registration its place, or the last position on the waiting list.

    Raises:
        EventFull: at the desk nobody waits: the person is refused.
        QuotaFull: likewise, for a delegation.
    """
    if seats.is_blocked(registration) or _somebody_is_first(registration, seats):
        if at_desk:
            raise _reason_for_refusal(registration, seats)
        registration.place, registration.waiting_since = Place.WAITING, now()
        seats.add_waiting(registration)
    else:
        hold(registration, seats)


def claim_quota(registration: Registration, seats: SeatCounts) -> None:
    """Make sure that a registration about to be validated fits its body's quota, unless it has a part of it already.

    Raises:
        QuotaFull: the body has used up its places.
    """
    if seats.would_claim_quota(registration) and seats.quota_is_full(registration.body):
        raise QuotaFull(places=seats.quota(registration.body))


def change_mode(registration: Registration, mode: Mode, seats: SeatCounts) -> None:
    """Move a living registration to the other mode if it has room; otherwise everything stays as it is.

    The own place is not counted. The caller promotes afterwards: a place may have become free in the old mode.

    Raises:
        IllegalTransition: the registration has ended and holds nothing that could be moved.
        EventFull: no place in that mode.
        QuotaFull: a waiting registration's body has used up its places.
        EarlierPersonWaits: somebody waits for that mode already.
    """
    if not registration.is_living:
        raise IllegalTransition(status=registration.status)
    if mode is registration.mode:
        return
    if seats.mode_is_full(registration, mode):
        raise EventFull(capacity=seats.event.capacity(mode))
    held = registration.place is Place.HELD
    if not held and seats.lacks_quota(registration):
        raise QuotaFull(places=seats.quota(registration.body))
    if seats.counts_capacity(registration.category) and _waits_for_mode(seats, registration, mode):
        raise EarlierPersonWaits
    if held:
        seats.add(registration, -1)
    registration.mode = mode
    hold(registration, seats)


def give_up(registration: Registration) -> None:
    """Take away a registration's place and its sign-ups. The caller promotes afterwards, when the status is set."""
    registration.place, registration.waiting_since = Place.NONE, None
    registration.sign_ups.clear()


def take_back(leaving: Registration, seats: SeatCounts) -> Seat:
    """What somebody leaves to another: the place or the position. Nobody is promoted; the sign-ups stay for the newcomer."""
    seat = Seat(leaving.place, leaving.waiting_since)
    if seat.place is Place.HELD:
        seats.add(leaving, -1)
    leaving.place, leaving.waiting_since = Place.NONE, None
    return seat


def hand_over(seat: Seat, newcomer: Registration, seats: SeatCounts) -> None:
    """Give a newcomer what somebody has left.

    Raises:
        QuotaFull: the newcomer is vouched for, whoever left was not, and the body has used up its places.
    """
    newcomer.place, newcomer.waiting_since = seat
    if seat.place is Place.HELD:
        if seats.lacks_quota(newcomer):
            raise QuotaFull(places=seats.quota(newcomer.body))
        seats.add(newcomer)


def next_in_line(seats: SeatCounts) -> Iterator[Registration]:
    """Those who wait and fit now, in the order of their waiting; who does not fit is passed over, the unverified are skipped.

    The caller holds a place for each before asking for the next.
    """
    for registration in _waiting(seats.event, seats.may_fit()):
        if not seats.is_blocked(registration):
            yield registration


def hold(registration: Registration, seats: SeatCounts) -> None:
    """Give a registration its place, which the seat rule has allowed, and count it."""
    registration.place, registration.waiting_since = Place.HELD, None
    seats.add(registration)


def refuse_lowered_limits(seats: SeatCounts) -> None:
    """Make sure that a change of capacity, quota or admission leaves no more held than it allows.

    Raises:
        LimitBelowHeld: with the numbers; `what` is the mode or the code of the body.
    """
    for what, held, limit in seats.exceeded():
        raise LimitBelowHeld(what=what, held=held, limit=limit)


def position(registration: Registration) -> int | None:
    """The position on the waiting list of its mode, from 1; None for whoever does not wait."""
    if registration.place is not Place.WAITING or registration.waiting_since is None:
        return None
    earlier = db.session.scalar(
        select(func.count())
        .select_from(Registration)
        .where(
            Registration.event_id == registration.event_id,
            Registration.mode == registration.mode,
            Registration.place == Place.WAITING,
            Registration.status != Status.UNVERIFIED,
            (Registration.waiting_since < registration.waiting_since)
            | (Registration.waiting_since == registration.waiting_since)
            & (Registration.id < registration.id),
        )
    )
    return (earlier or 0) + 1


def _waiting(event: Event, *conditions: ColumnElement[bool]) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.place == Place.WAITING,
            Registration.status != Status.UNVERIFIED,
            *conditions,
        )
        .options(joinedload(Registration.body))
        .order_by(Registration.waiting_since, Registration.id)
        .execution_options(populate_existing=True)
    ).all()


def _somebody_is_first(registration: Registration, seats: SeatCounts) -> bool:
    """A newcomer never passes an earlier verified person who could have the same place."""
    return seats.is_waited_for(registration) and any(
        (other.mode is registration.mode or other.body_id == registration.body_id is not None)
        and not seats.is_blocked(other)
        for other in _waiting(seats.event)
    )


def _waits_for_mode(seats: SeatCounts, registration: Registration, mode: Mode) -> bool:
    return any(
        other.mode is mode and other is not registration and seats.counts_capacity(other.category)
        for other in _waiting(seats.event)
    )


def _reason_for_refusal(registration: Registration, seats: SeatCounts) -> EventFull | QuotaFull:
    if seats.lacks_quota(registration):
        return QuotaFull(places=seats.quota(registration.body))
    return EventFull(capacity=seats.event.capacity(registration.mode))
