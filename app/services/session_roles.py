"""Who has which part in a session: speakers, chairs, moderators, rapporteurs; registered people or names typed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.lib.bilingual import Bilingual
from app.lib.names import tokens
from app.models import LIVING, Event, EventSession, Registration, SessionRole, SessionRoleKind
from app.services import audit, event_states, places
from app.services.actors import Actor
from app.services.errors import NotFound
from app.services.event_errors import DiscreetNeverNamed, PersonAmbiguous, PersonOrName, PersonUnknown
from app.services.shown_names import Viewer, shown_name

_CANDIDATES = 5  # named when several people are meant


@dataclass(frozen=True)
class RoleDetails:
    """Somebody's part. `person` is a reference or a name as it was typed; `plain_name` is for whoever is not registered."""

    kind: SessionRoleKind
    person: str | None = None
    plain_name: str | None = None
    function_en: str = ""
    function_fr: str = ""
    name_public: bool = False
    position: int = 0


def save(
    event: Event, session: EventSession, details: RoleDetails, actor: Actor, role_id: int | None = None
) -> SessionRole:
    """Give somebody a part in a session, or change it.

    Raises:
        EventReadOnly, NotFound, PersonOrName, PersonUnknown, PersonAmbiguous, DiscreetNeverNamed.
    """
    event_states.refuse_read_only(places.lock(event.id))
    if bool(details.person) == bool(details.plain_name):
        raise PersonOrName
    role = role_of(session, role_id) if role_id is not None else SessionRole()
    registration = find(event, details.person) if details.person else None
    if registration is not None and registration.discreet and details.name_public:
        raise DiscreetNeverNamed
    role.kind, role.position = details.kind, details.position
    role.registration, role.plain_name = registration, details.plain_name
    role.function_en, role.function_fr = details.function_en, details.function_fr
    role.name_public = details.name_public
    if role_id is None:
        session.roles.append(role)
    db.session.flush()
    audit.record(actor, "session.person_set", session, fields=[details.kind.value, f"role:{role.id}"])
    return role


def remove(event: Event, session: EventSession, role_id: int, actor: Actor) -> None:
    """Take somebody's part away.

    Raises:
        EventReadOnly, NotFound.
    """
    event_states.refuse_read_only(places.lock(event.id))
    role = role_of(session, role_id)
    session.roles.remove(role)
    db.session.flush()
    audit.record(actor, "session.person_removed", session, fields=[role.kind.value, f"role:{role_id}"])


def role_of(session: EventSession, role_id: int) -> SessionRole:
    """One of the parts in a session.

    Raises:
        NotFound: the session has no such part.
    """
    role = next((role for role in session.roles if role.id == role_id), None)
    if role is None:
        raise NotFound
    return role


def find(event: Event, person: str) -> Registration:
    """The registration that is meant by a reference, or by words of a name in any order, with or without accents.

    Raises:
        PersonUnknown, PersonAmbiguous.
    """
    of_event = select(Registration).where(Registration.event_id == event.id)
    by_reference = db.session.scalar(
        of_event.where(Registration.reference == person.strip().upper().replace(" ", ""))
    )
    if by_reference is not None:
        return by_reference
    words = tokens(person)
    if not words:
        raise PersonUnknown
    found = db.session.scalars(
        of_event.where(
            Registration.status.in_(LIVING),
            *(Registration.search_text.contains(f" {word}", autoescape=True) for word in words),
        )
        .order_by(Registration.sort_name, Registration.id)
        .limit(_CANDIDATES + 1)
    ).all()
    if not found:
        raise PersonUnknown
    if len(found) > 1:
        raise PersonAmbiguous(candidates=Bilingual(_listed(found, "en"), _listed(found, "fr")))
    return found[0]


def _listed(rows: Sequence[Registration], language: str) -> str:
    words = [
        f"{shown_name(row, Viewer.OTHERS, language).full} ({row.reference})" for row in rows[:_CANDIDATES]
    ]
    return ", ".join([*words, "…"] if len(rows) > _CANDIDATES else words)
