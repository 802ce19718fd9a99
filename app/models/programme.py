"""The programme of an event: its sessions, who speaks in them, who signed up."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.lib.bilingual import Bilingual, bilingual
from app.models.column_types import UtcDateTime, code_of
from app.models.events import Event, Mode

if TYPE_CHECKING:
    from app.models.registrations import Registration


class SessionKind(enum.StrEnum):
    PLENARY = "plenary"
    BREAKOUT = "breakout"
    SIDE_EVENT = "side_event"
    SOCIAL_EVENT = "social_event"
    BREAK = "break"  # arrival, coffee, lunch


class SessionRoleKind(enum.StrEnum):
    SPEAKER = "speaker"
    CHAIR = "chair"
    MODERATOR = "moderator"
    RAPPORTEUR = "rapporteur"


class EventSession(Base):
    """A session of an event. Called so, because Session is the database's word."""

    __tablename__ = "event_session"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="capacity_positive"),
        Index("ix_event_session_event_id_starts_at", "event_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[SessionKind] = mapped_column(code_of(SessionKind))
    title_en: Mapped[str] = mapped_column(String(300))
    title_fr: Mapped[str] = mapped_column(String(300))
    text_en: Mapped[str] = mapped_column(Text, default="")
    text_fr: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    room: Mapped[str | None] = mapped_column(String(120))
    mode: Mapped[Mode] = mapped_column(code_of(Mode))
    languages: Mapped[str | None] = mapped_column(String(40))  # language codes between blanks
    capacity: Mapped[int | None]  # None: no limit
    sign_up: Mapped[bool] = mapped_column(default=False)
    exits: Mapped[bool] = mapped_column(default=False)  # who leaves is scanned as well
    position: Mapped[int] = mapped_column(default=0)  # among sessions that begin together
    ical_uid: Mapped[str] = mapped_column(String(120), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship(back_populates="sessions")
    roles: Mapped[list[SessionRole]] = relationship(
        back_populates="session",
        order_by="SessionRole.position, SessionRole.id",
        cascade="all, delete-orphan",
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def title(self) -> Bilingual:
        return bilingual(self.title_en, self.title_fr)

    @property
    def text(self) -> Bilingual:
        return bilingual(self.text_en, self.text_fr)

    def overlaps(self, other: EventSession) -> bool:
        """Whether one person cannot be in both sessions from beginning to end."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class SessionRole(Base):
    """Somebody's part in a session: a registration, or a name and function typed in."""

    __tablename__ = "session_role"
    __table_args__ = (
        CheckConstraint("registration_id IS NOT NULL OR plain_name IS NOT NULL", name="somebody"),
        Index("ix_session_role_session_id", "session_id"),
        Index("ix_session_role_registration_id", "registration_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("event_session.id", ondelete="CASCADE"))
    kind: Mapped[SessionRoleKind] = mapped_column(code_of(SessionRoleKind))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    plain_name: Mapped[str | None] = mapped_column(String(200))
    function_en: Mapped[str] = mapped_column(String(200), default="")
    function_fr: Mapped[str] = mapped_column(String(200), default="")
    name_public: Mapped[bool] = mapped_column(
        default=False
    )  # the person agreed to be named on the public page
    position: Mapped[int] = mapped_column(default=0)

    session: Mapped[EventSession] = relationship(back_populates="roles")
    registration: Mapped[Registration | None] = relationship()

    @property
    def function(self) -> Bilingual:
        return bilingual(self.function_en, self.function_fr)


class SignUp(Base):
    """A registration's wish for a session, with a place of its own. Rows without a place are deleted."""

    __tablename__ = "sign_up"
    __table_args__ = (
        UniqueConstraint("registration_id", "session_id"),
        CheckConstraint("place IN ('held', 'waiting')", name="place"),
        CheckConstraint("(place = 'waiting') = (waiting_since IS NOT NULL)", name="waiting_since_when"),
        Index("ix_sign_up_session_id_place", "session_id", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("event_session.id"))
    place: Mapped[str] = mapped_column(String(10))
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)

    session: Mapped[EventSession] = relationship()
    registration: Mapped[Registration] = relationship(back_populates="sign_ups")
