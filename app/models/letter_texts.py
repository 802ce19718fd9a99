"""The organisers' own words for a letter. Rows are added, never changed: the last version holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.column_types import UtcDateTime, code_of
from app.models.letter_kinds import LetterKind
from app.models.people import Language
from app.models.users import User


class LetterText(Base):
    __tablename__ = "letter_text"
    __table_args__ = (UniqueConstraint("event_id", "kind", "language", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))  # None: for every event
    kind: Mapped[LetterKind] = mapped_column(code_of(LetterKind))
    language: Mapped[Language] = mapped_column(code_of(Language))
    version: Mapped[int]
    standard: Mapped[bool] = mapped_column(default=False)  # True: back to the standard words from here on
    subject: Mapped[str] = mapped_column(String(300), default="")
    heading: Mapped[str] = mapped_column(String(300), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User | None] = relationship()
