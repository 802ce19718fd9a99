"""The organisers' list of events: what comes, what is being prepared, what was; with its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import and_, func, select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, EventStatus, Registration, ReportedFigure, User
from app.services import event_sight
from app.services.participation import confirmed, registered


@dataclass(frozen=True)
class ListedEvent:
    """An event and how many people registered and are confirmed."""

    event: Event
    registered: int
    confirmed: int
    reported: int | None = None  # people who attended, by a report without names


@dataclass(frozen=True)
class Listing:
    """The events of one user in three groups, each in the order in which it is read."""

    coming: list[ListedEvent]
    drafts: list[ListedEvent]
    past: list[ListedEvent]

    @property
    def is_empty(self) -> bool:
        return not (self.coming or self.drafts or self.past)


def listing(user: User) -> Listing:
    """All events that a user may see, in one statement."""
    counts = (
        select(
            Registration.event_id,
            func.count().filter(registered()).label("registered"),
            func.count().filter(confirmed()).label("confirmed"),
        )
        .group_by(Registration.event_id)
        .subquery()
    )
    rows = db.session.execute(
        event_sight.visible(user)
        .add_columns(counts.c.registered, counts.c.confirmed, ReportedFigure.value)
        .outerjoin(counts, counts.c.event_id == Event.id)
        .outerjoin(
            ReportedFigure, and_(ReportedFigure.event_id == Event.id, ReportedFigure.indicator == "attended")
        )
    ).all()
    listed = [
        ListedEvent(event, people or 0, of_them_confirmed or 0, reported)
        for event, people, of_them_confirmed, reported in rows
    ]
    at = now()
    past = [row for row in listed if row.event.is_over(at)]
    drafts = [row for row in listed if row.event.status is EventStatus.DRAFT and row not in past]
    coming = [row for row in listed if row not in past and row not in drafts]
    return Listing(
        sorted(coming, key=_when), sorted(drafts, key=_when), sorted(past, key=_when, reverse=True)
    )


def _when(row: ListedEvent) -> tuple[datetime, str]:
    known = row.event.starts_at or datetime(row.event.year, 12, 31, tzinfo=UTC)
    return known, row.event.slug
