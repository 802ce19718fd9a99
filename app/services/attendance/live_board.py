"""The board in the hall: who is there now, which member states are represented, what goes on. No name of a person, ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, select

from app.extensions import db
from app.lib.bilingual import Bilingual
from app.lib.clock import now
from app.models import Body, BodyKind, Event, EventSession
from app.services.attendance import attendance_counts, occasions
from app.services.attendance.attendance_counts import Presence
from app.services.attendance.occasions import Occasion

MOST_SESSIONS = 3  # more lines than that are not read in passing


@dataclass(frozen=True)
class StateTile:
    """A member state on the map."""

    code: str
    name: Bilingual
    row: int
    column: int
    there: bool  # represented now


@dataclass(frozen=True)
class Quorum:
    """How many member states must be represented, and how many are."""

    needed: int
    states: int

    @property
    def reached(self) -> bool:
        """Whether there are enough to decide."""
        return self.states >= self.needed

    @property
    def lacking(self) -> int:
        """How many more are needed."""
        return max(self.needed - self.states, 0)


@dataclass(frozen=True)
class Slot:
    """A session that is under way, or one of those that begin next."""

    session: EventSession
    under_way: bool


@dataclass(frozen=True)
class Board:
    """What the hall sees. `more` counts the sessions for which there is no line left."""

    occasion: Occasion
    presence: Presence
    states: Sequence[StateTile]
    quorum: Quorum | None  # None: the event has none
    slots: Sequence[Slot]
    more: int


def board(event: Event, day: date | None = None, session_id: int | None = None) -> Board:
    """The board for a day or a session; without either for today or, on no day of the event, for the nearest one.

    Raises:
        EventReadOnly: the event is archived or cancelled.
        NotFound: no such session of this event, or it is cancelled.
        NotADayOfTheEvent: the day is none of the event's, or the event has none.
    """
    at = now()
    occasion = occasions.of(event, day or _nearest_day(event, at), session_id)
    session_id = occasion.session.id if occasion.session else None
    presence = attendance_counts.presence(event.id, occasion.day, session_id)
    there = attendance_counts.states_there(event.id, occasion.day, session_id, exits=occasion.exits)
    slots = _slots(event.sessions, at)
    quorum = Quorum(event.quorum, presence.states_now) if event.quorum else None
    more = max(len(slots) - MOST_SESSIONS, 0)
    return Board(occasion, presence, _tiles(there), quorum, slots[:MOST_SESSIONS], more)


def _nearest_day(event: Event, at: datetime) -> date | None:
    today, days = event.local(at).date(), event.days
    return min(days, key=lambda day: abs(day - today)) if days else None


def _slots(sessions: Sequence[EventSession], at: datetime) -> list[Slot]:
    """What is under way; then what begins next, all that begins together."""
    held = [session for session in sessions if session.cancelled_at is None]
    coming = [session for session in held if session.starts_at > at]
    first = min((session.starts_at for session in coming), default=None)
    return [
        *(Slot(session, under_way=True) for session in held if session.starts_at <= at < session.ends_at),
        *(Slot(session, under_way=False) for session in coming if session.starts_at == first),
    ]


def _tiles(there: set[int]) -> list[StateTile]:
    rows = db.session.execute(_states())
    return [
        StateTile(
            row.code, Bilingual(row.name_en, row.name_fr), row.tile_row, row.tile_column, row.id in there
        )
        for row in rows
    ]


@cache
def _states() -> Select[int, str, str, str, int | None, int | None]:
    return (
        select(Body.id, Body.code, Body.name_en, Body.name_fr, Body.tile_row, Body.tile_column)
        .where(Body.kind == BodyKind.MEMBER_STATE)
        .order_by(Body.tile_row, Body.tile_column)
    )
