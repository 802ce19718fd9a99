"""What stands between an event and a body that may send a delegation: the convocation, and whom nominees propose instead."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.bodies import Body
from app.models.column_types import UtcDateTime
from app.models.events import Event
from app.models.registrations import Registration


class Convocation(Base):
    """A body was invited to an event. Its correspondents answer for it."""

    __tablename__ = "convocation"
    __table_args__ = (
        UniqueConstraint("event_id", "body_id"),
        CheckConstraint("reason IS NULL OR refused_at IS NOT NULL", name="reason_of_a_refusal"),
        Index("ix_convocation_body_id", "body_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a correspondent opened the page
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # “we will not attend”
    reason: Mapped[str | None] = mapped_column(String(500))
    reminders: Mapped[int] = mapped_column(default=0)  # how often the silent body was reminded
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the last time

    event: Mapped[Event] = relationship()
    body: Mapped[Body] = relationship()


class Substitute(Base):
    """Whom somebody who declined a nomination proposes instead; the correspondent turns it into a nomination, or not."""

    __tablename__ = "substitute"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    given_name: Mapped[str | None] = mapped_column(String(100))
    family_name: Mapped[str | None] = mapped_column(String(100))  # None once erased
    function: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # taken up or set aside

    registration: Mapped[Registration] = relationship()
