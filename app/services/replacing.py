"""One person comes in place of another: the place, the position and the sign-ups pass over, and nobody is promoted."""

from __future__ import annotations

from dataclasses import replace as changed

from app.lib.clock import now
from app.models import LetterKind, Registration, Role
from app.services import (
    audit,
    confirming,
    event_states,
    nominating,
    outbox,
    places,
    registering,
    requested_letters,
    session_places,
    transitions,
)
from app.services.actors import Actor
from app.services.delegation_errors import CannotNominate
from app.services.errors import DomainError, EventIsOver
from app.services.nominating import Nominee
from app.services.seat_counts import SeatCounts

REPLACED = "replaced"


def replace(registration_id: int, nominee: Nominee, actor: Actor) -> Registration:
    """Let a newcomer take the place of a living member of a delegation, until the event is over.

    What the newcomer comes as is the role of whoever leaves, unless another is named. Whoever leaves keeps the check-ins.

    Returns:
        The newcomer's registration, nominated.

    Raises:
        EventReadOnly, EventIsOver.
        IllegalTransition: whoever is to leave is not registered any more.
        CannotNominate: whoever is to leave is no member of a delegation.
        AlreadyRegistered, HeadTaken, RoleDoesNotFit, Invalid: the nomination does not fit.
        AddressWrittenToOften: a correspondent has filled the mailbox with nominations.
        QuotaFull: the newcomer would exceed the body's places.
    """
    event = places.lock(registering.event_of(registration_id))
    leaving, seats = registering.fresh(registration_id), SeatCounts(event)
    body_id = _check(leaving, actor)
    requested_letters.refuse_flood(nominee.email, actor)
    successor = _successor_of(leaving, nominee)
    application = nominating.application_of(event, seats, body_id, successor)
    with transitions.recorded(leaving, actor, REPLACED):
        seat = places.take_back(leaving, seats)
        transitions.move_replaced(leaving, actor)
        leaving.hold_until = None
    newcomer = nominating.begin(event, application)
    newcomer.replaces_id = leaving.id
    places.hand_over(seat, newcomer, seats)
    nominating.finish(newcomer, application, actor)
    session_places.pass_on_sessions(leaving, newcomer)
    confirming.settle(seats)  # an unverified person may have waited for a place that a nominee has at once
    audit.record(actor, "registration.replaced", leaving)
    outbox.put(LetterKind.REPLACED, leaving)
    outbox.put(LetterKind.REPLACEMENT, newcomer)
    return newcomer


def refusal(leaving: Registration, actor: Actor) -> DomainError | None:
    """Why nobody could replace somebody now, whoever it be; None if it can be done. No deadline binds a replacement."""
    try:
        _check(leaving, actor)
    except DomainError as error:
        return error
    return None


def _check(leaving: Registration, actor: Actor) -> int:
    """Make sure that somebody can be replaced; returns the id of the body."""
    event_states.refuse_read_only(leaving.event)
    if leaving.event.is_over(now()):
        raise EventIsOver
    if not leaving.category.in_delegation or leaving.body_id is None:
        raise CannotNominate
    transitions.check_replaced(leaving, actor)
    return leaving.body_id


def _successor_of(leaving: Registration, nominee: Nominee) -> Nominee:
    """The newcomer comes in the way of whoever leaves: the place that passes over is one of that mode."""
    return changed(nominee, role=nominee.role or leaving.role or Role.DELEGATE, mode=leaving.mode)
