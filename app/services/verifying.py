"""Confirming an address: the person has read our letter and pressed its button."""

from __future__ import annotations

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Origin, Registration, Role, Status
from app.services import audit, confirming, people, places, registering, transitions
from app.services.actors import PERSON
from app.services.errors import EventIsOver, LinkExpired, RegistrationNotOpen
from app.services.seat_counts import SeatCounts


def confirm_address(registration_id: int) -> Registration:
    """The address is verified; an unverified registration is submitted and keeps its place or its position.

    Pressing the button again changes nothing. Whoever comes after the hold has expired asks for a place again. Whoever
    was taken up again by the secretariat without ever having confirmed the address does so now.

    Raises:
        AlreadyRegistered: the person registered again in the meantime.
        RegistrationNotOpen: it had expired, and registration has closed since.
        LinkExpired: the registration has ended for another reason.
        EventIsOver: nothing begins any more.
    """
    event = places.lock(registering.event_of(registration_id))
    registration = registering.fresh(registration_id)
    if registration.status is Status.EXPIRED:
        _check_late(event, registration)
    elif not registration.is_living:
        raise LinkExpired
    if not registration.owes_proof:
        return registration
    if event.is_over(now()):
        raise EventIsOver
    seats = SeatCounts(event)
    with transitions.recorded(registration, PERSON):
        if registration.status is Status.EXPIRED:
            _ask_again(registration, seats)
        if registration.status in {Status.UNVERIFIED, Status.EXPIRED}:
            transitions.move(registration, Status.SUBMITTED, PERSON)
        registration.verified_at, registration.hold_until = now(), None
    people.link(registration)
    db.session.flush()
    audit.record(PERSON, "registration.verified", registration)
    confirming.settle(seats)
    confirming.conclude(registration, seats)
    return registration


def link_opened(registration: Registration) -> None:
    """Whoever opens a private link, which only a letter has told, has shown as well that the address is right."""
    if registration.is_living and registration.owes_proof and not registration.event.is_over(now()):
        confirm_address(registration.id)


def _check_late(event: Event, registration: Registration) -> None:
    """A late click counts only for who expired unverified, was not erased and has not registered again."""
    if not event.accepts_registrations(now()):
        raise RegistrationNotOpen
    if registration.identity_key is None or registration.origin is not Origin.PUBLIC:
        raise LinkExpired
    registering.refuse_second(event, registration.identity_key)


def _ask_again(registration: Registration, seats: SeatCounts) -> None:
    if registration.role is Role.HEAD and registering.has_head(seats.event, registration.body_id):
        registration.role = Role.DELEGATE
    places.ask(registration, seats)
