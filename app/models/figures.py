"""Figures that are kept: reported for events without names, and frozen after an event; never mixed with counted ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.column_types import UtcDateTime
from app.models.events import Event


class ReportedFigure(Base):
    """What somebody reported of an event, with the source."""

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
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # None: came with the reference data

    event: Mapped[Event] = relationship()


class FigureSnapshot(Base):
    """The figures of an event as they stood when somebody froze them. The newest version holds; none is ever counted anew."""

    __tablename__ = "figure_snapshot"
    __table_args__ = (
        UniqueConstraint("event_id", "version"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    version: Mapped[int]  # 1, 2, 3 … of the event
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    definitions: Mapped[int]  # the version of the definitions by which was counted
    figures: Mapped[dict[str, Any]] = mapped_column(
        JSON
    )  # as services/statistics/stored_figures.py writes them
    note: Mapped[str | None] = mapped_column(String(300))  # why there is a new version
    public_since: Mapped[datetime | None] = mapped_column(UtcDateTime)  # None: never stood on the public page

    event: Mapped[Event] = relationship()
