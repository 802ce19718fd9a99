"""What an event's organisers let the system write by itself: rules are made, suggested, removed. Without one there is silence."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, ReminderAbout, ReminderRule
from app.services import audit, event_states, places, reminder_times
from app.services.actors import Actor
from app.services.errors import DomainError, NotFound
from app.services.reminder_errors import (
    DeadlinePassed,
    EventHasBegun,
    NoDates,
    NoDeadline,
    ReminderThere,
    ReminderTooLate,
)

MOST_DAYS = 365
USUAL = (
    (ReminderAbout.SILENT, 14),
    (ReminderAbout.OPEN_POINTS, 7),
    (ReminderAbout.UNANSWERED, 7),
    (ReminderAbout.SILENT, 3),
    (ReminderAbout.PRACTICAL, 7),
)


def of_event(event: Event) -> Sequence[ReminderRule]:
    """The rules of an event, in the order in which they were made."""
    return db.session.scalars(
        select(ReminderRule).where(ReminderRule.event_id == event.id).order_by(ReminderRule.id)
    ).all()


def one_of_event(event: Event, rule_id: int) -> ReminderRule:
    """A rule of an event.

    Raises:
        NotFound.
    """
    rule = db.session.scalar(
        select(ReminderRule).where(ReminderRule.id == rule_id, ReminderRule.event_id == event.id)
    )
    if rule is None:
        raise NotFound
    return rule


def make(event_id: int, about: ReminderAbout, days_before: int, actor: Actor) -> ReminderRule:
    """Add a rule. One whose moment has passed goes out at once, as long as its deadline has not.

    Raises:
        EventReadOnly.
        NoDeadline, NoDates: there is nothing to count from.
        DeadlinePassed, EventHasBegun, ReminderTooLate: it could never go out.
        ReminderThere: the event has this rule already.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    refusal = _never(event, about, days_before)
    if refusal is not None:
        raise refusal
    if any((rule.about, rule.days_before) == (about, days_before) for rule in of_event(event)):
        raise ReminderThere
    return _add(event, about, days_before, actor)


def suggested(event: Event, present: Sequence[ReminderRule]) -> list[tuple[ReminderAbout, int]]:
    """The usual rules that an event could still have: (about, days)."""
    there = {(rule.about, rule.days_before) for rule in present}
    return [
        rule
        for rule in USUAL
        if rule not in there and not event.is_read_only and _never(event, *rule) is None
    ]


def make_suggested(event_id: int, actor: Actor) -> int:
    """Add the usual rules that are not there yet; returns how many.

    Raises:
        EventReadOnly.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    missing = suggested(event, of_event(event))
    for about, days_before in missing:
        _add(event, about, days_before, actor)
    return len(missing)


def remove(event_id: int, rule_id: int, actor: Actor) -> None:
    """Take a rule away. What it has sent stays in the log, and the same rule made again writes to nobody twice.

    Raises:
        EventReadOnly, NotFound.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    rule = one_of_event(event, rule_id)
    audit.record(actor, "reminder_rule.removed", rule, fields=_fields(rule))
    db.session.delete(rule)
    db.session.flush()


def copy(source: Event, event: Event) -> None:
    """Give an event the rules of another, as if they were new."""
    db.session.add_all(
        ReminderRule(event=event, about=rule.about, days_before=rule.days_before, created_at=now())
        for rule in of_event(source)
    )


def _never(event: Event, about: ReminderAbout, days_before: int) -> DomainError | None:
    """Why a rule could not go out; None if it can."""
    when = reminder_times.times(event, about, days_before)
    if when is None:
        return NoDates() if about.before_event else NoDeadline()
    if when.until <= now():
        return EventHasBegun() if about.before_event else DeadlinePassed()
    return ReminderTooLate() if when.due >= when.until else None


def _add(event: Event, about: ReminderAbout, days_before: int, actor: Actor) -> ReminderRule:
    rule = ReminderRule(event=event, about=about, days_before=days_before, created_at=now())
    db.session.add(rule)
    db.session.flush()
    audit.record(actor, "reminder_rule.added", rule, fields=_fields(rule))
    return rule


def _fields(rule: ReminderRule) -> list[str]:
    return [f"about={rule.about.value}", f"days={rule.days_before}"]
