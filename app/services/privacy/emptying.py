"""What is taken out of the rows of whoever is erased. What stays is what the statistics are counted from, and nothing else."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.lib.names import normalised_address, sort_key
from app.models import (
    Convocation,
    EventSession,
    InvitationLink,
    LinkRequest,
    Needs,
    Person,
    Registration,
    SessionRole,
    StatusChange,
    Substitute,
)
from app.services import access_links, registering

_OF_REGISTRATION = (
    "person_id", "body_text", "given_name", "family_name", "own_script_name", "title", "function", "service", "email",
    "email_key", "identity_key", "hold_until", "verified_at", "notice_id",
)  # fmt: skip
_CHOICES = ("consent_photographs", "consent_lists", "consent_reuse", "discreet")
_OF_PERSON = ("identity_key", "given_name", "family_name", "title", "email", "gender")


def empty_registration(registration: Registration) -> None:
    """Take everything personal out of a registration and of the rows around it, letters apart. The event is locked.

    The reference and the code of the badge, which the person has on paper, are replaced: they lead nowhere any more.
    """
    _forget_in_programme(registration)
    _forget_address(registration)
    _forget_reason(registration)
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
    registration.anonymised_at = now()
    db.session.flush()


def empty_person(person: Person) -> None:
    """Take everything personal out of a person; the row stays, and nobody is found by it any more."""
    access_links.revoke_all_of(person)
    if person.email is not None:
        _forget_requests(normalised_address(person.email))
    for name in _OF_PERSON:
        setattr(person, name, None)
    person.discreet = person.reuse_consent = False
    person.anonymised_at = now()
    db.session.flush()


def empty_substitute(proposed: Substitute) -> None:
    """Forget whom somebody has proposed; that and when somebody was proposed stays."""
    proposed.given_name = proposed.family_name = proposed.function = proposed.email = None


def empty_role(role: SessionRole) -> None:
    """Forget who had a part in a session, and as what; the part stays."""
    role.plain_name = None if role.registration_id is not None else ""
    role.function_en = role.function_fr = ""
    role.name_public = False


def _forget_in_programme(registration: Registration) -> None:
    """The parts in sessions that are the registration's own, and those where the same name was typed in."""
    roles = db.session.scalars(
        select(SessionRole).join(SessionRole.session).where(EventSession.event_id == registration.event_id)
    )
    name = _words(registration.given_name, registration.family_name)
    for role in roles:
        if role.registration_id == registration.id or (name and _words(role.plain_name) == name):
            empty_role(role)


def _forget_address(registration: Registration) -> None:
    """Whatever of the event holds the address: proposals of others, invitations, requests for a link."""
    of_event = select(Registration.id).where(Registration.event_id == registration.event_id)
    for proposed in db.session.scalars(select(Substitute).where(Substitute.registration_id.in_(of_event))):
        if proposed.registration_id == registration.id or _is(registration.email_key, proposed.email):
            empty_substitute(proposed)
    for link in db.session.scalars(
        select(InvitationLink).where(
            InvitationLink.event_id == registration.event_id, InvitationLink.email.is_not(None)
        )
    ):
        if _is(registration.email_key, link.email):
            link.email, link.revoked_at = None, link.revoked_at or now()  # it must not be open to anybody now
    db.session.execute(delete(LinkRequest).where(LinkRequest.registration_id == registration.id))
    if registration.email_key is not None:
        _forget_requests(registration.email_key)


def _forget_reason(registration: Registration) -> None:
    """Why a body does not come, where its correspondents have named the person."""
    name = set(_words(registration.family_name))
    for convocation in db.session.scalars(
        select(Convocation).where(
            Convocation.event_id == registration.event_id, Convocation.reason.is_not(None)
        )
    ):
        if name and name <= set(_words(convocation.reason)):
            convocation.reason = None


def _forget_requests(email_key: str) -> None:
    db.session.execute(delete(LinkRequest).where(LinkRequest.email_key == email_key))


def _is(email_key: str | None, address: str | None) -> bool:
    return email_key is not None and address is not None and normalised_address(address) == email_key


def _words(*texts: str | None) -> list[str]:
    return sorted(sort_key(*texts).split())
