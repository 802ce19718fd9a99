"""The privacy notice, in versions; each registration keeps which one it saw."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.lib.bilingual import Bilingual
from app.models.column_types import UtcDateTime


class Notice(Base):
    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    text_en: Mapped[str] = mapped_column(Text)
    text_fr: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def text(self) -> Bilingual:
        return Bilingual(self.text_en, self.text_fr)
