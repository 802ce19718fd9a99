"""Persons, known from one event to the next. Linked once an address is verified; the public form never reads this table."""

from __future__ import annotations

from sqlalchemy import exists, select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Person, Registration, Status


def link(registration: Registration) -> Person:
    """The person behind a verified registration: found by address and name, or new; brought up to date."""
    person = db.session.scalar(select(Person).where(Person.identity_key == registration.identity_key))
    if person is None:
        person = Person(
            identity_key=registration.identity_key, created_at=now(), language=registration.language
        )
        db.session.add(person)
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

    Asked once, at confirmation, and stored with the registration.
    """
    if registration.person_id is None or registration.event.starts_at is None:
        return None
    earlier = (Event.starts_at < registration.event.starts_at) & (
        Event.fictional == registration.event.fictional
    )
    if db.session.scalar(
        select(Registration.id)
        .join(Registration.event)
        .where(
            Registration.person_id == registration.person_id, Registration.status == Status.CONFIRMED, earlier
        )
        .limit(1)
    ):
        return False
    nameless = select(Event.id).where(earlier, ~exists().where(Registration.event_id == Event.id)).limit(1)
    return None if db.session.scalar(nameless) else True
