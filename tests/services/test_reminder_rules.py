"""Making and removing reminder rules, and the moments that they stand for."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib import clock
from app.models import AuditEntry, Event, EventStatus, ReminderAbout, ReminderRule
from app.services import event_copying, event_discarding, reminder_rules, reminder_times
from app.services.actors import Actor, staff
from app.services.errors import DomainError, EventReadOnly, NotFound
from app.services.reminder_errors import (
    DeadlinePassed,
    EventHasBegun,
    NoDates,
    NoDeadline,
    ReminderThere,
    ReminderTooLate,
)
from app.services.reminder_times import Stage
from tests.factories.events import an_event
from tests.factories.reminders import a_dated_event, a_rule, at
from tests.factories.users import a_user

SILENT, PRACTICAL = ReminderAbout.SILENT, ReminderAbout.PRACTICAL
EARLY = at(3, 1)


@pytest.fixture
def actor(app: Flask) -> Actor:
    return staff(a_user())


def made(event: Event) -> list[tuple[ReminderAbout, int]]:
    return [(rule.about, rule.days_before) for rule in reminder_rules.of_event(event)]


@pytest.mark.parametrize(
    ("about", "days", "due"),
    [
        (SILENT, 14, at(5, 7)),
        (ReminderAbout.OPEN_POINTS, 0, at(5, 21)),
        (ReminderAbout.UNANSWERED, 1, at(5, 20)),
        (PRACTICAL, 7, at(6, 2)),
        (SILENT, 60, at(3, 22)),  # 09:00 in winter time, nominations end in summer time
    ],
)
def test_nine_in_the_morning_of_the_place(app: Flask, about: ReminderAbout, days: int, due: datetime) -> None:
    when = reminder_times.times(a_dated_event(), about, days)
    assert when is not None
    assert when.due == due


def test_the_day_is_that_of_the_place(app: Flask) -> None:
    late = a_dated_event(
        time_zone="Asia/Tbilisi", nominations_until=at(5, 21, 23, 30)
    )  # 22 May, 01:30 in Tbilisi
    when = reminder_times.times(late, SILENT, 1)
    assert when is not None
    assert late.local(when.due).isoformat() == "2027-05-21T09:00:00+04:00"


def test_a_moved_deadline_moves_the_rule(app: Flask) -> None:
    event = a_dated_event()
    rule = a_rule(event, SILENT, 14, last_run_at=at(5, 7, 9, 1), letters=3)
    assert reminder_times.stage(event, rule, at(5, 8)) is Stage.GONE
    event.nominations_until = at(5, 28, 18)
    assert reminder_times.stage(event, rule, at(5, 8)) is Stage.AHEAD
    assert reminder_times.stage(event, rule, at(5, 14)) is Stage.DUE
    event.nominations_until = at(5, 20, 18)
    assert reminder_times.stage(event, rule, at(5, 8)) is Stage.GONE
    event.nominations_until = None
    assert reminder_times.stage(event, rule, at(5, 8)) is Stage.UNDATED


@pytest.mark.parametrize(
    ("status", "about", "stage"),
    [
        (EventStatus.PUBLISHED, SILENT, Stage.DUE),
        (EventStatus.DRAFT, SILENT, Stage.RESTING),
        (EventStatus.ARCHIVED, PRACTICAL, Stage.RESTING),
        (EventStatus.CANCELLED, PRACTICAL, Stage.RESTING),
        (EventStatus.CLOSED, SILENT, Stage.RESTING),
        (EventStatus.CLOSED, ReminderAbout.OPEN_POINTS, Stage.RESTING),
        (EventStatus.CLOSED, ReminderAbout.UNANSWERED, Stage.DUE),
        (EventStatus.CLOSED, PRACTICAL, Stage.DUE),
    ],
)
def test_what_goes_out_depends_on_the_event(
    app: Flask, status: EventStatus, about: ReminderAbout, stage: Stage
) -> None:
    event = a_dated_event(status=status)
    rule = a_rule(event, about, 5)
    moment = at(6, 4, 10) if about is PRACTICAL else at(5, 16, 10)
    assert reminder_times.stage(event, rule, moment) is stage


def test_before_and_after(app: Flask) -> None:
    event = a_dated_event()
    rule = a_rule(event, SILENT, 5)
    assert reminder_times.stage(event, rule, at(5, 16, 8, 59)) is Stage.AHEAD
    assert reminder_times.stage(event, rule, at(5, 16)) is Stage.DUE
    assert reminder_times.stage(event, rule, at(5, 21, 17, 59)) is Stage.DUE
    assert reminder_times.stage(event, rule, at(5, 21, 18)) is Stage.MISSED


def test_a_rule_is_made_and_noted(app: Flask, actor: Actor) -> None:
    event = a_dated_event()
    with clock.set_to(EARLY):
        rule = reminder_rules.make(event.id, SILENT, 14, actor)
    assert made(event) == [(SILENT, 14)]
    (line,) = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "reminder_rule"))
    assert (line.action, line.subject_id, line.event_id) == ("reminder_rule.added", rule.id, event.id)
    assert line.fields == ["about=silent", "days=14"]


@pytest.mark.parametrize(
    ("about", "days", "changes", "moment", "error"),
    [
        (SILENT, 3, {"nominations_until": None}, EARLY, NoDeadline),
        (
            PRACTICAL,
            3,
            {
                "starts_at": None,
                "ends_at": None,
                "opens_at": None,
                "closes_at": None,
                "status": EventStatus.DRAFT,
            },
            EARLY,
            NoDates,
        ),
        (SILENT, 3, {}, at(5, 21, 18), DeadlinePassed),
        (PRACTICAL, 3, {}, at(6, 9, 8, 30), EventHasBegun),
        (PRACTICAL, 0, {}, EARLY, ReminderTooLate),  # the event begins at half past eight
        (SILENT, 3, {"status": EventStatus.CANCELLED}, EARLY, EventReadOnly),
        (SILENT, 3, {"status": EventStatus.ARCHIVED}, EARLY, EventReadOnly),
    ],
)
def test_what_could_never_go_out_is_refused(
    actor: Actor,
    about: ReminderAbout,
    days: int,
    changes: dict[str, object],
    moment: datetime,
    error: type[DomainError],
) -> None:
    event = a_dated_event(**changes)
    with clock.set_to(moment), pytest.raises(error):
        reminder_rules.make(event.id, about, days, actor)
    assert made(event) == []


def test_twice_the_same_is_refused(actor: Actor) -> None:
    event = a_dated_event()
    with clock.set_to(EARLY):
        reminder_rules.make(event.id, SILENT, 14, actor)
        reminder_rules.make(event.id, SILENT, 13, actor)
        with pytest.raises(ReminderThere):
            reminder_rules.make(event.id, SILENT, 14, actor)
    assert made(event) == [(SILENT, 14), (SILENT, 13)]


def test_a_moment_that_has_passed_is_taken_as_long_as_the_deadline_has_not(actor: Actor) -> None:
    event = a_dated_event()
    with clock.set_to(at(5, 20)):
        rule = reminder_rules.make(event.id, SILENT, 14, actor)
    assert reminder_times.stage(event, rule, at(5, 20)) is Stage.DUE


def test_the_usual_ones_are_suggested_until_they_are_there(actor: Actor) -> None:
    event = a_dated_event()
    with clock.set_to(EARLY):
        reminder_rules.make(event.id, SILENT, 14, actor)
        assert reminder_rules.make_suggested(event.id, actor) == 4
        assert reminder_rules.make_suggested(event.id, actor) == 0
        assert sorted(made(event)) == sorted(reminder_rules.USUAL)
        event.nominations_until = None
        other = a_dated_event(nominations_until=None)
        assert reminder_rules.suggested(other, []) == [(PRACTICAL, 7)]


def test_a_rule_is_removed(actor: Actor) -> None:
    event = a_dated_event()
    rule, kept = a_rule(event), a_rule(event, PRACTICAL, 7)
    with pytest.raises(NotFound):
        reminder_rules.remove(an_event().id, rule.id, actor)
    reminder_rules.remove(event.id, rule.id, actor)
    assert reminder_rules.of_event(event) == [kept]
    (line,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "reminder_rule.removed"))
    assert line.fields == ["about=silent", "days=14"]


def test_a_copy_has_the_same_rules_as_new_ones(actor: Actor) -> None:
    event = a_dated_event()
    a_rule(event, SILENT, 14, last_run_at=at(5, 7), letters=12)
    a_rule(event, PRACTICAL, 7)
    copy = event_copying.copy(event, actor, day=date(2028, 6, 7))
    assert made(copy) == made(event)
    assert [(rule.letters, rule.last_run_at) for rule in reminder_rules.of_event(copy)] == [(0, None)] * 2


def test_a_discarded_draft_leaves_none(app: Flask, actor: Actor) -> None:
    event = a_dated_event(status=EventStatus.DRAFT)
    a_rule(event)
    event_discarding.discard(event.id, actor)
    assert db.session.scalars(select(ReminderRule)).all() == []
