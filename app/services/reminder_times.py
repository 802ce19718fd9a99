"""When a reminder rule goes out: so many days before its deadline, at nine in the morning by the clocks of the event's place.

The moment is counted anew whenever somebody asks, so that it moves with the deadline and with the dates of the event. A rule
goes out once at its moment, or as soon as it can be until the deadline has passed; a moment that has moved to a later day
reaches those whom the rule has not written to yet.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from app.models import Event, EventStatus, ReminderAbout, ReminderRule

_HOUR = time(9)
# Who comes is asked for until registration is closed; those who are nominated or confirmed are told what they need to know.
_WHILE_CLOSED = (ReminderAbout.UNANSWERED, ReminderAbout.PRACTICAL)


class Stage(enum.StrEnum):
    """Where a rule stands at a moment."""

    UNDATED = "undated"  # there is no deadline to count from
    RESTING = "resting"  # the event is a draft, closed, archived or cancelled
    AHEAD = "ahead"
    DUE = "due"
    GONE = "gone"  # it has gone out
    MISSED = "missed"  # the deadline passed before it could


@dataclass(frozen=True)
class Times:
    """From when until when a rule may go out; never, where the deadline is earlier than nine on that day."""

    due: datetime
    until: datetime


def times(event: Event, about: ReminderAbout, days_before: int) -> Times | None:
    """The times of a rule; None where there is no deadline, or no date, to count from."""
    until = event.starts_at if about.before_event else event.nominations_until
    if until is None:
        return None
    day = event.local(until).date() - timedelta(days=days_before)
    return Times(datetime.combine(day, _HOUR, tzinfo=event.zone).astimezone(UTC), until)


def stage(event: Event, rule: ReminderRule, at: datetime) -> Stage:
    """Where a rule stands at a moment."""
    when = times(event, rule.about, rule.days_before)
    if when is None:
        return Stage.UNDATED
    has_run = rule.last_run_at is not None and rule.last_run_at >= when.due
    if has_run or at >= when.until:
        return Stage.GONE if rule.last_run_at is not None or rule.letters else Stage.MISSED
    if not _works(event, rule.about):
        return Stage.RESTING
    return Stage.AHEAD if at < when.due else Stage.DUE


def takes_in_latecomers(event: Event, rule: ReminderRule, at: datetime) -> bool:
    """Whether a rule that has gone out still writes to whoever is confirmed now: practical information, till the event begins."""
    begun = event.starts_at is None or event.starts_at <= at
    return rule.about is ReminderAbout.PRACTICAL and not begun and _works(event, rule.about)


def _works(event: Event, about: ReminderAbout) -> bool:
    if event.status is EventStatus.CLOSED:
        return about in _WHILE_CLOSED
    return event.status is EventStatus.PUBLISHED
