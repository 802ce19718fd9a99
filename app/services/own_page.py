"""What a registered person's own page tells: where it stands, the own programme, what may be done."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.lib.clock import now
from app.models import (
    EventDocument,
    EventSession,
    Mode,
    Registration,
    SessionKind,
    SessionRole,
    Status,
    StatusChange,
)
from app.services import documents, places


@dataclass(frozen=True)
class OwnSession:
    """A session of the own programme; `place` is None where no sign-up is needed."""

    session: EventSession
    place: str | None


@dataclass(frozen=True)
class OwnPage:
    """The facts of the page; the words are the template's."""

    position: int | None
    history: list[StatusChange]
    programme: list[OwnSession]
    documents: list[EventDocument]
    online_link: str | None
    may_change: bool
    may_withdraw: bool


def of(registration: Registration) -> OwnPage:
    """The page of a registration, in a handful of statements."""
    event = registration.event
    confirmed = registration.status is Status.CONFIRMED
    over = event.is_over(now())
    return OwnPage(
        position=places.position(registration),
        history=list(
            db.session.scalars(
                select(StatusChange)
                .where(StatusChange.registration_id == registration.id)
                .order_by(StatusChange.id)
            )
        ),
        programme=_programme(registration) if registration.is_living else [],
        documents=documents.visible_documents(event, confirmed=confirmed, correspondent=False),
        online_link=event.online_link if confirmed and registration.mode is Mode.ONLINE else None,
        may_change=registration.is_living and not over,
        may_withdraw=registration.is_living and not over,
    )


def _programme(registration: Registration) -> list[OwnSession]:
    chosen = {row.session_id: row.place for row in registration.sign_ups}
    sessions = db.session.scalars(
        select(EventSession)
        .where(
            EventSession.event_id == registration.event_id,
            EventSession.cancelled_at.is_(None),
            EventSession.kind != SessionKind.BREAK,
            EventSession.id.in_(chosen) | ~EventSession.sign_up,
        )
        .options(selectinload(EventSession.roles).joinedload(SessionRole.registration))
        .order_by(EventSession.starts_at, EventSession.position, EventSession.id)
    )
    return [
        OwnSession(session, chosen.get(session.id))
        for session in sessions
        if session.id in chosen or session.mode in {Mode.HYBRID, registration.mode}
    ]
