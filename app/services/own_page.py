"""What a registered person's own page tells: where it stands, the own programme, what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
    Substitute,
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
    may_answer: bool  # a nomination, which is accepted or declined
    answer_by: datetime | None  # until then the place of a nomination is kept
    answer_overdue: bool
    substitute: Substitute | None  # whom the person proposed when declining

    @property
    def last_step(self) -> StatusChange | None:
        """How the present status came about; None where nothing was recorded."""
        moved = [change for change in self.history if change.status_from is not change.status_to]
        return moved[-1] if moved else None


def of(registration: Registration) -> OwnPage:
    """The page of a registration, in a handful of statements."""
    event = registration.event
    confirmed = registration.status is Status.CONFIRMED
    over, nominated = event.is_over(now()), registration.status is Status.NOMINATED
    open_to_changes = registration.is_living and not over and not nominated
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
        may_change=open_to_changes,
        may_withdraw=open_to_changes,
        may_answer=nominated and not over,
        answer_by=event.nominations_until if nominated else None,
        answer_overdue=event.nominations_until is not None and event.nominations_until <= now(),
        substitute=_substitute(registration),
    )


def _substitute(registration: Registration) -> Substitute | None:
    if registration.status is not Status.WITHDRAWN:
        return None
    found = db.session.get(Substitute, registration.id)
    return found if found is not None and found.family_name is not None else None


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
