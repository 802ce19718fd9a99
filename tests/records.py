"""What stands in the tables about a registration, read the short way."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    ActorKind,
    AuditEntry,
    EventSession,
    Letter,
    LetterKind,
    Person,
    Place,
    Registration,
    SignUp,
    Status,
    StatusChange,
)
from app.services.actors import Actor

ACTORS = {kind: Actor(kind, 7 if kind is ActorKind.STAFF else None) for kind in ActorKind}
STAFF = ACTORS[ActorKind.STAFF]
CORRESPONDENT = ACTORS[ActorKind.CORRESPONDENT]


class Step(NamedTuple):
    """A line of the history."""

    by: ActorKind
    status: tuple[Status | None, Status]
    place: tuple[Place | None, Place]


def history(registration: Registration) -> list[StatusChange]:
    """The lines of a registration's history, the first one first."""
    lines = select(StatusChange).where(StatusChange.registration_id == registration.id)
    return list(db.session.scalars(lines.order_by(StatusChange.id)))


def steps(registration: Registration) -> list[Step]:
    """The same, without dates and notes."""
    return [
        Step(line.actor_kind, (line.status_from, line.status_to), (line.place_from, line.place_to))
        for line in history(registration)
    ]


def letters(registration: Registration) -> list[LetterKind]:
    """The kinds of the letters to a registered person, the first one first."""
    kinds = select(Letter.kind).where(Letter.registration_id == registration.id)
    return list(db.session.scalars(kinds.order_by(Letter.id)))


def stands(registration: Registration) -> tuple[Status, Place]:
    """Status and place, as they are in the table."""
    db.session.flush()
    db.session.refresh(registration)
    return registration.status, registration.place


def everything() -> dict[str, object]:
    """All that a rule about registrations could change: compared before and after a refusal."""
    db.session.flush()
    rows = db.session.execute(select(Registration.__table__).order_by(Registration.id)).all()
    counted = (StatusChange, Letter, AuditEntry, Person)
    return {
        "registrations": [tuple(row) for row in rows],
        "sign-ups": [
            tuple(row) for row in db.session.execute(select(SignUp.__table__).order_by(SignUp.id)).all()
        ],
        **{
            table.__tablename__: db.session.scalar(select(func.count()).select_from(table))
            for table in counted
        },
    }


def in_session(session: EventSession) -> dict[int, str]:
    """The place of each registration in a session, by the registration's id."""
    rows = db.session.execute(
        select(SignUp.registration_id, SignUp.place).where(SignUp.session_id == session.id)
    )
    return dict(rows.tuples().all())
