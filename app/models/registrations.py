"""A registration: one person at one event, as that person was then.

Three axes, never mixed: *status* is the decision, *place* is the seat, attendance is the log of check-ins.
"""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.models.admissions import Category
from app.models.bodies import Body
from app.models.column_types import UtcDateTime, code_of, unique_where
from app.models.events import Event, Mode
from app.models.people import Gender, Language, Person
from app.models.programme import SignUp


class Status(enum.StrEnum):
    UNVERIFIED = "unverified"
    NOMINATED = "nominated"
    SUBMITTED = "submitted"
    VALIDATED = "validated"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


LIVING = (Status.UNVERIFIED, Status.NOMINATED, Status.SUBMITTED, Status.VALIDATED, Status.CONFIRMED)
_LIVING_SQL = "status IN ('unverified', 'nominated', 'submitted', 'validated', 'confirmed')"


class Place(enum.StrEnum):
    NONE = "none"
    HELD = "held"
    WAITING = "waiting"


class Role(enum.StrEnum):
    """A person's part in a delegation."""

    HEAD = "head"
    DELEGATE = "delegate"
    ALTERNATE = "alternate"
    ADVISER = "adviser"
    NATIONAL_CORRESPONDENT = "national_correspondent"


class Origin(enum.StrEnum):
    PUBLIC = "public"
    NOMINATION = "nomination"
    STAFF = "staff"
    DESK = "desk"
    IMPORT = "import"


class ActorKind(enum.StrEnum):
    """Who did something: kinds only, an id beside it where there is one."""

    PERSON = "person"
    CORRESPONDENT = "correspondent"
    STAFF = "staff"
    DESK = "desk"
    SYSTEM = "system"


class Registration(Base):
    __tablename__ = "registration"
    __table_args__ = (
        CheckConstraint("mode IN ('in_person', 'online')", name="one_mode"),
        CheckConstraint("(place = 'waiting') = (waiting_since IS NOT NULL)", name="waiting_since_when"),
        CheckConstraint("status <> 'confirmed' OR place = 'held'", name="confirmed_holds_a_place"),
        CheckConstraint(f"({_LIVING_SQL}) = (place <> 'none')", name="living_holds_or_waits"),
        CheckConstraint(
            "category NOT IN ('member_state_delegate', 'observer') OR body_id IS NOT NULL",
            name="delegates_have_a_body",
        ),
        CheckConstraint("replaces_id <> id", name="replaces_another"),
        unique_where("uq_registration_identity", "event_id", "identity_key", condition=_LIVING_SQL),
        unique_where(
            "uq_registration_head", "event_id", "body_id", condition=f"role = 'head' AND {_LIVING_SQL}"
        ),
        Index("ix_registration_seats", "event_id", "place", "mode", "category", "status", "body_id"),
        Index("ix_registration_event_status", "event_id", "status"),
        Index("ix_registration_event_sort", "event_id", "sort_name", "id"),
        Index("ix_registration_event_created", "event_id", "created_at", "id"),
        # All that the list counts and filters by, so that counting reads the index alone.
        Index("ix_registration_event_body", "event_id", "body_id", "category", "status", "place", "mode"),
        Index("ix_registration_person", "person_id"),
        # Not unique: whoever was replaced, and was then taken up again, can be replaced once more.
        Index("ix_registration_replaces_id", "replaces_id"),
        Index("ix_registration_email_key", "email_key"),
        Index(  # the worker asks every minute whose hold is over, at whichever event
            "ix_registration_hold_until",
            "hold_until",
            sqlite_where=text("hold_until IS NOT NULL"),
            postgresql_where=text("hold_until IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    category: Mapped[Category] = mapped_column(code_of(Category))
    role: Mapped[Role | None] = mapped_column(code_of(Role))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    body_text: Mapped[str | None] = mapped_column(String(200))  # an affiliation that is no body of ours
    mode: Mapped[Mode] = mapped_column(code_of(Mode))
    status: Mapped[Status] = mapped_column(code_of(Status))
    place: Mapped[Place] = mapped_column(code_of(Place), default=Place.NONE)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hold_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # an unverified one expires then

    given_name: Mapped[str | None] = mapped_column(String(100))
    family_name: Mapped[str | None] = mapped_column(String(100))  # None once anonymised
    own_script_name: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str | None] = mapped_column(String(100))
    function: Mapped[str | None] = mapped_column(String(200))
    service: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))  # None once anonymised
    email_key: Mapped[str | None] = mapped_column(String(254))  # as it is compared
    language: Mapped[Language] = mapped_column(code_of(Language))
    gender: Mapped[Gender | None] = mapped_column(code_of(Gender))
    sort_name: Mapped[str] = mapped_column(String(220), default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    identity_key: Mapped[str | None] = mapped_column(String(64))

    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when the address was confirmed
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))  # the version that was shown
    consent_photographs: Mapped[bool] = mapped_column(default=False)
    consent_lists: Mapped[bool] = mapped_column(default=False)
    consent_reuse: Mapped[bool] = mapped_column(default=False)
    discreet: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[Origin] = mapped_column(code_of(Origin))
    walk_in: Mapped[bool] = mapped_column(default=False)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    replaced: Mapped[bool] = mapped_column(default=False)  # withdrawn because another took over
    badge_code: Mapped[str] = mapped_column(String(32), unique=True)
    first_recorded: Mapped[bool | None]  # at confirmation; None: not recorded
    registered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # first nominated, submitted or later
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    anonymised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    event: Mapped[Event] = relationship()
    body: Mapped[Body | None] = relationship()
    person: Mapped[Person | None] = relationship()
    sign_ups: Mapped[list[SignUp]] = relationship(back_populates="registration", cascade="all, delete-orphan")
    history: Mapped[list[StatusChange]] = relationship(
        back_populates="registration", order_by="StatusChange.id", foreign_keys="StatusChange.registration_id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_living(self) -> bool:
        return self.status in LIVING

    @property
    def is_verified(self) -> bool:
        """Whether it waits in the queue like everybody else: *unverified* means the status alone."""
        return self.status is not Status.UNVERIFIED

    @property
    def owes_proof(self) -> bool:
        """Whether the person has yet to show, with the link of a letter, that the address is the right one.

        Whoever is nominated shows it by accepting; whoever did not, and was taken up again, still owes it.
        """
        taken_up = self.origin is Origin.NOMINATION and self.status in {Status.SUBMITTED, Status.VALIDATED}
        return self.verified_at is None and (self.origin is Origin.PUBLIC or taken_up)

    @property
    def entered_by_staff(self) -> bool:
        return self.origin in {Origin.STAFF, Origin.DESK, Origin.IMPORT}


class StatusChange(Base):
    """One line of a registration's history. Rows are added, never changed (a note goes when the person is anonymised)."""

    __tablename__ = "status_change"
    __table_args__ = (Index("ix_status_change_registration_id", "registration_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[ActorKind] = mapped_column(code_of(ActorKind))
    actor_id: Mapped[int | None]
    status_from: Mapped[Status | None] = mapped_column(code_of(Status, "status_from"))
    status_to: Mapped[Status] = mapped_column(code_of(Status, "status_to"))
    place_from: Mapped[Place | None] = mapped_column(code_of(Place, "place_from"))
    place_to: Mapped[Place] = mapped_column(code_of(Place, "place_to"))
    reason_code: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(String(1000))

    registration: Mapped[Registration] = relationship(
        back_populates="history", foreign_keys=[registration_id]
    )


class Needs(Base):
    """What somebody needs to take part: apart from the rest, opened by a logged click, erased soon after the event."""

    __tablename__ = "needs"

    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), primary_key=True)
    diet: Mapped[str | None] = mapped_column(String(500))
    access: Mapped[str | None] = mapped_column(String(500))
