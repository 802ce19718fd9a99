"""What correspondents see of events and registrations: their own bodies' delegations. Asked in the query, not afterwards."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import DELEGATIONS, Body, Event, EventStatus, Person, Registration
from app.services.delegation_errors import InDelegationAlready, RegisteredElsewhere
from app.services.errors import AlreadyRegistered, DomainError, NotFound
from app.services.shown_names import Viewer, shown_name

_SHOWN = (EventStatus.PUBLISHED, EventStatus.CLOSED, EventStatus.CANCELLED)


def seen_by(person: Person) -> ColumnElement[bool]:
    """The events that exist for a correspondent, as a condition: for those of the demonstration, fictional ones alone."""
    return Event.fictional.is_(True) if person.fictional else true()


def event_of(slug: str, person: Person) -> Event:
    """The event with a slug, over or not, that a correspondent sees.

    Raises:
        NotFound: there is none, or it is a draft or archived.
    """
    event = db.session.scalar(
        select(Event).where(Event.slug == slug, Event.status.in_(_SHOWN), seen_by(person))
    )
    if event is None:
        raise NotFound
    return event


def registration_of(registration_id: int, bodies: Collection[Body], person: Person) -> Registration:
    """A member of the delegation of one of some bodies, as a correspondent sees them.

    Raises:
        NotFound: there is no such registration, it is another body's, or it is in another capacity; all look alike.
    """
    registration = db.session.scalar(
        select(Registration)
        .join(Registration.event)
        .where(
            Registration.id == registration_id,
            Registration.body_id.in_([body.id for body in bodies]),
            Registration.category.in_(DELEGATIONS),
            Event.status.in_(_SHOWN),
            seen_by(person),
        )
        .options(joinedload(Registration.event), joinedload(Registration.body))
    )
    if registration is None:
        raise NotFound
    return registration


def as_seen(error: DomainError, event: Event, body: Body) -> DomainError:
    """A refusal as a correspondent may see it: who is in the own delegation is named, of others nothing is told."""
    if not isinstance(error, AlreadyRegistered):
        return error
    known = db.session.scalar(
        select(Registration).where(
            Registration.reference == str(error.values.get("reference")),
            Registration.event_id == event.id,
            Registration.body_id == body.id,
            Registration.category.in_(DELEGATIONS),
        )
    )
    if known is None:
        return RegisteredElsewhere()
    name = shown_name(known, Viewer.OWN_CORRESPONDENT, known.language.value).full
    return InDelegationAlready(name=name, status=known.status)
