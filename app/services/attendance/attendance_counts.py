"""Who is there now, as the desk shows it: counted from the log of check-ins by the registry's own indicators, never stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, distinct, func, select

from app.extensions import db
from app.models import Category, CheckIn, Group, Registration
from app.services import figure_counts
from app.services.indicators import REGISTRY
from app.services.participation import all_states, confirmed, for_a_state

_SEEN = REGISTRY["seen"]


@dataclass(frozen=True)
class Presence:
    """How many people are there; the three groups add up to `people`. People and states are never one figure."""

    groups: dict[Group, int]
    states: int  # member states with at least one delegate there
    all_states: int
    confirmed: int  # people whose registration is confirmed, there or not

    @property
    def people(self) -> int:
        """Everybody who is there, of whichever group."""
        return sum(self.groups.values())


def presence(event_id: int, day: date, session_id: int | None = None) -> Presence:
    """Who is there in a session; without one, who was seen on the day, at the entrance or in a session."""
    asked = {"event": event_id, "day": day, "session": session_id}
    rows = db.session.execute(_by_category(in_session=session_id is not None), asked).all()
    groups: Counter[Group] = Counter(dict.fromkeys(Group, 0))
    for category, people, _states in rows:
        groups[category.group] += people
    wholes = select(all_states(), func.count()).where(Registration.event_id == event_id, confirmed())
    number_of_states, number_confirmed = db.session.execute(wholes).one()
    return Presence(dict(groups), sum(row.states for row in rows), number_of_states, number_confirmed)


def by_session(event_id: int) -> dict[int, int]:
    """How many people were checked in to each session; sessions without anybody are left out."""
    rows = db.session.execute(_by_session(), {"event": event_id})
    return {session_id: people for session_id, people in rows if people}


@cache
def _by_category(*, in_session: bool) -> Select[Category, int, int]:
    entries = (CheckIn.event_id == bindparam("event")) & (CheckIn.day == bindparam("day"))
    if in_session:
        entries &= CheckIn.session_id == bindparam("session")
    log = figure_counts.log(entries)
    states = func.count(distinct(Registration.body_id)).filter(log.c.standing, for_a_state())
    return (
        select(Registration.category, _SEEN.aggregate(log.c), states.label("states"))
        .join(log, log.c.registration_id == Registration.id)
        .group_by(Registration.category)
    )


@cache
def _by_session() -> Select[int, int]:
    log = figure_counts.log((CheckIn.event_id == bindparam("event")) & CheckIn.session_id.is_not(None))
    return select(log.c.session_id, _SEEN.aggregate(log.c)).group_by(log.c.session_id)
