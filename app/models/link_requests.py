"""Somebody asks for a private link. What is behind the address is looked up by the worker, so that asking tells nothing."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.column_types import UtcDateTime, code_of


class RequestedLink(enum.StrEnum):
    """What the link is to open."""

    REGISTRATION = "registration"
    DELEGATION = "delegation"  # a correspondent's page


class LinkRequest(Base):
    """Waits for the worker, which answers it by letter or not at all, and removes it."""

    __tablename__ = "link_request"
    __table_args__ = (
        CheckConstraint("(email_key IS NULL) <> (registration_id IS NULL)", name="one_subject"),
        Index("ix_link_request_registration_id", "registration_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email_key: Mapped[str | None] = mapped_column(String(254))  # as it is compared; known or not
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))  # of a second try
    opens: Mapped[RequestedLink] = mapped_column(code_of(RequestedLink), default=RequestedLink.REGISTRATION)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
