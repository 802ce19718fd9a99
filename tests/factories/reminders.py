"""Reminder rules for tests, of an event whose days are fixed: it begins on Wednesday 9 June 2027, nominations end on 21 May."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.extensions import db
from app.lib import clock
from app.lib.clock import now
from app.models import Body, Event, Letter, Person, ReminderAbout, ReminderRule
from app.services import reminding
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_convocation, a_mandate
from tests.factories.people import a_person

PARIS = ZoneInfo("Europe/Paris")


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of 2027 by the clocks of Paris."""
    return datetime(2027, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


INVITED, NINE = at(4, 1), at(5, 7)  # nine o’clock a fortnight before nominations end
LONG_AGO = at(1, 5)


def a_dated_event(**changes: Any) -> Event:
    """A published conference on 9 and 10 June 2027; nominations until 21 May, 18:00."""
    facts = {
        "starts_at": at(6, 9, 8, 30),
        "ends_at": at(6, 10, 17),
        "nominations_until": at(5, 21, 18),
        "opens_at": at(1, 4),
        "closes_at": at(6, 1),
    }
    return an_event(**{**facts, **changes})


def a_rule(
    event: Event, about: ReminderAbout = ReminderAbout.SILENT, days: int = 14, **changes: Any
) -> ReminderRule:
    """A rule of an event."""
    made = ReminderRule(
        **{"event": event, "about": about, "days_before": days, "created_at": now(), **changes}
    )
    db.session.add(made)
    db.session.flush()
    return made


def speaker(body: Body, **changes: Any) -> Person:
    """Somebody who has spoken for a body for years."""
    return a_mandate(body, a_person(**changes), from_date=LONG_AGO.date()).person


def invited(event: Event, code: str, **changes: Any) -> Body:
    """A body with a correspondent that was invited in time."""
    body = a_body(code)
    speaker(body)
    a_convocation(event, body, **{"invited_at": INVITED, **changes})
    return body


def run(moment: datetime = NINE) -> int:
    """All rules that are due at a moment; how many letters they queued."""
    with clock.set_to(moment):
        return sum(reminding.run(rule) for rule in reminding.due())


def written() -> list[Letter]:
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))
