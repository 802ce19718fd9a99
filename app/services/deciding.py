"""Decisions on registrations: validate, confirm, decline, withdraw, cancel, reopen, expire. One verb, one transaction."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import ActorKind, Event, LetterKind, Place, Registration, Role, Status
from app.services import audit, confirming, event_states, outbox, places, registering, transitions
from app.services.actors import SYSTEM, Actor
from app.services.errors import EventIsOver, IllegalTransition, PersonErased, ReasonRequired
from app.services.seat_counts import SeatCounts

_REOPENABLE = {Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED}


def validate(registration_id: int, actor: Actor, note: str | None = None) -> Registration:
    """Vouch for a delegate: takes a place of the body's quota; confirmation follows if nothing else is outstanding.

    Raises:
        ReasonRequired: the secretariat validates in a correspondent's stead and must say why.
        IllegalTransition, QuotaFull.
    """
    if actor.kind is ActorKind.STAFF and not note:
        raise ReasonRequired
    registration, seats = _open(registration_id, actor)
    transitions.check(registration, Status.VALIDATED, actor)
    places.claim_quota(registration, seats)
    with transitions.recorded(registration, actor, "validated", note):
        _move_counted(registration, Status.VALIDATED, actor, seats)
    audit.record(actor, "registration.validated", registration)
    confirming.confirm_if_complete(registration, seats)
    return registration


def confirm(registration_id: int, actor: Actor) -> Registration:
    """The secretariat confirms.

    Raises:
        IllegalTransition, ApprovalsOutstanding.
    """
    registration, seats = _open(registration_id, actor)
    confirming.confirm(registration, seats, actor)
    audit.record(actor, "registration.confirmed", registration)
    return registration


def decline(registration_id: int, actor: Actor, note: str) -> Registration:
    """Refuse a registration, with a reason that is kept and told.

    Raises:
        ReasonRequired, IllegalTransition.
    """
    if not note:
        raise ReasonRequired
    registration, seats = _open(registration_id, actor)
    return _end(registration, seats, Status.DECLINED, actor, LetterKind.DECLINED, note)


def cancel(registration_id: int, actor: Actor, note: str) -> Registration:
    """The secretariat cancels a registration, with a reason that is kept and told.

    Raises:
        ReasonRequired, IllegalTransition.
    """
    if not note:
        raise ReasonRequired
    registration, seats = _open(registration_id, actor)
    return _end(registration, seats, Status.CANCELLED, actor, LetterKind.CANCELLED, note)


def withdraw(registration_id: int, actor: Actor, note: str | None = None) -> Registration:
    """Take a registration back before the event ends; whoever waits first gets the place.

    Raises:
        EventIsOver.
        IllegalTransition: also for whoever is nominated, who declines instead, so that the correspondents are told.
    """
    registration, seats = _open(registration_id, actor)
    transitions.check(registration, Status.WITHDRAWN, actor)
    if actor.kind is ActorKind.PERSON and registration.status is Status.NOMINATED:
        raise IllegalTransition(status=registration.status)
    refuse_after_end(seats.event)
    return _end(registration, seats, Status.WITHDRAWN, actor, LetterKind.WITHDRAWN, note)


def expire(registration_id: int) -> Registration:
    """The hold of an unverified registration is over: its place is free again.

    Raises:
        IllegalTransition: the person has confirmed the address in the meantime, or the hold was renewed.
    """
    registration, seats = _open(registration_id, SYSTEM)
    if registration.hold_until is not None and registration.hold_until > now():
        raise IllegalTransition(status=registration.status)
    return _end(registration, seats, Status.EXPIRED, SYSTEM)


def reopen(registration_id: int, actor: Actor) -> Registration:
    """Take a declined, withdrawn or cancelled registration up again; it asks for a place anew.

    Raises:
        IllegalTransition: it is living, or has expired.
        AlreadyRegistered: the person has registered again since.
        PersonErased: nobody is left whom it would be about.
    """
    registration, seats = _open(registration_id, actor)
    if registration.status not in _REOPENABLE:
        raise IllegalTransition(status=registration.status)
    transitions.check(registration, Status.SUBMITTED, actor)
    if registration.anonymised_at is not None:
        raise PersonErased
    if registration.identity_key is not None:
        registering.refuse_second(seats.event, registration.identity_key)
    if registration.role is Role.HEAD and registering.has_head(seats.event, registration.body_id):
        registration.role = Role.DELEGATE
    with transitions.recorded(registration, actor, "reopened"):
        transitions.move(registration, Status.SUBMITTED, actor)
        registration.replaced = False  # it counts again, beside the one that came in its stead
        places.ask(registration, seats)
    audit.record(actor, "registration.reopened", registration)
    confirming.conclude(registration, seats)
    return registration


def leave_untold(registration: Registration, seats: SeatCounts, actor: Actor) -> None:
    """End a living registration before its data are erased; whoever waits first gets the place, the person no letter.

    It is withdrawn or, by whoever may not withdraw it, cancelled. The event is locked.

    Raises:
        IllegalTransition: it does not live.
    """
    withdrawing = transitions.STEPS.get((registration.status, Status.WITHDRAWN), frozenset())
    ending = Status.WITHDRAWN if actor.kind in withdrawing else Status.CANCELLED
    _end(registration, seats, ending, actor)


def refuse_after_end(event: Event) -> None:
    """Make sure that the event has not ended yet: afterwards nobody withdraws.

    Raises:
        EventIsOver: it has.
    """
    if event.ends_at is not None and event.ends_at <= now():
        raise EventIsOver


def expired_holds(limit: int = 200) -> list[int]:
    """The ids of the unverified registrations whose hold is over, oldest first."""
    return list(
        db.session.scalars(
            select(Registration.id)
            .where(Registration.status == Status.UNVERIFIED, Registration.hold_until <= now())
            .order_by(Registration.hold_until)
            .limit(limit)
        )
    )


def _open(registration_id: int, actor: Actor) -> tuple[Registration, SeatCounts]:
    event = places.lock(registering.event_of(registration_id))
    if actor != SYSTEM:  # a hold runs out in an archived event too
        event_states.refuse_read_only(event)
    return registering.fresh(registration_id), SeatCounts(event)


def _end(
    registration: Registration,
    seats: SeatCounts,
    status: Status,
    actor: Actor,
    letter: LetterKind | None = None,
    note: str | None = None,
) -> Registration:
    transitions.check(registration, status, actor)
    with transitions.recorded(registration, actor, status.value, note):
        if registration.place is Place.HELD:
            seats.add(registration, -1)
        places.give_up(registration)
        transitions.move(registration, status, actor)
        registration.hold_until = None
    audit.record(actor, f"registration.{status.value}", registration)
    if letter is not None:
        outbox.put(letter, registration, reason=note or "")
    confirming.settle(seats)
    return registration


def _move_counted(registration: Registration, status: Status, actor: Actor, seats: SeatCounts) -> None:
    held = registration.place is Place.HELD
    if held:
        seats.add(registration, -1)
    transitions.move(registration, status, actor)
    if held:
        seats.add(registration)
