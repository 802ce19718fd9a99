"""Attendance: an append-only log of check-ins, exits and undos, from which every count derives; head counts stand beside it."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.column_types import UtcDateTime, code_of
from app.models.events import Event, Mode
from app.models.programme import EventSession
from app.models.registrations import ActorKind, Registration


class CheckInKind(enum.StrEnum):
    IN = "in"
    OUT = "out"
    UNDO = "undo"


class CheckIn(Base):
    """One line of the log. The client gives it an id, so that handing it in twice counts once."""

    __tablename__ = "check_in"
    __table_args__ = (
        CheckConstraint("(kind = 'undo') = (undoes_id IS NOT NULL)", name="undo_of_something"),
        CheckConstraint("mode IN ('in_person', 'online')", name="one_mode"),
        Index("ix_check_in_registration_id", "registration_id", "kind"),
        Index("ix_check_in_event_day", "event_id", "day", "session_id"),
        Index("uq_check_in_undoes_id", "undoes_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Many lines are handed in at once: by their ids the rows that come back are told apart.
    client_id: Mapped[str] = mapped_column(String(36), unique=True, insert_sentinel=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("event_session.id"))  # None: the day as a whole
    # On the calendar of the event's place. None: came, but an imported list does not say on which day.
    day: Mapped[date | None]
    mode: Mapped[Mode] = mapped_column(code_of(Mode))
    kind: Mapped[CheckInKind] = mapped_column(code_of(CheckInKind))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("check_in.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    desk: Mapped[str | None] = mapped_column(String(60))
    actor_kind: Mapped[ActorKind] = mapped_column(code_of(ActorKind))
    actor_id: Mapped[int | None]
    minutes: Mapped[int | None]  # online presence

    event: Mapped[Event] = relationship()
    registration: Mapped[Registration] = relationship()
    session: Mapped[EventSession | None] = relationship()


class HeadCount(Base):
    """How many people somebody counted in the room of a session. It stands beside the log, never in it; the last one holds."""

    __tablename__ = "head_count"
    __table_args__ = (
        CheckConstraint("number >= 0", name="number_positive"),
        Index("ix_head_count_session_id", "session_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("event_session.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    number: Mapped[int]
    actor_kind: Mapped[ActorKind] = mapped_column(code_of(ActorKind))
    actor_id: Mapped[int | None]

    session: Mapped[EventSession] = relationship()
