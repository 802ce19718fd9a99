"""A person, known from one event to the next. The public form never reads or changes this table."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.column_types import UtcDateTime, code_of


class Gender(enum.StrEnum):
    """Asked for statistics only, and optional: no answer is None, which is not the same as prefers not to say."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"
    PREFERS_NOT_TO_SAY = "prefers_not_to_say"


class Language(enum.StrEnum):
    EN = "en"
    FR = "fr"


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (Index("ix_person_identity_key", "identity_key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    identity_key: Mapped[str | None] = mapped_column(String(64))  # address and name; None once anonymised
    given_name: Mapped[str | None] = mapped_column(String(100))
    family_name: Mapped[str | None] = mapped_column(String(100))  # None once anonymised
    title: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[Language] = mapped_column(code_of(Language))
    gender: Mapped[Gender | None] = mapped_column(code_of(Gender))
    discreet: Mapped[bool] = mapped_column(default=False)
    reuse_consent: Mapped[bool] = mapped_column(default=False)
    fictional: Mapped[bool] = mapped_column(default=False)  # speaks for a body at fictional events only
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    anonymised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
