"""What is taken out of the rows of whoever is erased. What stays is what the statistics are counted from, and nothing else."""

from __future__ import annotations

from sqlalchemy import delete, update

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.lib.names import normalised_address
from app.models import Needs, Person, Registration, StatusChange
from app.services import access_links, registering
from app.services.privacy import elsewhere
from app.services.privacy.elsewhere import Traces

_OF_REGISTRATION = (
    "person_id", "body_text", "given_name", "family_name", "own_script_name", "title", "function", "service", "email",
    "email_key", "identity_key", "hold_until", "verified_at", "notice_id",
)  # fmt: skip
_CHOICES = ("consent_photographs", "consent_lists", "consent_reuse", "discreet")
_OF_PERSON = ("identity_key", "given_name", "family_name", "title", "email", "gender")


def empty_registration(registration: Registration, traces: Traces) -> None:
    """Take everything personal out of a registration and of the rows around it, letters apart. The event is locked.

    The reference and the code of the badge, which the person has on paper, are replaced: they lead nowhere any more.
    """
    access_links.revoke_all(registration)
    db.session.execute(delete(Needs).where(Needs.registration_id == registration.id))
    db.session.execute(
        update(StatusChange).where(StatusChange.registration_id == registration.id).values(note=None)
    )
    for name in _OF_REGISTRATION:
        setattr(registration, name, None)
    for name in _CHOICES:
        setattr(registration, name, False)
    registration.reference = registering.free_reference(registration.event)
    registration.badge_code = tokens.clear_code(20)
    registering.set_search_text(registration)
    elsewhere.forget(traces, registration.reference)
    registration.anonymised_at = now()
    db.session.flush()


def empty_person(person: Person) -> None:
    """Take everything personal out of a person; the row stays, and nobody is found by it any more."""
    access_links.revoke_all_of(person)
    if person.email is not None:
        elsewhere.forget_requests(normalised_address(person.email))
    for name in _OF_PERSON:
        setattr(person, name, None)
    person.discreet = person.reuse_consent = False
    person.anonymised_at = now()
    db.session.flush()
