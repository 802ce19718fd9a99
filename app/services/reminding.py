"""The worker's part in reminders: which rules are due, and one letter for each whom a rule reaches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import contains_eager

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.lib.clock import now
from app.models import Convocation, Event, EventStatus, Registration, ReminderAbout, ReminderRule, Status
from app.services import audit, convocations, outbox, places, reminder_recipients, reminder_times
from app.services.actors import SYSTEM
from app.services.outbox import Addressee
from app.services.reminder_recipients import Audience
from app.services.reminder_times import Stage

AT_ONCE = 200  # letters in one transaction; the event is locked for so long


class DueRule(NamedTuple):
    """A rule that is to be run, and its event."""

    event_id: int
    rule_id: int


def due() -> list[DueRule]:
    """The rules that have something to do now; one statement, which locks nothing."""
    at = now()
    latest = (
        select(func.max(Registration.confirmed_at))
        .where(Registration.event_id == ReminderRule.event_id, Registration.status == Status.CONFIRMED)
        .scalar_subquery()
    )
    practical = ReminderRule.about == ReminderAbout.PRACTICAL
    rows = db.session.execute(
        select(ReminderRule, case((practical, latest)))
        .join(ReminderRule.event)
        .where(
            Event.status.in_((EventStatus.PUBLISHED, EventStatus.CLOSED)),
            or_(and_(practical, Event.starts_at > at), and_(~practical, Event.nominations_until > at)),
        )
        .options(contains_eager(ReminderRule.event))
        .order_by(ReminderRule.id)
    )
    return [DueRule(rule.event_id, rule.id) for rule, latest in rows.tuples() if _has_work(rule, latest, at)]


def run(asked: DueRule) -> int:
    """Write to those whom a rule reaches and has not written to, to AT_ONCE at most; returns how many letters were queued.

    Under the event's lock, so that an answer comes before or after, and two workers write to nobody twice. The caller
    commits, and runs the rule again while it queues as many as it may.
    """
    event = places.lock(asked.event_id)
    rule = db.session.get(ReminderRule, asked.rule_id, populate_existing=True)
    if rule is None or not _may_run(event, rule):  # taken away or moved, or another worker was faster
        return 0
    people = Audience(event).of(rule).people
    reached = outbox.put_to_each(
        reminder_recipients.KINDS[rule.about], people, reminder_recipients.once_for(rule), AT_ONCE
    )
    rule.letters += len(reached)
    if len(reached) < AT_ONCE:
        rule.last_run_at = now()
    if rule.about is ReminderAbout.SILENT:
        _note_reminded(event, reached)
    db.session.flush()
    if reached:
        audit.record(SYSTEM, "reminder_rule.sent", rule, fields=[f"letters={len(reached)}"])
    return len(reached)


def _has_work(rule: ReminderRule, latest_confirmed: datetime | None, at: datetime) -> bool:
    stage = reminder_times.stage(rule.event, rule, at)
    if stage is not Stage.GONE or not reminder_times.takes_in_latecomers(rule.event, rule, at):
        return stage is Stage.DUE
    return (
        latest_confirmed is not None and rule.last_run_at is not None and latest_confirmed > rule.last_run_at
    )


def _may_run(event: Event, rule: ReminderRule) -> bool:
    stage = reminder_times.stage(event, rule, now())
    return stage is Stage.DUE or (
        stage is Stage.GONE and reminder_times.takes_in_latecomers(event, rule, now())
    )


def _note_reminded(event: Event, reached: Sequence[Addressee]) -> None:
    """The board shows how often a body was reminded, by hand or by a rule."""
    bodies = {about.body.id for about in reached if isinstance(about, Correspondence) and about.body}
    if bodies:
        rows = select(Convocation).where(Convocation.event_id == event.id, Convocation.body_id.in_(bodies))
        for row in db.session.scalars(rows):
            convocations.note_reminded(row)
