"""The secretariat changes a registration: everything but the decision itself, the person's consent and the person's needs.

Everything happens under the event's lock; the caller rolls back what is refused. The audit names the fields, never what
stands in them.
"""

from __future__ import annotations

from typing import Any, TypedDict

from app.extensions import db
from app.lib.names import identity_key, normalised_address
from app.models import Body, Category, Language, LetterKind, Mode, Place, Registration, Role
from app.services import (
    affiliations,
    applications,
    audit,
    confirming,
    event_states,
    outbox,
    own_changes,
    people,
    places,
    registering,
    resending,
    transitions,
)
from app.services.actors import Actor
from app.services.errors import (
    AlreadyRegistered,
    BodyDoesNotFit,
    EditedMeanwhile,
    IllegalTransition,
    PersonErased,
)
from app.services.seat_counts import SeatCounts

_ANSWERS = ("own_script_name", "title", "function", "service", "language", "discreet")
_SEATED = {"category", "body", "mode"}  # what can complete a registration or free a place


class Changes(TypedDict, total=False):
    """What may be changed, with its new value; what is left out stays."""

    given_name: str | None
    family_name: str
    own_script_name: str | None
    email: str
    title: str | None
    function: str | None
    service: str | None
    language: Language
    discreet: bool
    category: Category
    role: Role | None
    body_id: int | None
    body_text: str | None
    mode: Mode
    session_ids: tuple[int, ...]


def change(registration_id: int, changes: Changes, actor: Actor, version: int | None = None) -> Registration:
    """Change a registration; `version` is the one that was looked at.

    Raises:
        EditedMeanwhile: somebody else was faster.
        EventReadOnly, PersonErased: nothing can be changed any more.
        IllegalTransition: it has ended, and holds nothing that could be moved.
        AlreadyRegistered: corrected so, it would be the same person as another registration.
        HeadTaken: the delegation has a head.
        AffiliationMissing, BodyDoesNotFit, ModeNotOffered, SessionNotOffered, SessionsOverlap: the answers do not fit.
        EventFull, QuotaFull, EarlierPersonWaits: there is no place for it; the present one is kept.
    """
    event = places.lock(registering.event_of(registration_id))
    event_states.refuse_read_only(event)
    registration = registering.fresh(registration_id)
    if registration.anonymised_at is not None:
        raise PersonErased
    if version is not None and registration.version != version:
        raise EditedMeanwhile
    touched = _take_over(registration, SeatCounts(event), dict(changes), actor)
    if touched:
        audit.record(actor, "registration.changed", registration, fields=sorted(touched))
    return registration


def _take_over(
    registration: Registration, seats: SeatCounts, changes: dict[str, Any], actor: Actor
) -> list[str]:
    touched = _answers(registration, changes)
    touched += _name_and_address(registration, seats, changes)
    touched += _affiliation(registration, seats, changes)
    touched += _mode(registration, seats, changes, actor)
    touched += _sessions(registration, seats, changes)
    if not touched:
        return []
    registering.set_search_text(registration)
    people.follow(registration)
    db.session.flush()
    if "email" in touched:
        resending.address_corrected(registration)
    if _SEATED & set(touched):
        confirming.confirm_if_complete(registration, seats)
    confirming.settle(seats)
    return touched


def _answers(registration: Registration, changes: dict[str, Any]) -> list[str]:
    touched = [name for name in _ANSWERS if name in changes and changes[name] != getattr(registration, name)]
    for name in touched:
        setattr(registration, name, changes[name])
    return touched


def _name_and_address(registration: Registration, seats: SeatCounts, changes: dict[str, Any]) -> list[str]:
    names = ("given_name", "family_name", "email")
    touched = [name for name in names if name in changes and changes[name] != getattr(registration, name)]
    if not touched:
        return []
    after = {name: changes.get(name, getattr(registration, name)) for name in names}
    key = identity_key(after["email"], after["given_name"], after["family_name"])
    with db.session.no_autoflush:
        known = registering.living_with_identity(seats.event, key) if registration.is_living else None
    if known is not None and known is not registration:
        raise AlreadyRegistered(reference=known.reference)
    for name in touched:
        setattr(registration, name, after[name])
    registration.identity_key, registration.email_key = key, normalised_address(after["email"])
    return touched


def _affiliation(registration: Registration, seats: SeatCounts, changes: dict[str, Any]) -> list[str]:
    category: Category = changes.get("category", registration.category)
    role: Role | None = changes.get("role", registration.role)
    body_id: int | None = changes.get("body_id", registration.body_id)
    body_text: str | None = None if body_id else changes.get("body_text", registration.body_text)
    touched = [name for name, new, old in (
        ("category", category, registration.category),
        ("body", (body_id, body_text), (registration.body_id, registration.body_text)),
        ("role", role, registration.role),
    ) if new != old]  # fmt: skip
    if not touched:
        return []
    _refuse_ended(registration)
    if touched != ["role"]:
        body = db.session.get(Body, body_id) if body_id else None
        if body_id and body is None:
            raise BodyDoesNotFit
        affiliations.change(registration, category, body, body_text, seats)
    affiliations.set_role(registration, role)
    db.session.flush()
    return touched


def _mode(registration: Registration, seats: SeatCounts, changes: dict[str, Any], actor: Actor) -> list[str]:
    mode: Mode = changes.get("mode", registration.mode)
    if mode is registration.mode:
        return []
    applications.check_mode(seats.event, mode)
    _refuse_ended(registration)
    waited = registration.place is Place.WAITING
    db.session.flush()  # places reads those who wait afresh, and nothing of this one may be lost
    with transitions.recorded(registration, actor, "mode_changed"):
        places.change_mode(registration, mode, seats)
    if waited and registration.is_verified:
        outbox.put(LetterKind.PROMOTED, registration)
    return ["mode"]


def _sessions(registration: Registration, seats: SeatCounts, changes: dict[str, Any]) -> list[str]:
    present = {row.session_id for row in registration.sign_ups}
    wanted = tuple(changes.get("session_ids", present))
    if set(wanted) == present:
        return []
    _refuse_ended(registration)
    return own_changes.change_sessions(registration, applications.check_sessions(seats.event, wanted))


def _refuse_ended(registration: Registration) -> None:
    """Whoever has withdrawn or was declined holds nothing that could be moved."""
    if not registration.is_living:
        raise IllegalTransition(status=registration.status)
