"""The outbox: a letter is committed with what caused it, and delivered afterwards."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.bodies import Body
from app.models.campaigns import Campaign
from app.models.column_types import UtcDateTime, code_of
from app.models.events import Event
from app.models.letter_kinds import LetterKind
from app.models.people import Language, Person
from app.models.registrations import Registration
from app.models.users import User


class LetterState(enum.StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    WILL_RETRY = "will_retry"
    FAILED = "failed"  # for good; server_said has the reason
    CANCELLED = "cancelled"


class Letter(Base):
    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_state_not_before", "state", "not_before"),
        Index("ix_letter_registration_id", "registration_id"),
        Index("ix_letter_event_id", "event_id", "id"),
        Index("ix_letter_campaign_id_state", "campaign_id", "state"),
        Index("ix_letter_person_id", "person_id"),
        Index("ix_letter_sent_at", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)  # the same letter is never queued twice
    kind: Mapped[LetterKind] = mapped_column(code_of(LetterKind))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # a correspondent
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))  # whose delegation it is about
    recipient: Mapped[str | None] = mapped_column(String(254))  # None once erased
    language: Mapped[Language] = mapped_column(code_of(Language))
    facts: Mapped[dict[str, object]] = mapped_column(
        JSON, default=dict
    )  # what the letter says beyond its rows
    # Written when the letter is first sent, and forgotten after a while; private links stand in it as placeholders.
    subject: Mapped[str | None] = mapped_column(String(300))
    text: Mapped[str | None] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    calendar: Mapped[str | None] = mapped_column(Text)  # the calendar file that goes with it
    state: Mapped[LetterState] = mapped_column(code_of(LetterState), default=LetterState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    server_said: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    set_aside_at: Mapped[datetime | None] = mapped_column(
        UtcDateTime
    )  # a failure that somebody has dealt with

    registration: Mapped[Registration | None] = relationship()
    event: Mapped[Event | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    person: Mapped[Person | None] = relationship()
    body: Mapped[Body | None] = relationship()
    user: Mapped[User | None] = relationship()

    @property
    def is_to_discreet(self) -> bool:
        """Whether it went to somebody in discreet mode, whose name and address others do not read."""
        addressed = self.registration or self.person
        return addressed is not None and addressed.discreet
