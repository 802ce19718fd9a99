"""A reminder rule goes out: to whom, to whom never, and to nobody twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib import clock
from app.models import (
    Body,
    Category,
    Convocation,
    Event,
    EventStatus,
    ReminderAbout,
    ReminderRule,
    Status,
)
from app.services import reminder_recipients, reminder_rules, reminding
from app.services.actors import staff
from app.services.reminder_recipients import Audience
from tests.factories.bodies import a_body
from tests.factories.mandates import a_convocation
from tests.factories.many_registrations import many_bodies, many_registrations
from tests.factories.registrations import a_registration
from tests.factories.reminders import (
    INVITED,
    NINE,
    a_dated_event,
    a_rule,
    at,
    invited,
    run,
    speaker,
    written,
)
from tests.factories.users import a_user
from tests.statement_count import Statements

SILENT, OPEN_POINTS = ReminderAbout.SILENT, ReminderAbout.OPEN_POINTS
UNANSWERED, PRACTICAL = ReminderAbout.UNANSWERED, ReminderAbout.PRACTICAL
ON_THE_DAY = {SILENT: NINE, OPEN_POINTS: NINE, UNANSWERED: NINE, PRACTICAL: at(5, 26)}


@pytest.fixture
def event(app: Flask) -> Event:
    return a_dated_event()


def everybody(event: Event) -> None:
    """Somebody for each rule."""
    invited(event, "MD")
    a_registration(event, Status.NOMINATED, body=invited(event, "DE"), created_at=INVITED)
    a_registration(event, Status.CONFIRMED, body=a_body("AT"), confirmed_at=INVITED)


@pytest.mark.parametrize("about", ReminderAbout)
def test_once_however_often_it_is_looked(event: Event, about: ReminderAbout) -> None:
    everybody(event)
    rule = a_rule(event, about)
    moment = ON_THE_DAY[about]
    assert [run(moment + timedelta(minutes=number)) for number in range(3)] == [1, 0, 0]
    rule.last_run_at = None  # as if the worker had died before noting it
    assert run(moment + timedelta(minutes=3)) == 0
    assert len(written()) == 1


@pytest.mark.parametrize("about", ReminderAbout)
@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_nothing_goes_out_for_an_event_that_rests(
    event: Event, about: ReminderAbout, status: EventStatus
) -> None:
    everybody(event)
    a_rule(event, about)
    event.status = status
    assert run(ON_THE_DAY[about]) == 0
    event.status = EventStatus.PUBLISHED
    assert run(ON_THE_DAY[about]) == 1


def test_the_same_rule_made_again_writes_to_nobody_twice(event: Event) -> None:
    invited(event, "MD")
    actor = staff(a_user())
    with clock.set_to(NINE):
        first = reminder_rules.make(event.id, SILENT, 14, actor)
        run()
        reminder_rules.remove(event.id, first.id, actor)
        again = reminder_rules.make(event.id, SILENT, 14, actor)
        assert Audience(event).still_to_write(again).people == []
        assert run() == 0


def test_a_number_that_the_database_gives_again_takes_nothing_from_anybody(event: Event) -> None:
    body, other = invited(event, "MD"), a_dated_event()
    a_convocation(other, body, invited_at=INVITED)
    gone = a_rule(event)
    run()
    number = gone.id
    db.session.delete(gone)
    db.session.flush()
    a_rule(other, id=number)
    assert run() == 1


def test_a_deadline_that_moved_reaches_the_others(event: Event) -> None:
    invited(event, "MD")
    late = invited(event, "DE", invited_at=at(5, 7, 8))
    a_rule(event)
    assert run() == 1
    event.nominations_until = at(5, 28, 18)
    assert run(at(5, 13)) == 0
    assert run(at(5, 14)) == 1
    assert written()[-1].body_id == late.id


def test_a_rule_that_moves_between_the_look_and_the_lock_writes_to_nobody(event: Event) -> None:
    invited(event, "MD")
    rule = a_rule(event)
    with clock.set_to(NINE):
        due = reminding.due()
        event.nominations_until = at(5, 28, 18)
        assert [reminding.run(one) for one in due] == [0]
    assert rule.last_run_at is None


def test_the_board_knows_how_often_a_rule_has_reminded(event: Event) -> None:
    everybody(event)
    for about in (SILENT, UNANSWERED):
        a_rule(event, about)
    assert run() == 2
    query = select(Body.code, Convocation.reminders, Convocation.reminded_at).join(Convocation.body)
    reminded = {code: (number, moment) for code, number, moment in db.session.execute(query)}
    assert reminded == {"MD": (1, NINE), "DE": (0, None)}


def test_more_than_fit_into_one_transaction(event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminding, "AT_ONCE", 2)
    for _ in range(5):
        a_registration(event, Status.NOMINATED, created_at=INVITED)
    rule = a_rule(event, UNANSWERED)
    assert [run() for _ in range(4)] == [2, 2, 1, 0]
    assert rule.letters == 5


Counting = Callable[[], AbstractContextManager[Statements]]


def test_one_statement_while_nothing_is_due(event: Event, statements: Counting) -> None:
    everybody(event)
    for about in ReminderAbout:
        a_rule(event, about)
    with clock.set_to(at(3, 1)), statements() as asked:
        assert reminding.due() == []
    assert len(asked) == 1, str(asked)


@pytest.mark.parametrize("about", ReminderAbout)
def test_as_many_statements_for_five_hundred(
    event: Event, statements: Counting, about: ReminderAbout
) -> None:
    needed, bodies = [], sorted(many_bodies(), key=lambda body: body.id)
    for number in (5, 150):
        busy = a_dated_event()
        if about in {SILENT, OPEN_POINTS}:
            for body in bodies[: 5 if number == 5 else 40]:
                speaker(body)
                a_convocation(busy, body, invited_at=INVITED)
        changes: dict[str, Any] = {
            UNANSWERED: {"status": Status.NOMINATED, "created_at": INVITED, "confirmed_at": None},
            PRACTICAL: {"status": Status.CONFIRMED, "confirmed_at": INVITED},
            OPEN_POINTS: {
                "status": Status.NOMINATED,
                "category": Category.MEMBER_STATE_DELEGATE,
                "confirmed_at": None,
            },
        }.get(about, {})
        if changes:
            body_id = bodies[0].id if about is OPEN_POINTS else None
            own = {"body_id": body_id} if body_id else {}
            many_registrations(busy, number, place="held", waiting_since=None, role=None, **own, **changes)
        rule = a_rule(busy, about)
        db.session.commit()
        with clock.set_to(ON_THE_DAY[about]), statements() as asked:
            assert reminding.run(reminding.DueRule(busy.id, rule.id)) > 0
        db.session.commit()
        needed.append([text for text in asked if not text.startswith("UPDATE convocation")])
    few, many = needed
    assert len(few) == len(many) <= 18, "\n".join(many)


def test_the_kinds_of_letters_are_those_that_organisers_word(app: Flask) -> None:
    assert set(reminder_recipients.KINDS) == set(ReminderAbout)
    assert db.session.scalars(select(ReminderRule)).all() == []
