"""Persons, known from one event to the next. Linked once an address is verified; the public form never reads this table."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, false, select, true
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.lib.clock import now
from app.models import Event, EventStatus, Origin, Person, Registration
from app.services.participation import attended, confirmed


def link(registration: Registration) -> Person:
    """The person behind a verified registration: found by address and name, or new; brought up to date."""
    person = _known(registration) or _made(registration)
    person.given_name, person.family_name = registration.given_name, registration.family_name
    person.title, person.email = registration.title, registration.email
    person.language = registration.language
    person.gender = registration.gender or person.gender
    person.discreet = registration.discreet
    person.reuse_consent = registration.consent_reuse
    registration.person = person
    return person


def is_first_recorded(registration: Registration) -> bool | None:
    """Whether this is the first participation on record of the person; None while an earlier event lacks names.

    To have been confirmed is a participation, and so is to have come without.

    Asked once, at confirmation, and stored with the registration.
    """
    if registration.person_id is None:
        return None
    earlier = _earlier(registration.event)
    before = (
        select(Registration.id)
        .join(Registration.event)
        .where(_is(registration), confirmed() | attended(), earlier)
    )
    if db.session.scalar(before.limit(1)) is not None:
        return False
    of_event = Registration.event_id == Event.id
    # Of a list nobody knows whether its people are the same as others: they are linked to no person.
    lost = Registration.anonymised_at.is_not(None) | (Registration.origin == Origin.IMPORT)
    nameless = ~exists().where(of_event) | exists().where(of_event, lost)
    return None if db.session.scalar(select(Event.id).where(earlier, nameless).limit(1)) else True


def follow(registration: Registration) -> None:
    """Bring the person up to date after a change. A corrected name or address belongs to the same person."""
    person = registration.person
    if person is None or registration.identity_key is None:
        return
    if person.identity_key != registration.identity_key:
        with db.session.no_autoflush:
            known = db.session.scalar(
                select(Person.id).where(Person.identity_key == registration.identity_key)
            )
        if known is None:
            person.identity_key = registration.identity_key
            db.session.flush()
    link(registration)


def _is(registration: Registration) -> ColumnElement[bool]:
    """That a registration is the same person's; people of imported lists are linked to nobody, and known by address and name."""
    same = Registration.identity_key.is_not(None) & (Registration.identity_key == registration.identity_key)
    listed = (Registration.origin == Origin.IMPORT) & same
    return (Registration.person_id == registration.person_id) | listed


def _known(registration: Registration) -> Person | None:
    return db.session.scalar(select(Person).where(Person.identity_key == registration.identity_key))


def _made(registration: Registration) -> Person:
    person = Person(identity_key=registration.identity_key, created_at=now(), language=registration.language)
    try:
        with db.session.begin_nested():
            db.session.add(person)
    except IntegrityError:  # verified for another event at the same moment, under that event's lock
        return db.session.scalars(
            select(Person).where(Person.identity_key == registration.identity_key)
        ).one()
    return person


def _earlier(event: Event) -> ColumnElement[bool]:
    """The host's events that took place before; where the dates of one are not known, the years decide."""
    known = Event.starts_at < event.starts_at if event.starts_at is not None else false()
    either_unknown = Event.starts_at.is_(None) if event.starts_at is not None else true()
    return and_(
        Event.id != event.id,
        Event.host_body_id == event.host_body_id,
        Event.fictional == event.fictional,
        Event.status.not_in((EventStatus.DRAFT, EventStatus.CANCELLED)),
        known | either_unknown & (Event.year <= event.year),
    )
