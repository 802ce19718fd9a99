"""Private links: a secret sent by e-mail, of which only the digest is kept."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.column_types import UtcDateTime, code_of
from app.models.people import Person
from app.models.registrations import Registration
from app.models.users import User


class LinkPurpose(enum.StrEnum):
    CONFIRM_ADDRESS = "confirm_address"
    MY_REGISTRATION = "my_registration"
    SIGN_IN = "sign_in"  # a correspondent's, used once
    SET_PASSWORD = "set_password"  # noqa: S105 - a purpose, not a password


class AccessLink(Base):
    __tablename__ = "access_link"
    __table_args__ = (
        CheckConstraint(
            "registration_id IS NOT NULL AND user_id IS NULL AND person_id IS NULL"
            " OR registration_id IS NULL AND (user_id IS NULL) <> (person_id IS NULL)",
            name="one_subject",
        ),
        Index("ix_access_link_registration_id", "registration_id"),
        Index("ix_access_link_user_id", "user_id"),
        Index("ix_access_link_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[LinkPurpose] = mapped_column(code_of(LinkPurpose))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    registration: Mapped[Registration | None] = relationship()
    user: Mapped[User | None] = relationship()
    person: Mapped[Person | None] = relationship()

    def is_valid(self, at: datetime) -> bool:
        """Whether the link still opens what it was made for."""
        return self.revoked_at is None and at < self.expires_at
