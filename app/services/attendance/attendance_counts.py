"""Who was seen and who is inside now, as desk and board show it: counted from the log of check-ins, never stored.

*Seen* is who has a check-in that stands: the number of every page, file and figure. *Inside* is only known of a session in
which exits are scanned: whose last line, by the time at which it happened, is a check-in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, bindparam, distinct, false, func, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import Category, CheckIn, CheckInKind, EventSession, Group, Registration
from app.services.attendance.log_lines import COMING_AND_GOING
from app.services.indicators import REGISTRY
from app.services.participation import all_states, confirmed, for_a_state, scanned

_SEEN = REGISTRY["seen"]


@dataclass(frozen=True)
class Presence:
    """How many people are there; the three groups add up to `people`. People and states are never one figure."""

    groups: dict[Group, int]  # who was seen
    states: int  # member states of which at least one delegate was seen
    all_states: int
    confirmed: int  # people whose registration is confirmed, there or not
    groups_inside: dict[Group, int] | None = None  # None: exits are not scanned
    states_inside: int | None = None

    @property
    def people(self) -> int:
        """Everybody who was seen, of whichever group."""
        return sum(self.groups.values())

    @property
    def inside(self) -> int | None:
        """Everybody who is inside now; None where exits are not scanned."""
        return None if self.groups_inside is None else sum(self.groups_inside.values())

    @property
    def groups_now(self) -> dict[Group, int]:
        """Who is there now, as far as the log knows: inside or, where exits are not scanned, seen."""
        return self.groups if self.groups_inside is None else self.groups_inside

    @property
    def people_now(self) -> int:
        """How many people are there now, as far as the log knows."""
        return sum(self.groups_now.values())

    @property
    def states_now(self) -> int:
        """How many member states are represented now, as far as the log knows."""
        return self.states if self.states_inside is None else self.states_inside


class InSession(NamedTuple):
    """The people of a session: all who were seen, and who is inside now; None where exits are not scanned."""

    seen: int
    inside: int | None


def presence(event_id: int, day: date, session_id: int | None = None) -> Presence:
    """Who is there in a session; without one, who was seen on the day, at the entrance or in a session."""
    asked = {"event": event_id, "day": day, "session": session_id}
    rows = db.session.execute(_by_category(in_session=session_id is not None), asked).all()
    known = db.session.execute(_wholes(), asked).one()
    groups, inside = (
        _grouped((row.category, row.seen) for row in rows),
        _grouped((row.category, row.inside) for row in rows),
    )
    return Presence(
        groups,
        sum(row.states for row in rows),
        known.all_states,
        known.confirmed,
        inside if known.exits else None,
        sum(row.states_inside for row in rows) if known.exits else None,
    )


def in_sessions(event_id: int) -> dict[int, InSession]:
    """The people of each session; sessions to which nobody was checked in are left out."""
    rows = db.session.execute(_by_session(), {"event": event_id})
    return {
        row.session_id: InSession(row.seen, row.inside if row.exits else None) for row in rows if row.seen
    }


def states_there(event_id: int, day: date, session_id: int | None = None, *, exits: bool = False) -> set[int]:
    """The ids of the member states that are represented now: those whom `Presence.states_now` counts."""
    asked = {"event": event_id, "day": day, "session": session_id}
    found = db.session.scalars(_states_there(in_session=session_id is not None, inside=exits), asked)
    return {body_id for body_id in found if body_id is not None}


def by_session(event_id: int) -> dict[int, int]:
    """How many people were checked in to each session; sessions without anybody are left out."""
    return {session_id: people.seen for session_id, people in in_sessions(event_id).items()}


def _grouped(numbers: Iterable[tuple[Category, int]]) -> dict[Group, int]:
    groups: Counter[Group] = Counter(dict.fromkeys(Group, 0))
    for category, people in numbers:
        groups[category.group] += people
    return dict(groups)


def _standing(condition: ColumnElement[bool]) -> Subquery:
    """The lines that stand, with the flags `standing` (a check-in) and `inside` (a check-in after which nobody left).

    By the report of an online meeting nobody is inside, and nobody who is inside has left.
    """
    undo = aliased(CheckIn)
    is_in = CheckIn.kind == CheckInKind.IN
    each = (CheckIn.registration_id, CheckIn.session_id, scanned())
    from_last = func.row_number().over(partition_by=each, order_by=(CheckIn.at.desc(), CheckIn.id.desc()))
    return (
        select(
            CheckIn.registration_id, CheckIn.session_id,
            is_in.label("standing"), and_(is_in, from_last == 1, scanned()).label("inside"),
        )
        .outerjoin(undo, undo.undoes_id == CheckIn.id)
        .where(condition, CheckIn.kind.in_(COMING_AND_GOING), undo.id.is_(None))
        .subquery()
    )  # fmt: skip


def _of_occasion(*, in_session: bool) -> Subquery:
    entries = (CheckIn.event_id == bindparam("event")) & (CheckIn.day == bindparam("day"))
    if in_session:
        entries &= CheckIn.session_id == bindparam("session")
    return _standing(entries)


@cache
def _states_there(*, in_session: bool, inside: bool) -> Select[int | None]:
    log = _of_occasion(in_session=in_session)
    there = log.c.inside if inside else log.c.standing
    people = select(Registration.body_id).join(log, log.c.registration_id == Registration.id)
    return people.where(there, for_a_state()).distinct()


@cache
def _by_category(*, in_session: bool) -> Select[Category, int, int, int, int]:
    log = _of_occasion(in_session=in_session)
    return (
        select(
            Registration.category,
            _SEEN.aggregate(log.c).label("seen"),
            func.count(distinct(Registration.body_id)).filter(log.c.standing, for_a_state()).label("states"),
            func.count().filter(log.c.inside).label("inside"),
            func.count(distinct(Registration.body_id))
            .filter(log.c.inside, for_a_state())
            .label("states_inside"),
        )
        .join(log, log.c.registration_id == Registration.id)
        .group_by(Registration.category)
    )


@cache
def _wholes() -> Select[int, int, bool]:
    exits = select(EventSession.exits).where(EventSession.id == bindparam("session")).scalar_subquery()
    return select(
        all_states().label("all_states"),
        func.count().label("confirmed"),
        func.coalesce(exits, false()).label("exits"),
    ).where(Registration.event_id == bindparam("event"), confirmed())


@cache
def _by_session() -> Select[int, bool, int, int]:
    log = _standing((CheckIn.event_id == bindparam("event")) & CheckIn.session_id.is_not(None))
    return (
        select(
            log.c.session_id, EventSession.exits,
            _SEEN.aggregate(log.c).label("seen"), func.count().filter(log.c.inside).label("inside"),
        )
        .join(EventSession, EventSession.id == log.c.session_id)
        .group_by(log.c.session_id, EventSession.exits)
    )  # fmt: skip
