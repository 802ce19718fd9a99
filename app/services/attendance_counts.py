"""Who is there: counted from the log of check-ins, never stored. A check-in that was undone does not count."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, and_, distinct, exists, func, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import Body, BodyKind, Category, CheckIn, CheckInKind, Group, Registration, Status


@dataclass(frozen=True)
class Presence:
    """How many people are there; the three groups add up to `people`. People and states are never one figure."""

    groups: dict[Group, int]
    states: int  # member states with at least one delegate there
    all_states: int
    confirmed: int  # people whose registration is confirmed, there or not

    @property
    def people(self) -> int:
        return sum(self.groups.values())


@cache
def standing() -> ColumnElement[bool]:
    """That a line of the log is a check-in which was not undone."""
    undo = aliased(CheckIn)
    return and_(CheckIn.kind == CheckInKind.IN, ~exists().where(undo.undoes_id == CheckIn.id))


def presence(event_id: int, day: date, session_id: int | None = None) -> Presence:
    """Who is there in a session; without one, who was seen on the day, at the entrance or in a session."""
    seen = [CheckIn.event_id == event_id, CheckIn.day == day, standing()]
    if session_id is not None:
        seen.append(CheckIn.session_id == session_id)
    rows = db.session.execute(
        select(
            Registration.category,
            func.count(distinct(Registration.id)),
            func.count(distinct(Registration.body_id)),
        )
        .select_from(CheckIn)
        .join(CheckIn.registration)
        .where(*seen)
        .group_by(Registration.category)
    ).all()
    groups: Counter[Group] = Counter(dict.fromkeys(Group, 0))
    for category, people, _bodies in rows:
        groups[category.group] += people
    states = sum(bodies for category, _, bodies in rows if category is Category.MEMBER_STATE_DELEGATE)
    confirmed, all_states = _wholes(event_id)
    return Presence(dict(groups), states, all_states, confirmed)


def by_session(event_id: int) -> dict[int, int]:
    """How many people were checked in to each session; sessions without anybody are left out."""
    rows = db.session.execute(
        select(CheckIn.session_id, func.count(distinct(CheckIn.registration_id)))
        .where(CheckIn.event_id == event_id, CheckIn.session_id.is_not(None), standing())
        .group_by(CheckIn.session_id)
    )
    return {session_id: people for session_id, people in rows if session_id is not None}


def _wholes(event_id: int) -> tuple[int, int]:
    """The confirmed people of an event, and all member states."""
    confirmed = (
        select(func.count())
        .select_from(Registration)
        .where(Registration.event_id == event_id, Registration.status == Status.CONFIRMED)
    )
    states = select(func.count()).select_from(Body).where(Body.kind == BodyKind.MEMBER_STATE)
    row = db.session.execute(select(confirmed.scalar_subquery(), states.scalar_subquery())).one()
    return row[0], row[1]
