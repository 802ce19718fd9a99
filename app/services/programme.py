"""The programme: sessions added, changed, cancelled or removed, under the lock that guards their places."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.lib.clock import now
from app.models import (
    CheckIn,
    Event,
    EventSession,
    HeadCount,
    Mode,
    Place,
    Registration,
    SessionKind,
    SessionRole,
    SignUp,
)
from app.services import (
    audit,
    confirming,
    event_states,
    places,
    programme_telling,
    session_places,
)
from app.services.actors import Actor
from app.services.errors import EditedMeanwhile, EndBeforeStart, ModeNotOffered, NotFound
from app.services.event_errors import PeopleSignedUp, SessionOutsideEvent

_IN_CALENDARS = {"title_en", "title_fr", "starts_at", "ends_at", "room", "mode"}


@dataclass(frozen=True)
class SessionDetails:
    """What is said about a session. Its moments lie on one of the event's days."""

    kind: SessionKind
    title_en: str
    title_fr: str
    starts_at: datetime
    ends_at: datetime
    mode: Mode
    text_en: str = ""
    text_fr: str = ""
    room: str | None = None
    languages: str | None = None
    capacity: int | None = None
    sign_up: bool = False
    exits: bool = False  # who leaves is scanned as well
    position: int = 0


@dataclass(frozen=True)
class SignedUp:
    """How many hold a place in a session, and how many wait for one."""

    held: int = 0
    waiting: int = 0


def sessions_of(event: Event) -> list[EventSession]:
    """The sessions in their order, with who takes part in which role."""
    return list(
        db.session.scalars(
            select(EventSession)
            .where(EventSession.event_id == event.id)
            .order_by(EventSession.starts_at, EventSession.position, EventSession.id)
            .options(
                selectinload(EventSession.roles)
                .joinedload(SessionRole.registration)
                .joinedload(Registration.body)
            )
        )
    )


def session_of(event: Event, session_id: int) -> EventSession:
    """A session of an event, with its roles.

    Raises:
        NotFound: the event has no such session.
    """
    session = db.session.scalar(
        select(EventSession)
        .where(EventSession.id == session_id, EventSession.event_id == event.id)
        .options(selectinload(EventSession.roles).options(joinedload(SessionRole.registration)))
        .execution_options(populate_existing=True)
    )
    if session is None:
        raise NotFound
    return session


def signed_up(event: Event) -> dict[int, SignedUp]:
    """How many have signed up, by the id of the session; sessions without anybody are left out."""
    rows = db.session.execute(
        select(SignUp.session_id, SignUp.place, func.count())
        .join(SignUp.session)
        .where(EventSession.event_id == event.id)
        .group_by(SignUp.session_id, SignUp.place)
    )
    numbers: dict[int, dict[str, int]] = {}
    for session_id, place, number in rows:
        numbers.setdefault(session_id, {})[place] = number
    return {
        session_id: SignedUp(by_place.get(Place.HELD, 0), by_place.get(Place.WAITING, 0))
        for session_id, by_place in numbers.items()
    }


def room_clashes(sessions: Sequence[EventSession]) -> list[tuple[EventSession, EventSession]]:
    """Pairs of sessions that need one room at the same time; pointed out, not refused: a hall can be divided."""
    held = [session for session in sessions if session.room and session.cancelled_at is None]
    return [
        (first, second)
        for first, second in combinations(held, 2)
        if first.room == second.room and first.overlaps(second)
    ]


def add(event_id: int, details: SessionDetails, actor: Actor) -> EventSession:
    """A new session.

    Raises:
        EventReadOnly, EndBeforeStart, SessionOutsideEvent, ModeNotOffered.
    """
    event = _locked(event_id)
    _check(event, details)
    session = EventSession(event_id=event.id, ical_uid=f"{uuid.uuid4()}@police-network")
    _put_into(session, details)
    db.session.add(session)
    db.session.flush()
    audit.record(actor, "session.created", session)
    return session


def edit(event_id: int, session_id: int, details: SessionDetails, version: int, actor: Actor) -> EventSession:
    """Change a session; who holds a place is told, and where it got more places, those who waited are let in.

    Raises:
        EventReadOnly, NotFound, EditedMeanwhile, EndBeforeStart, SessionOutsideEvent, ModeNotOffered.
        LimitBelowHeld: more people hold a place than its new capacity allows.
        PeopleSignedUp: sign-up cannot be dropped any more.
    """
    event = _locked(event_id)
    session = session_of(event, session_id)
    if session.version != version:
        raise EditedMeanwhile
    _check(event, details)
    if session.sign_up and not details.sign_up:
        _refuse_signed_up(event, session)
    before = session.starts_at
    with db.session.no_autoflush:
        changed = _put_into(session, details)
        session.sequence += bool(changed & _IN_CALENDARS)
        session_places.refuse_lowered_session(session)
    db.session.flush()
    audit.record(actor, "session.edited", session, fields=sorted(changed))
    if programme_telling.is_worth_a_letter(changed) and session.cancelled_at is None:
        programme_telling.tell(event, session, before)
    confirming.settle_sessions(event)
    return session


def remove(event_id: int, session_id: int, actor: Actor) -> bool:
    """Take a session out of the programme: deleted, or shown as cancelled where somebody signed up for it or was there.

    Returns:
        Whether it is gone altogether.

    Raises:
        EventReadOnly, NotFound.
    """
    event = _locked(event_id)
    session = session_of(event, session_id)
    if _is_remembered(session):
        if session.cancelled_at is None:
            session.cancelled_at = now()
            session.sequence += 1
            audit.record(actor, "session.cancelled", session)
            db.session.flush()
            programme_telling.tell(event, session)
        return False
    audit.record(actor, "session.removed", session)
    db.session.delete(session)
    db.session.flush()
    return True


def restore(event_id: int, session_id: int, actor: Actor) -> EventSession:
    """Hold a cancelled session after all.

    Raises:
        EventReadOnly, NotFound.
        SessionOutsideEvent: the event has moved to other days in the meantime.
    """
    event = _locked(event_id)
    session = session_of(event, session_id)
    if session.cancelled_at is not None:
        if event.local(session.starts_at).date() not in event.days:
            raise SessionOutsideEvent
        session.cancelled_at = None
        session.sequence += 1
        audit.record(actor, "session.restored", session)
        db.session.flush()
        programme_telling.tell(event, session)
        confirming.settle_sessions(event)
    return session


def _locked(event_id: int) -> Event:
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    return event


def _check(event: Event, details: SessionDetails) -> None:
    if event.local(details.starts_at).date() not in event.days:
        raise SessionOutsideEvent
    if details.ends_at <= details.starts_at:
        raise EndBeforeStart
    if event.mode is not Mode.HYBRID and details.mode is not event.mode:
        raise ModeNotOffered


def _put_into(session: EventSession, details: SessionDetails) -> set[str]:
    values = vars(details)
    changed = {name for name, value in values.items() if getattr(session, name) != value}
    for name in changed:
        setattr(session, name, values[name])
    return changed


def _refuse_signed_up(event: Event, session: EventSession) -> None:
    numbers = signed_up(event).get(session.id)
    if numbers is not None:
        raise PeopleSignedUp(number=numbers.held + numbers.waiting)


def _is_remembered(session: EventSession) -> bool:
    signed = select(SignUp.id).where(SignUp.session_id == session.id)
    seen = select(CheckIn.id).where(CheckIn.session_id == session.id)
    counted = select(HeadCount.id).where(HeadCount.session_id == session.id)
    return bool(db.session.scalar(select(signed.exists() | seen.exists() | counted.exists())))
