"""A document of an event: agenda, practical information, presentation, report."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.column_types import UtcDateTime, code_of
from app.models.events import Event


class DocumentKind(enum.StrEnum):
    AGENDA = "agenda"
    PRACTICAL_INFORMATION = "practical_information"
    PRESENTATION = "presentation"
    REPORT = "report"


class DocumentLanguage(enum.StrEnum):
    EN = "en"
    FR = "fr"
    BOTH = "both"


class Visibility(enum.StrEnum):
    EVERYONE = "everyone"
    CONFIRMED = "confirmed"
    CORRESPONDENTS = "correspondents"


class EventDocument(Base):
    """What is said of a file; its content is kept under the stored name (stored_files.py), which nobody chose."""

    __tablename__ = "event_document"
    __table_args__ = (Index("ix_event_document_event_id", "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[DocumentKind] = mapped_column(code_of(DocumentKind))
    language: Mapped[DocumentLanguage] = mapped_column(code_of(DocumentLanguage))
    visibility: Mapped[Visibility] = mapped_column(code_of(Visibility))
    title: Mapped[str] = mapped_column(String(200))
    file_name: Mapped[str] = mapped_column(String(200))  # as it is offered for download
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship(back_populates="documents")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
