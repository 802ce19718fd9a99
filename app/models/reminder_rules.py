"""What is written to people by itself, so many days before a deadline or before the event."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.column_types import UtcDateTime, code_of
from app.models.events import Event


class ReminderAbout(enum.StrEnum):
    """To whom a rule writes, and about what. The days count back from the deadline for nominations, or from the event."""

    SILENT = "silent"  # to correspondents of bodies that have not answered
    OPEN_POINTS = "open_points"  # to correspondents whose delegation still has something open
    UNANSWERED = "unanswered"  # to nominated persons who have not answered
    PRACTICAL = "practical"  # practical information, to those who are confirmed

    @property
    def before_event(self) -> bool:
        """Whether the days count back from the event, not from the deadline for nominations."""
        return self is ReminderAbout.PRACTICAL


class ReminderRule(Base):
    """A rule of an event. Nobody is written to twice by one rule."""

    __tablename__ = "reminder_rule"
    __table_args__ = (
        UniqueConstraint("event_id", "about", "days_before"),
        CheckConstraint("days_before BETWEEN 0 AND 365", name="days_in_a_year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    about: Mapped[ReminderAbout] = mapped_column(code_of(ReminderAbout))
    days_before: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_run_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    letters: Mapped[int] = mapped_column(default=0)  # how many it has caused so far

    event: Mapped[Event] = relationship()
