"""A new event made from an earlier one: texts, programme, admissions, quotas, words of letters, reminders; nobody's place."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta

from app.extensions import db
from app.lib.clock import now
from app.models import Admission, Event, EventSession, Quota
from app.services import audit, event_details, events, letter_wording, reminder_rules
from app.services.actors import Actor
from app.services.event_errors import YearMissing
from app.services.programme_moving import moved

_SESSION_FACTS = (
    "kind", "title_en", "title_fr", "text_en", "text_fr", "room", "mode", "languages", "capacity", "sign_up", "exits",
    "position",
)  # fmt: skip


def proposed_day(source: Event) -> date | None:
    """The first day of a copy: the same weekday a year later, or as many years later as it takes to be in the future."""
    if not source.days:
        return None
    day = source.days[0] + timedelta(weeks=52)
    while day <= now().astimezone(source.zone).date():
        day += timedelta(weeks=52)
    return day


def weeks_between(source: Event, day: date) -> int:
    """By how many weeks everything moves so that the copy begins in the week of a day, on the same weekday as before."""
    first = source.days[0]
    return (_monday(day) - _monday(first)).days // 7


def copy(source: Event, actor: Actor, *, day: date | None = None, year: int | None = None) -> Event:
    """A draft like an earlier event, in the week of `day`; an event without dates is copied into a `year`.

    The online link and the documents belong to the earlier event and stay with it.

    Raises:
        YearMissing: it is not said when the copy takes place.
    """
    days = weeks_between(source, day) * 7 if day and source.days else 0
    if source.days and day is None or not source.days and year is None:
        raise YearMissing
    details = replace(
        event_details.of(source),
        slug=None,
        year=year,
        starts_at=_later(source, source.starts_at, days),
        ends_at=_later(source, source.ends_at, days),
        opens_at=_later(source, source.opens_at, days),
        closes_at=_later(source, source.closes_at, days),
        nominations_until=_later(source, source.nominations_until, days),
        online_link=None,
    )
    event = events.new_draft(details)
    event.admissions = [_admission(row) for row in source.admissions]
    event.quotas = [Quota(kind=row.kind, body_id=row.body_id, places=row.places) for row in source.quotas]
    event.sessions = [_session(source, row, days) for row in source.sessions if row.cancelled_at is None]
    events.add(event)
    letter_wording.take_over(source, event, actor)
    reminder_rules.copy(source, event)
    audit.record(actor, "event.copied", event, event_id=event.id, fields=[f"event:{source.id}"])
    db.session.flush()
    return event


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _later(source: Event, moment: datetime | None, days: int) -> datetime | None:
    return None if moment is None else moved(moment, days, source.zone)


def _admission(row: Admission) -> Admission:
    return Admission(
        category=row.category,
        way=row.way,
        needs_correspondent=row.needs_correspondent,
        needs_secretariat=row.needs_secretariat,
        counts_capacity=row.counts_capacity,
    )


def _session(source: Event, row: EventSession, days: int) -> EventSession:
    return EventSession(
        starts_at=moved(row.starts_at, days, source.zone),
        ends_at=moved(row.ends_at, days, source.zone),
        ical_uid=f"{uuid.uuid4()}@police-network",
        **{name: getattr(row, name) for name in _SESSION_FACTS},
    )
