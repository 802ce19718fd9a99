"""A message to many: written once, sent to everybody whom a filter of the list finds when it goes out."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.lib.bilingual import Bilingual
from app.models.column_types import UtcDateTime, code_of
from app.models.events import Event
from app.models.letter_kinds import LetterKind


class CampaignState(enum.StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"  # can be taken back until it goes out
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"  # what had not gone out will not
    DONE = "done"


class Campaign(Base):
    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('scheduled', 'sending') OR starts_at IS NOT NULL", name="scheduled_has_start"
        ),
        Index("ix_campaign_event_id", "event_id"),
        Index("ix_campaign_state_starts_at", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[LetterKind] = mapped_column(code_of(LetterKind), default=LetterKind.MESSAGE)
    filters: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)  # as in the address of the list
    subject_en: Mapped[str] = mapped_column(String(300), default="")
    subject_fr: Mapped[str] = mapped_column(String(300), default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    text_fr: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[CampaignState] = mapped_column(code_of(CampaignState), default=CampaignState.DRAFT)
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(
        String(32), unique=True
    )  # random; begins the Message-IDs of its letters
    version: Mapped[int] = mapped_column(default=1)  # two editors at once: the second is told
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship()
    files: Mapped[list[CampaignFile]] = relationship(
        back_populates="campaign", order_by="CampaignFile.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def subject(self) -> Bilingual:
        return Bilingual(self.subject_en, self.subject_fr)

    @property
    def text(self) -> Bilingual:
        return Bilingual(self.text_en, self.text_fr)


class CampaignFile(Base):
    """A file that goes with each letter; its content is kept under the stored name (stored_files.py)."""

    __tablename__ = "campaign_file"
    __table_args__ = (Index("ix_campaign_file_campaign_id", "campaign_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)

    campaign: Mapped[Campaign] = relationship(back_populates="files")
