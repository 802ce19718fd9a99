"""Naming the head of a delegation: who was head before becomes a delegate."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import LIVING, Registration, Role, Status
from app.services import affiliations, audit, event_states, places, registering
from app.services.actors import Actor
from app.services.delegation_errors import CannotNominate
from app.services.errors import EventIsOver, IllegalTransition


def name_head(registration_id: int, actor: Actor) -> Registration:
    """Make somebody the head of the delegation; the part moves on from whoever had it. Who is head already stays it.

    Raises:
        EventReadOnly, EventIsOver.
        CannotNominate: this is no member of a delegation.
        IllegalTransition: the person is not registered any more, or has yet to confirm the address.
    """
    event = places.lock(registering.event_of(registration_id))
    event_states.refuse_read_only(event)
    if event.is_over(now()):
        raise EventIsOver
    registration = registering.fresh(registration_id)
    if not registration.category.in_delegation:
        raise CannotNominate
    if not registration.is_living or registration.status is Status.UNVERIFIED:
        raise IllegalTransition(status=registration.status)
    if registration.role is Role.HEAD:
        return registration
    _step_down(registration, actor)
    affiliations.set_role(registration, Role.HEAD)
    db.session.flush()
    audit.record(actor, "registration.head_named", registration, fields=["role"])
    return registration


def _step_down(successor: Registration, actor: Actor) -> None:
    """Let whoever leads the delegation become a delegate: written first, because two heads may not exist even for a moment."""
    head = db.session.scalar(
        select(Registration)
        .where(
            Registration.event_id == successor.event_id,
            Registration.body_id == successor.body_id,
            Registration.role == Role.HEAD,
            Registration.status.in_(LIVING),
        )
        .execution_options(populate_existing=True)
    )
    if head is not None:
        affiliations.set_role(head, Role.DELEGATE)
        db.session.flush()
        audit.record(actor, "registration.head_changed", head, fields=["role"])
