"""How often something was tried lately. Keys are digests: no address and no name stands here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.models.column_types import UtcDateTime


class RateCount(Base):
    __tablename__ = "rate_count"
    __table_args__ = (Index("ix_rate_count_until", "until"),)

    key: Mapped[str] = mapped_column(
        String(100), primary_key=True
    )  # what is limited, and a digest of for whom
    number: Mapped[int]
    until: Mapped[datetime] = mapped_column(UtcDateTime)  # then the count begins anew
