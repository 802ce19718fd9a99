"""A mandate: from when until when somebody is national correspondent, or contact point, of a body."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.bodies import Body
from app.models.column_types import UtcDateTime
from app.models.people import Person


class Mandate(Base):
    """A body can have several at once; each has the same rights over the body's own delegation, and no other."""

    __tablename__ = "mandate"
    __table_args__ = (
        CheckConstraint("until_date IS NULL OR until_date >= from_date", name="ends_after_start"),
        Index("ix_mandate_body_id", "body_id"),
        Index("ix_mandate_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    from_date: Mapped[date]
    until_date: Mapped[date | None]  # the last day; None: not known yet
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship()
    body: Mapped[Body] = relationship()

    def runs_on(self, day: date) -> bool:
        """Whether the mandate runs on a day."""
        return self.from_date <= day and (self.until_date is None or day <= self.until_date)
