"""Figures that were reported for events without names; never mixed with counted ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.column_types import UtcDateTime
from app.models.events import Event


class ReportedFigure(Base):
    __tablename__ = "reported_figure"
    __table_args__ = (
        UniqueConstraint("event_id", "indicator"),
        CheckConstraint("value >= 0", name="value_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    indicator: Mapped[str] = mapped_column(String(60))  # a code of the registry of indicators
    value: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    note: Mapped[str | None] = mapped_column(String(500))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    event: Mapped[Event] = relationship()
