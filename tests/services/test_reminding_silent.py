"""A reminder goes to the silent ones only, and once for each time it is asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, EventStatus, Letter, LetterKind
from app.services import convocations, convoking, reminding_silent
from app.services.actors import SYSTEM
from app.services.errors import EventIsOver, EventReadOnly
from app.services.reminding_silent import Reminded
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event()


def reminders() -> list[tuple[str | None, int | None]]:
    query = select(Letter.recipient, Letter.body_id).where(Letter.kind == LetterKind.REMINDER)
    return list(db.session.execute(query.order_by(Letter.id)).tuples())


def test_the_silent_are_reminded_and_nobody_else(event: Event) -> None:
    quiet, answered, refused, uninvited = a_body("MD"), a_body("DE"), a_body("AT"), a_body("FR")
    for body in (quiet, answered, refused, uninvited):
        a_correspondent(body, email=f"{body.code.lower()}@police.example")
    for body in (quiet, answered, refused):
        a_convocation(event, body)
    a_registration(event, body=answered)
    convoking.refuse(event.id, refused.id, None, SYSTEM)
    done = reminding_silent.remind(event.id, reminding_silent.foresee(event).seen, SYSTEM)
    assert done == Reminded(bodies=1, letters=1, left=0)
    assert reminders() == [("md@police.example", quiet.id)]
    row = convocations.of(event.id, quiet.id)
    assert row is not None
    assert row.reminders == 1
    assert row.reminded_at is not None


def test_each_who_speaks_for_a_body_gets_one(event: Event) -> None:
    body = a_body("MD")
    a_correspondent(body), a_correspondent(body)
    a_convocation(event, body)
    reminder = reminding_silent.foresee(event)
    assert reminder.letters == 2
    assert reminding_silent.remind(event.id, reminder.seen, SYSTEM).letters == 2
    row = convocations.of(event.id, body.id)
    assert row is not None
    assert row.reminders == 1


def test_the_same_sent_twice_writes_once(event: Event) -> None:
    body = a_body("MD")
    a_correspondent(body)
    a_convocation(event, body)
    seen = reminding_silent.foresee(event).seen
    reminding_silent.remind(event.id, seen, SYSTEM)
    assert reminding_silent.remind(event.id, seen, SYSTEM) == Reminded(0, 0, 1)
    assert len(reminders()) == 1


def test_a_second_reminder_is_another_letter(event: Event) -> None:
    body = a_body("MD")
    a_correspondent(body)
    a_convocation(event, body)
    for _ in range(2):
        reminding_silent.remind(event.id, reminding_silent.foresee(event).seen, SYSTEM)
    db.session.commit()  # of a chain of letters in one transaction only the last goes out
    reminding_silent.remind(event.id, reminding_silent.foresee(event).seen, SYSTEM)
    row = convocations.of(event.id, body.id)
    assert row is not None
    assert row.reminders == 3
    assert len(reminders()) == 2


def test_who_has_answered_meanwhile_gets_nothing(event: Event) -> None:
    body, other = a_body("MD"), a_body("DE")
    for each in (body, other):
        a_correspondent(each)
        a_convocation(event, each)
    seen = reminding_silent.foresee(event).seen
    a_registration(event, body=body)
    assert reminding_silent.remind(event.id, seen, SYSTEM) == Reminded(1, 1, 1)
    assert [body_id for _, body_id in reminders()] == [other.id]


def test_a_body_for_which_nobody_speaks_is_named_and_left(event: Event) -> None:
    body = a_body("MD")
    a_convocation(event, body)
    reminder = reminding_silent.foresee(event)
    assert [each.body for each in reminder.without_correspondent] == [body]
    assert reminder.seen == {}
    assert reminding_silent.remind(event.id, {body.id: 0}, SYSTEM) == Reminded(0, 0, 1)
    assert reminders() == []


def test_what_was_not_looked_at_is_not_sent(event: Event) -> None:
    body = a_body("MD")
    a_correspondent(body)
    a_convocation(event, body)
    assert reminding_silent.remind(event.id, {}, SYSTEM) == Reminded(0, 0, 0)
    assert reminders() == []


def test_one_body_alone(event: Event) -> None:
    body, other = a_body("MD"), a_body("DE")
    for each in (body, other):
        a_correspondent(each)
        a_convocation(event, each)
    assert reminding_silent.foresee(event, body).seen == {body.id: 0}


def test_nobody_is_asked_any_more(event: Event) -> None:
    event.status = EventStatus.CANCELLED
    with pytest.raises(EventReadOnly):
        reminding_silent.remind(event.id, {}, SYSTEM)
    event.status = EventStatus.PUBLISHED
    event.starts_at, event.ends_at = now() - timedelta(days=2), now() - timedelta(days=1)
    with pytest.raises(EventIsOver):
        reminding_silent.remind(event.id, {}, SYSTEM)
