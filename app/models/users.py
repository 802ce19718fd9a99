"""Those who sign in: the secretariat, the desk, the readers of statistics."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.column_types import UtcDateTime, code_of
from app.models.people import Language


class UserRole(enum.StrEnum):
    ADMINISTRATOR = "administrator"  # may do all that an organiser may
    ORGANISER = "organiser"
    DESK_AGENT = "desk_agent"
    STATISTICS_READER = "statistics_reader"


class AccountChange(enum.StrEnum):
    """What the owner of an account is told about: nobody changes it unnoticed."""

    PASSWORD_SET = "password_set"  # noqa: S105 - a change, not a password
    SECOND_FACTOR_SET = "second_factor_set"
    SECOND_FACTOR_RESET = "second_factor_reset"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    ROLE_CHANGED = "role_changed"


class User(Base):
    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)  # as it is compared
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[UserRole] = mapped_column(code_of(UserRole))
    all_events: Mapped[bool] = mapped_column(default=True)  # otherwise those of UserEvent
    language: Mapped[Language] = mapped_column(code_of(Language), default=Language.EN)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    # The seed of the codes, encrypted with a key that is not in the database; None until somebody has shown the first code.
    second_factor: Mapped[str | None] = mapped_column(String(300))
    second_factor_step: Mapped[int | None]  # the last code that was used, in steps of 30 s since 1970
    active: Mapped[bool] = mapped_column(default=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # since when it is not active
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    events: Mapped[list[UserEvent]] = relationship(cascade="all, delete-orphan")

    @property
    def is_authenticated(self) -> bool:
        """True: whoever is a user here was found through a living LoginSession; strangers are no users."""
        return True

    @property
    def organises(self) -> bool:
        return self.role in {UserRole.ADMINISTRATOR, UserRole.ORGANISER}


class UserEvent(Base):
    """An event to which a user's role is limited."""

    __tablename__ = "user_event"
    __table_args__ = (UniqueConstraint("user_id", "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))


class LoginSession(Base):
    """A signed-in browser. The cookie holds a secret, this row its digest."""

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_user_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Until then only the password was shown, and nothing private is opened.
    complete_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device: Mapped[str] = mapped_column(
        String(80), default="", server_default=""
    )  # as its owner knows it again

    user: Mapped[User] = relationship()


class RecoveryCode(Base):
    """Opens an account once, in place of a code of the second factor; only the digest is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_user_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
