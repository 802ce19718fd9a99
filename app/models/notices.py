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


class NoticeDraft(Base):
    """The next version while it is being written; there is one draft at most. A published notice is never changed."""

    __tablename__ = "notice_draft"

    id: Mapped[int] = mapped_column(primary_key=True)  # always 1
    text_en: Mapped[str] = mapped_column(Text)
    text_fr: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)  # two editors at once: the second is told

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def text(self) -> Bilingual:
        return Bilingual(self.text_en, self.text_fr)
