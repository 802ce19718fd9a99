"""Who comes in which way: admission by category, quotas of bodies, and invitation links."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.bodies import Body, BodyKind
from app.models.column_types import UtcDateTime, code_of, unique_where
from app.models.events import Event


class Category(enum.StrEnum):
    """In what capacity somebody comes."""

    MEMBER_STATE_DELEGATE = "member_state_delegate"
    OBSERVER = "observer"
    INTERNAL_PARTNER = "internal_partner"
    SPEAKER_EXPERT = "speaker_expert"
    SECRETARIAT = "secretariat"
    INTERPRETER = "interpreter"
    PRESS = "press"
    SECURITY = "security"
    GUEST = "guest"

    @property
    def group(self) -> Group:
        """The group in which the statistics count this category; the three always add up to the total."""
        if self is Category.MEMBER_STATE_DELEGATE:
            return Group.MEMBER_STATES
        return Group.OBSERVERS if self is Category.OBSERVER else Group.OTHERS

    @property
    def in_delegation(self) -> bool:
        """Whether such a person belongs to a delegation, and so to a quota."""
        return self in DELEGATIONS


DELEGATIONS = (Category.MEMBER_STATE_DELEGATE, Category.OBSERVER)  # the categories of those whom bodies send


class Group(enum.StrEnum):
    MEMBER_STATES = "member_states"
    OBSERVERS = "observers"
    OTHERS = "others"

    @property
    def categories(self) -> list[Category]:
        return [category for category in Category if category.group is self]


class Way(enum.StrEnum):
    OPEN_FORM = "open_form"
    NOMINATION_ONLY = "nomination_only"
    INVITATION_LINK = "invitation_link"
    NOT_ADMITTED = "not_admitted"


class Admission(Base):
    __tablename__ = "admission"
    __table_args__ = (UniqueConstraint("event_id", "category"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    category: Mapped[Category] = mapped_column(code_of(Category))
    way: Mapped[Way] = mapped_column(code_of(Way))
    needs_correspondent: Mapped[bool] = mapped_column(default=False)
    needs_secretariat: Mapped[bool] = mapped_column(default=False)
    counts_capacity: Mapped[bool] = mapped_column(default=True)

    event: Mapped[Event] = relationship(back_populates="admissions")


class Quota(Base):
    """How many delegates one body may send: set for a kind of body, or for one body as an exception."""

    __tablename__ = "quota"
    __table_args__ = (
        CheckConstraint("(kind IS NULL) <> (body_id IS NULL)", name="kind_or_body"),
        CheckConstraint("places >= 0", name="places_positive"),
        unique_where("uq_quota_event_kind", "event_id", "kind", condition="kind IS NOT NULL"),
        unique_where("uq_quota_event_body", "event_id", "body_id", condition="body_id IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    kind: Mapped[BodyKind | None] = mapped_column(code_of(BodyKind))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    places: Mapped[int]

    event: Mapped[Event] = relationship(back_populates="quotas")
    body: Mapped[Body | None] = relationship()


class InvitationLink(Base):
    """A link that admits somebody to a category; its secret is shown once, only the digest is kept."""

    __tablename__ = "invitation_link"
    __table_args__ = (
        CheckConstraint("uses >= 0 AND uses <= max_uses", name="uses_within_limit"),
        Index("ix_invitation_link_event_id", "event_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    category: Mapped[Category] = mapped_column(code_of(Category))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    email: Mapped[str | None] = mapped_column(String(254))
    max_uses: Mapped[int] = mapped_column(default=1)
    uses: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))

    event: Mapped[Event] = relationship()
    body: Mapped[Body | None] = relationship()

    def is_usable(self, at: datetime) -> bool:
        """Whether the link still admits somebody at a moment."""
        return self.revoked_at is None and at < self.expires_at and self.uses < self.max_uses
