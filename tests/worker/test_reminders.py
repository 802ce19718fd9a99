"""Reminders through the worker: several at once, faults, and what has changed until the letter goes out."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.lib import clock
from app.models import (
    Event,
    Language,
    Letter,
    LetterState,
    Mandate,
    Registration,
    ReminderAbout,
    ReminderRule,
    Status,
)
from app.services import convocations, letter_failures, letter_log, letter_sending_again, reminding
from app.services.actors import staff
from app.services.letter_errors import LetterMakesNoSense
from app.worker import tasks
from tests.at_once import at_once
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event, moment
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.registrations import a_registration
from tests.factories.reminders import a_rule
from tests.factories.users import a_user
from tests.mail_server import MailServer
from tests.worker.conftest import Deliver

LONG_AGO = timedelta(days=30)


@pytest.fixture
def event(app: Flask) -> Event:
    """An event for which nominations end in three days; every rule of five days is due."""
    return an_event(nominations_until=moment(3, 18))


def silent(event: Event, code: str, **changes: Any) -> None:
    body = a_body(code)
    a_correspondent(body, **changes)
    a_convocation(event, body, invited_at=clock.now() - LONG_AGO)


def nominated(event: Event, **changes: Any) -> int:
    return a_registration(event, Status.NOMINATED, created_at=clock.now() - LONG_AGO, **changes).id


def letters() -> list[Letter]:
    query = select(Letter).order_by(Letter.id)
    return list(db.session.scalars(query, execution_options={"populate_existing": True}))


def rule_of(about: ReminderAbout, event: Event) -> int:
    number = a_rule(event, about, 5).id
    db.session.commit()
    return number


def test_each_gets_one_in_the_own_language(
    app: Flask, event: Event, server: MailServer, deliver: Deliver
) -> None:
    silent(event, "MD", email="fr@police.example", language=Language.FR)
    silent(event, "DE", email="en@police.example")
    rule_of(ReminderAbout.SILENT, event)
    assert tasks.send_reminders() == 2
    assert tasks.send_reminders() == 0
    assert deliver() == 2
    found = {str(mail["To"]): str(mail["Subject"]) for mail in server.accepted}
    assert set(found) == {"fr@police.example", "en@police.example"}
    assert found["en@police.example"].startswith("We have not heard from you yet")
    assert found["fr@police.example"] != found["en@police.example"]


def test_several_workers_at_once(app: Flask, event: Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminding, "AT_ONCE", 20)
    for _ in range(50):
        nominated(event)
    for code in ("MD", "DE", "AT"):
        silent(event, code)
    rules = [rule_of(ReminderAbout.UNANSWERED, event), rule_of(ReminderAbout.SILENT, event)]
    queued = at_once(app, 4, lambda _which: tasks.send_reminders())
    assert sum(queued) == 52, "Moldova has answered: it nominated somebody"
    assert db.session.scalar(select(func.count(Letter.dedupe_key.distinct()))) == 52
    kept = {rule.id: rule.letters for rule in db.session.scalars(select(ReminderRule))}
    assert kept == {rules[0]: 50, rules[1]: 2}


def test_a_fault_in_one_rule_holds_up_no_other(
    app: Flask, event: Event, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nominated(event)
    silent(event, "DE")
    broken = rule_of(ReminderAbout.SILENT, event)
    rule_of(ReminderAbout.UNANSWERED, event)
    run = reminding.run

    def fails(rule: reminding.DueRule) -> int:
        if rule.rule_id == broken:
            raise RuntimeError("broken")
        return run(rule)

    monkeypatch.setattr(reminding, "run", fails)
    with caplog.at_level(logging.ERROR):
        assert tasks.send_reminders() == 1
    assert f"reminder rule {broken} cannot be run" in caplog.text
    monkeypatch.undo()
    assert tasks.send_reminders() == 1, "it is tried again"


def test_a_worker_that_dies_in_the_middle_goes_on(
    app: Flask, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminding, "AT_ONCE", 2)
    for _ in range(5):
        nominated(event)
    rule_id = rule_of(ReminderAbout.UNANSWERED, event)
    due = reminding.DueRule(event.id, rule_id)
    assert reminding.run(due) == 2
    db.session.commit()
    assert reminding.run(due) == 2
    db.session.rollback()  # what the database makes of a connection that is gone
    assert tasks.send_reminders() == 3
    assert len(letters()) == 5


def test_the_task_is_looked_at_every_minute(app: Flask, event: Event) -> None:
    nominated(event)
    rule_of(ReminderAbout.UNANSWERED, event)
    queue = app.extensions["huey"]
    queue.prepare()
    queue.flush()
    assert "remind" in {type(task).__name__ for task in queue._registry.periodic_tasks}
    app.extensions["tasks"].remind()
    queue.execute(queue.dequeue())
    assert len(letters()) == 1
    db.session.commit()
    queue.flush()


@pytest.mark.parametrize("change", ["answered", "refused", "left", "address"])
def test_a_reminder_that_waited_for_the_mail_server(
    app: Flask, event: Event, server: MailServer, deliver: Deliver, change: str
) -> None:
    silent(event, "MD")
    rule_of(ReminderAbout.SILENT, event)
    tasks.send_reminders()
    (mandate,) = db.session.scalars(select(Mandate))
    if change == "answered":
        a_registration(db.session.merge(event), Status.NOMINATED, body=a_body("MD"))
    elif change == "refused":
        refuse(event, "MD")
    elif change == "left":
        mandate.until_date = mandate.from_date
    deliver()
    assert [letter.state for letter in letters()] == [
        LetterState.SENT if change == "address" else LetterState.CANCELLED
    ]


def refuse(event: Event, code: str) -> None:
    row = convocations.of(event.id, a_body(code).id)
    assert row is not None
    row.refused_at = clock.now()


@pytest.mark.parametrize(
    ("about", "before", "after"),
    [
        (ReminderAbout.UNANSWERED, Status.NOMINATED, Status.VALIDATED),
        (ReminderAbout.UNANSWERED, Status.NOMINATED, Status.WITHDRAWN),
        (ReminderAbout.PRACTICAL, Status.CONFIRMED, Status.WITHDRAWN),
    ],
)
def test_who_has_answered_or_withdrawn_meanwhile_is_left_alone(
    app: Flask, deliver: Deliver, about: ReminderAbout, before: Status, after: Status
) -> None:
    soon = an_event(nominations_until=moment(3, 18), starts_at=moment(4, 9))
    changed, kept = [
        a_registration(
            soon, before, created_at=clock.now() - LONG_AGO, confirmed_at=clock.now() - LONG_AGO
        ).id
        for _ in range(2)
    ]
    rule_of(about, soon)
    assert tasks.send_reminders() == 2
    row = db.session.get_one(Registration, changed)
    row.status, row.place = after, "none" if after is Status.WITHDRAWN else row.place
    deliver()
    states = {letter.registration_id: letter.state for letter in letters()}
    assert states == {changed: LetterState.CANCELLED, kept: LetterState.SENT}


def test_the_summary_says_what_is_open_when_it_goes_out(
    app: Flask, event: Event, server: MailServer, deliver: Deliver
) -> None:
    body = a_body("MD")
    silent(event, "MD")
    a_quota(event, 3, body=body)
    first = nominated(event, body=body)
    rule_of(ReminderAbout.OPEN_POINTS, event)
    assert tasks.send_reminders() == 1
    row = db.session.get_one(Registration, first)
    row.status = Status.CONFIRMED
    deliver()
    (mail,) = server.accepted
    part = mail.get_body(("plain",))
    assert part is not None
    words = part.get_content()
    assert "2 places of your delegation are not used." in words
    assert "has not answered yet" not in words


def test_nothing_open_any_more_is_no_letter(app: Flask, event: Event, deliver: Deliver) -> None:
    silent(event, "MD")
    first = nominated(event, body=a_body("MD"))
    rule_of(ReminderAbout.OPEN_POINTS, event)
    assert tasks.send_reminders() == 1
    db.session.get_one(Registration, first).status = Status.CONFIRMED
    deliver()
    assert [letter.state for letter in letters()] == [LetterState.CANCELLED]


@pytest.mark.parametrize("about", [ReminderAbout.SILENT, ReminderAbout.OPEN_POINTS, ReminderAbout.UNANSWERED])
def test_one_that_failed_is_sent_again_while_it_is_right(
    app: Flask, event: Event, server: MailServer, deliver: Deliver, about: ReminderAbout
) -> None:
    silent(event, "DE")
    if about is not ReminderAbout.SILENT:
        first = nominated(event, body=a_body("DE"))
    rule_of(about, event)
    tasks.send_reminders()
    server.to_message = lambda _recipient, _number: "550 no such mailbox"
    deliver()
    (failed,) = letters()
    assert failed.state is LetterState.FAILED
    assert letter_failures.of_event(event).total == 1
    assert letter_log.page(event, letter_log.Filters(), 1).total == 1

    actor = staff(a_user())
    again = letter_sending_again.send_again(failed, actor)
    again_id = again.id
    assert (again.kind, again.facts, again.body_id) == (failed.kind, failed.facts, failed.body_id)
    server.to_message = lambda _recipient, _number: "250 OK"
    deliver()
    assert db.session.get_one(Letter, again_id, populate_existing=True).state is LetterState.SENT

    if about is ReminderAbout.SILENT:
        a_registration(db.session.merge(event), Status.NOMINATED, body=a_body("DE"))
    else:
        db.session.get_one(Registration, first).status = Status.CONFIRMED
    with pytest.raises(LetterMakesNoSense):
        letter_sending_again.send_again(failed, actor)
