"""Head counts: how many people somebody counted in the room of a session. They stand beside the log, never in it.

The last count of a session holds. It is compared with those who were in the room by the log at the moment of the count,
so that whoever comes or leaves afterwards makes no difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, Subquery, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.lib.clock import now
from app.models import CheckIn, CheckInKind, Event, EventSession, HeadCount, SessionKind
from app.services.actors import Actor
from app.services.attendance.head_count_errors import CountedInTheFuture, NotAHeadCount
from app.services.errors import NotFound
from app.services.event_states import refuse_read_only
from app.services.indicators import ROOM
from app.services.participation import scanned

_EVENT: BindParameter[int] = bindparam("event", type_=Integer)
MOST = 99_999  # more people than that are in no room: a slip of the finger


@dataclass(frozen=True)
class Counted:
    """The head count of a session that holds, and how many people were in the room at that moment by the log.

    `by_log` is None where nobody was ever checked in at the door: there is nothing to compare with.
    """

    number: int
    at: datetime
    by_log: int | None
    difference: int | None  # how many more people were counted than the log knows; fewer are negative


def count(event: Event, session_id: int, number: int, actor: Actor, at: datetime | None = None) -> HeadCount:
    """Record how many people were counted in the room of a session; without a moment, that is now.

    Raises:
        EventReadOnly: the event is archived or cancelled.
        NotFound: no such session of this event, or heads are not counted in it.
        NotAHeadCount: no number of people in a room.
        CountedInTheFuture: the moment is still to come.
    """
    refuse_read_only(event)
    if session_id not in {session.id for session in sessions_of(event)}:
        raise NotFound
    if not 0 <= number <= MOST:
        raise NotAHeadCount(most=MOST)
    present = now()
    if at is not None and at > present:
        raise CountedInTheFuture
    row = HeadCount(
        session_id=session_id, at=at or present, number=number, actor_kind=actor.kind, actor_id=actor.id
    )
    db.session.add(row)
    db.session.flush()
    return row


def sessions_of(event: Event) -> list[EventSession]:
    """The sessions in which heads are counted, in their order: neither breaks nor cancelled ones."""
    return [row for row in event.sessions if row.cancelled_at is None and row.kind is not SessionKind.BREAK]


def of_event(event_id: int) -> dict[int, Counted]:
    """The head counts that hold, by session; sessions in which nobody counted are left out."""
    rows = db.session.connection().execute(_of_event(), {"event": event_id})
    return {row.session_id: _counted(row) for row in rows}


def _counted(row: Any) -> Counted:
    compared = (row.in_the_room, row.head_count_difference) if row.at_the_door else (None, None)
    return Counted(row.head_count, row.at, *compared)


@cache
def _of_event() -> Select[Any]:
    room = _rooms().c
    at_the_door = exists().where(
        CheckIn.event_id == _EVENT,
        CheckIn.session_id == room.session_id,
        CheckIn.kind == CheckInKind.IN,
        scanned(),
    )
    numbers = [indicator.aggregate(room).label(indicator.code) for indicator in ROOM]
    keys = (room.session_id, room.at)
    return select(*keys, *numbers, at_the_door.label("at_the_door")).group_by(*keys)


def _rooms() -> Subquery:
    """Each count that holds with the people who were in the room; with nobody, if nobody was."""
    counts, lines = _holding(), _latest_lines()
    there = and_(
        lines.c.session_id == counts.c.session_id, lines.c.latest == 1, lines.c.kind == CheckInKind.IN
    )
    return select(counts, lines.c.registration_id).outerjoin(lines, there).subquery("rooms")


def _holding() -> Subquery:
    """The last count of each session."""
    of_the_event = select(EventSession.id).where(EventSession.event_id == _EVENT)
    last = select(func.max(HeadCount.id)).where(HeadCount.session_id.in_(of_the_event))
    chosen = HeadCount.id.in_(last.group_by(HeadCount.session_id))
    return select(HeadCount.session_id, HeadCount.number, HeadCount.at).where(chosen).subquery("counts")


def _latest_lines() -> Subquery:
    """What the log says last of each person until the moment of the count; exits count only where they are scanned."""
    undo, counts = aliased(CheckIn), _holding()
    known = or_(CheckIn.kind == CheckInKind.IN, and_(CheckIn.kind == CheckInKind.OUT, EventSession.exits))
    latest = func.row_number().over(
        partition_by=(CheckIn.session_id, CheckIn.registration_id),
        order_by=(CheckIn.at.desc(), CheckIn.id.desc()),
    )
    return (
        select(CheckIn.session_id, CheckIn.registration_id, CheckIn.kind, latest.label("latest"))
        .join(counts, counts.c.session_id == CheckIn.session_id)
        .join(EventSession, EventSession.id == CheckIn.session_id)
        .outerjoin(undo, undo.undoes_id == CheckIn.id)
        .where(CheckIn.event_id == _EVENT, CheckIn.at <= counts.c.at, known, scanned(), undo.id.is_(None))
        .subquery("lines")
    )
