"""What an event offers to whoever wants to register: capacities, bodies, sessions and how many places are left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    Body,
    Category,
    Event,
    EventSession,
    EventStatus,
    Mode,
    Notice,
    Place,
    Registration,
    SignUp,
)
from app.services import admission_rules
from app.services.errors import NotFound

# What a list of choices tells of a body, in rows: a hundred objects that nobody changes took longer than their names.
_BODIES = select(
    Body.id, Body.code, Body.alias, Body.kind, Body.selectable, Body.iso2,
    Body.name_en, Body.name_fr, Body.sort_en, Body.sort_fr, Body.search_text,
).where(Body.selectable)  # fmt: skip
# Asked for in every step of a registration, and therefore put together once.
_EVENT = select(Event).where(Event.slug == bindparam("slug"), Event.status != EventStatus.DRAFT)
_EVENT_WITH_ADMISSIONS = _EVENT.options(joinedload(Event.admissions))
_SIGNED_UP = (
    select(func.count())
    .where(SignUp.session_id == EventSession.id, SignUp.place == Place.HELD)
    .correlate(EventSession)
    .scalar_subquery()
)
_SESSIONS = (
    select(EventSession, _SIGNED_UP)
    .where(
        EventSession.event_id == bindparam("event"),
        EventSession.sign_up,
        EventSession.cancelled_at.is_(None),
    )
    .order_by(EventSession.starts_at, EventSession.position, EventSession.id)
)
_HELD_IN = (
    select(SignUp.session_id, func.count())
    .where(SignUp.session_id.in_(bindparam("sessions", expanding=True)), SignUp.place == Place.HELD)
    .group_by(SignUp.session_id)
)
_TAKEN = (
    select(Registration.mode, func.count())
    .where(
        Registration.event_id == bindparam("event"),
        Registration.place == Place.HELD,
        Registration.category.in_(bindparam("counting", expanding=True)),
    )
    .group_by(Registration.mode)
)
_NOTICE = select(Notice).order_by(Notice.number.desc()).limit(1)


def public_event(slug: str, *, with_admissions: bool = False) -> Event:
    """The event of an address, unless it is still a draft.

    Raises:
        NotFound: there is none that the public may see.
    """
    query = _EVENT_WITH_ADMISSIONS if with_admissions else _EVENT
    event = db.session.scalars(query, {"slug": slug}).unique().one_or_none()
    if event is None:
        raise NotFound
    return event


def bodies_for(categories: list[Category]) -> list[Row[*tuple[Any, ...]]]:
    """What a list tells of the bodies that somebody of one of the categories can represent, in no order."""
    return [
        body
        for body in db.session.execute(_BODIES)
        if any(admission_rules.body_fits(category, body) for category in categories)
    ]


def sessions_left(event: Event) -> tuple[list[EventSession], dict[int, int | None]]:
    """The event's sessions that need sign-up, in their order, and the places left in each; None: no limit."""
    rows = db.session.execute(_SESSIONS, {"event": event.id}).all()
    left = {
        session.id: None if session.capacity is None else max(session.capacity - taken, 0)
        for session, taken in rows
    }
    return [session for session, _ in rows], left


def left_in(sessions: Iterable[EventSession]) -> dict[int, int]:
    """The places left in those of some sessions that have a limit, by their ids; nothing is asked where none has one."""
    limits = {one.id: one.capacity for one in sessions if one.sign_up and one.capacity is not None}
    if not limits:
        return {}
    held = dict(db.session.execute(_HELD_IN, {"sessions": list(limits)}).tuples().all())
    return {number: max(limit - held.get(number, 0), 0) for number, limit in limits.items()}


def places_left(event: Event) -> dict[Mode, int]:
    """The places left in each mode that has a limit; a glance, not a promise. The event's admissions are loaded."""
    limits = {mode: limit for mode in event.modes if (limit := event.capacity(mode)) is not None}
    if not limits:
        return {}
    counting = [row.category for row in event.admissions if row.counts_capacity]
    held = dict(db.session.execute(_TAKEN, {"event": event.id, "counting": counting}).tuples().all())
    return {mode: max(limit - held.get(mode, 0), 0) for mode, limit in limits.items()}


def current_notice() -> Notice | None:
    """The privacy notice that is in force."""
    return db.session.scalar(_NOTICE)
