"""What was erased, when and by which rule: numbers and ids, so that it can be shown and, after a restore, done again."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.column_types import UtcDateTime, code_of
from app.models.registrations import ActorKind


class ErasureRule(enum.StrEnum):
    """Why something was erased: a period that is over, or somebody's request."""

    REQUEST = "request"
    NEEDS = "needs"
    PERSONS = "persons"
    REGISTRATIONS = "registrations"  # of nobody: never verified, or without a person
    EVENTS = "events"  # what else names people at an event: speakers typed in, reasons, addresses invited
    LETTER_TEXTS = "letter_texts"
    LETTER_ADDRESSES = "letter_addresses"
    MESSAGES = "messages"
    FILES = "files"  # made by the worker for somebody to fetch
    SESSIONS = "sessions"
    LINKS = "links"
    ACCOUNTS = "accounts"


class Erasure(Base):
    __tablename__ = "erasure"
    __table_args__ = (Index("ix_erasure_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    rule: Mapped[ErasureRule] = mapped_column(code_of(ErasureRule))
    actor_kind: Mapped[ActorKind] = mapped_column(code_of(ActorKind))
    actor_id: Mapped[int | None]
    number: Mapped[int]  # of rows that lost something
    subjects: Mapped[list[str]] = mapped_column(JSON, default=list)  # such as "registration:12"
