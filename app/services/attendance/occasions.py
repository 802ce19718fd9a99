"""What somebody is checked in for: a day of an event, or one of its sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, bindparam, select

from app.extensions import db
from app.lib.clock import now
from app.models import CheckIn, Event, EventSession, Mode
from app.services.attendance.desk_errors import NotADayOfTheEvent
from app.services.errors import NotFound
from app.services.event_states import refuse_read_only

# Asked for by each scan of a session, and therefore put together once.
_SESSION = select(EventSession).where(
    EventSession.id == bindparam("session"),
    EventSession.event_id == bindparam("event"),
    EventSession.cancelled_at.is_(None),
)


@dataclass(frozen=True)
class Occasion:
    """A day of an event; with a session, that session on its day."""

    event: Event
    day: date
    session: EventSession | None = None

    @property
    def mode(self) -> Mode:
        """How one takes part who comes to this desk."""
        return Mode.ONLINE if self.event.mode is Mode.ONLINE else Mode.IN_PERSON

    @property
    def is_today(self) -> bool:
        """Whether the day is today's by the clocks of the event's place."""
        return self.day == self.event.local(now()).date()

    @property
    def exits(self) -> bool:
        """Whether who leaves is scanned as well."""
        return self.session is not None and self.session.exits

    @property
    def lines(self) -> ColumnElement[bool]:
        """That a line of the log is about this occasion and about taking part as one does who comes to this desk."""
        session_id = self.session.id if self.session else None
        return and_(CheckIn.day == self.day, CheckIn.session_id == session_id, CheckIn.mode == self.mode)


def of(event: Event, day: date | None = None, session_id: int | None = None) -> Occasion:
    """The occasion of a day or a session; without either it is today.

    Raises:
        EventReadOnly: the event is archived or cancelled.
        NotFound: no such session of this event, or it is cancelled.
        NotADayOfTheEvent: the day, or today, is none of the event's.
    """
    refuse_read_only(event)
    if session_id is not None:
        session = _session(event, session_id)
        return Occasion(event, event.local(session.starts_at).date(), session)
    asked = day or event.local(now()).date()
    if asked not in event.days:
        raise NotADayOfTheEvent
    return Occasion(event, asked)


def _session(event: Event, session_id: int) -> EventSession:
    session = db.session.scalar(_SESSION, {"session": session_id, "event": event.id})
    if session is None:
        raise NotFound
    return session
