"""Until when somebody's data are kept: the days that the settings make of the events."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from app.extensions import db
from app.models import Event, Registration
from app.services import settings
from app.services.privacy import erasing


@dataclass(frozen=True)
class KeptUntil:
    """The last days. None where they are not known: the event has no date yet, or a mandate runs."""

    needs: date | None
    letters_days: int  # after each letter
    rest: date | None
    speaks: bool  # for a body: then the rest stays while the mandate runs


def of_registration(registration: Registration) -> KeptUntil:
    """Until when what belongs to a registration is kept."""
    days, letters_days, months = settings.numbers(
        "needs_kept_days", "letter_text_kept_days", "persons_kept_months"
    )
    event, person = registration.event, registration.person
    speaks = person is not None and erasing.speaks(person)
    last = _last_event_day(registration)
    return KeptUntil(
        needs=event.local(event.ends_at).date() + timedelta(days=days) if event.ends_at else None,
        letters_days=letters_days,
        rest=months_after(last, months) if last and not speaks else None,
        speaks=speaks,
    )


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last of the month where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _last_event_day(registration: Registration) -> date | None:
    """The last day of the last event of whoever is registered."""
    of = Registration.id == registration.id
    if registration.person_id is not None:
        of = of | (Registration.person_id == registration.person_id)
    ends_at = db.session.scalar(select(func.max(Event.ends_at)).join(Registration).where(of))
    return registration.event.local(ends_at).date() if ends_at else None
