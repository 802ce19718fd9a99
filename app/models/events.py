"""An event: a conference or a correspondents' meeting of the Network."""

from __future__ import annotations

import enum
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.lib.bilingual import Bilingual, bilingual
from app.models.bodies import Body
from app.models.column_types import UtcDateTime, code_of

if TYPE_CHECKING:
    from app.models.admissions import Admission, Quota
    from app.models.documents import EventDocument
    from app.models.programme import EventSession


class EventKind(enum.StrEnum):
    CONFERENCE = "conference"
    CORRESPONDENTS_MEETING = "correspondents_meeting"


class EventStatus(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"  # an organiser ended registration early; staff's work and check-in go on
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


class Mode(enum.StrEnum):
    """How an event is held, and how a person takes part (never hybrid)."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class Event(Base):
    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint(
            "ends_at IS NULL OR starts_at IS NOT NULL AND ends_at >= starts_at", name="ends_after_start"
        ),
        CheckConstraint(
            "status NOT IN ('published', 'closed') OR starts_at IS NOT NULL AND ends_at IS NOT NULL",
            name="published_has_dates",
        ),
        CheckConstraint(
            "closes_at IS NULL OR opens_at IS NULL OR closes_at >= opens_at", name="closes_after_opening"
        ),
        CheckConstraint(
            "capacity_in_person IS NULL OR capacity_in_person >= 0", name="capacity_in_person_positive"
        ),
        CheckConstraint("capacity_online IS NULL OR capacity_online >= 0", name="capacity_online_positive"),
        Index("ix_event_status_starts_at", "status", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    short_code: Mapped[str] = mapped_column(
        String(8), unique=True
    )  # begins the references of its registrations
    kind: Mapped[EventKind] = mapped_column(code_of(EventKind))
    host_body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    status: Mapped[EventStatus] = mapped_column(code_of(EventStatus), default=EventStatus.DRAFT)
    fictional: Mapped[bool] = mapped_column(default=False)
    title_en: Mapped[str] = mapped_column(String(300), default="")
    title_fr: Mapped[str] = mapped_column(String(300), default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    summary_fr: Mapped[str] = mapped_column(Text, default="")
    practical_en: Mapped[str] = mapped_column(Text, default="")
    practical_fr: Mapped[str] = mapped_column(Text, default="")
    year: Mapped[int]  # of its start; stated where the dates are not known
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    times_known: Mapped[bool] = mapped_column(default=True)  # False: only the days are known
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/Paris")
    mode: Mapped[Mode] = mapped_column(code_of(Mode))
    city: Mapped[str | None] = mapped_column(String(120))
    country_iso2: Mapped[str | None] = mapped_column(String(2))
    venue_en: Mapped[str] = mapped_column(String(300), default="")
    venue_fr: Mapped[str] = mapped_column(String(300), default="")
    capacity_in_person: Mapped[int | None]  # None: no limit
    capacity_online: Mapped[int | None]
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    nominations_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    walk_ins: Mapped[bool] = mapped_column(default=False)
    quorum: Mapped[int | None]
    interpretation: Mapped[list[str]] = mapped_column(JSON, default=list)  # language codes
    online_link: Mapped[str | None] = mapped_column(String(500))  # for confirmed online participants only
    mail_sender: Mapped[str | None] = mapped_column(String(254))  # None: the installation's, like those below
    mail_sender_name: Mapped[str | None] = mapped_column(String(120))
    mail_reply_to: Mapped[str | None] = mapped_column(String(254))
    mail_return_path: Mapped[str | None] = mapped_column(String(254))  # where refusals of other servers go
    figures_public: Mapped[bool] = mapped_column(default=False)  # its figures stand on its public page
    # Of an imported list that names only those who came: who else had registered is not recorded.
    only_who_came: Mapped[bool] = mapped_column(default=False)
    signatory: Mapped[str | None] = mapped_column(String(120))  # who signs certificates and visa letters
    signatory_function_en: Mapped[str] = mapped_column(String(200), default="")
    signatory_function_fr: Mapped[str] = mapped_column(String(200), default="")
    ical_uid: Mapped[str] = mapped_column(String(120), unique=True)
    sequence: Mapped[int] = mapped_column(default=0)  # grows when what a calendar shows has changed
    version: Mapped[int] = mapped_column(default=1)  # two editors at once: the second is told
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_reason_en: Mapped[str | None] = mapped_column(String(500))
    cancelled_reason_fr: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    host_body: Mapped[Body] = relationship()
    sessions: Mapped[list[EventSession]] = relationship(
        back_populates="event", order_by="EventSession.starts_at, EventSession.position, EventSession.id"
    )
    documents: Mapped[list[EventDocument]] = relationship(back_populates="event", order_by="EventDocument.id")
    admissions: Mapped[list[Admission]] = relationship(back_populates="event", order_by="Admission.id")
    quotas: Mapped[list[Quota]] = relationship(back_populates="event", order_by="Quota.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def title(self) -> Bilingual:
        return bilingual(self.title_en, self.title_fr)

    @property
    def summary(self) -> Bilingual:
        return bilingual(self.summary_en, self.summary_fr)

    @property
    def practical(self) -> Bilingual:
        return bilingual(self.practical_en, self.practical_fr)

    @property
    def venue(self) -> Bilingual:
        return bilingual(self.venue_en, self.venue_fr)

    @property
    def signatory_function(self) -> Bilingual:
        return bilingual(self.signatory_function_en, self.signatory_function_fr)

    @property
    def cancelled_reason(self) -> Bilingual:
        return bilingual(self.cancelled_reason_en, self.cancelled_reason_fr)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The ways in which a person can take part."""
        return (Mode.IN_PERSON, Mode.ONLINE) if self.mode is Mode.HYBRID else (self.mode,)

    @property
    def days(self) -> list[date]:
        """The event's days on the calendar of its place; empty while its dates are not known."""
        if self.starts_at is None or self.ends_at is None:
            return []
        first, last = self.local(self.starts_at).date(), self.local(self.ends_at).date()
        return [first + timedelta(days=number) for number in range((last - first).days + 1)]

    @property
    def is_read_only(self) -> bool:
        """Whether nothing is worked on any more: archived or cancelled."""
        return self.status in {EventStatus.ARCHIVED, EventStatus.CANCELLED}

    def local(self, moment: datetime) -> datetime:
        """A moment as the clocks of the event's place show it."""
        return moment.astimezone(self.zone)

    def capacity(self, mode: Mode) -> int | None:
        """The number of places in a mode; None where no limit is set."""
        return self.capacity_online if mode is Mode.ONLINE else self.capacity_in_person

    def accepts_registrations(self, at: datetime) -> bool:
        """Whether the public form is open at a moment."""
        return (
            self.status is EventStatus.PUBLISHED
            and (self.opens_at is None or self.opens_at <= at)
            and (self.closes_at is None or at < self.closes_at)
            and (self.ends_at is None or at < self.ends_at)
        )

    @property
    def nominations_end(self) -> datetime | None:
        """Until when correspondents nominate: their own deadline or, where none is set, until the form closes."""
        return self.nominations_until or self.closes_at

    def takes_nominations(self, at: datetime) -> bool:
        """Whether correspondents can nominate at a moment."""
        return (
            self.status is EventStatus.PUBLISHED
            and (self.nominations_end is None or at < self.nominations_end)
            and (self.ends_at is None or at < self.ends_at)
        )

    def is_over(self, at: datetime) -> bool:
        """Whether the event has ended; an event without dates is over once archived."""
        return self.status is EventStatus.ARCHIVED or (self.ends_at is not None and self.ends_at <= at)
