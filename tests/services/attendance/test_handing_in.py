"""What a desk queued without network: each entry once, by the right time, and none lost by another."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.models import CheckIn, CheckInKind, Event, EventStatus, Mode, Registration, Status
from app.services.actors import desk
from app.services.attendance import checking_in, handing_in, occasions
from app.services.attendance.checking_in import Answer
from app.services.attendance.desk_errors import TooManyQueued
from app.services.attendance.handing_in import Handed, Queued, Refusal
from app.services.attendance.log_lines import Desk
from tests.at_once import at_once
from tests.factories import users
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.statement_count import Statements

TEN = datetime(2027, 6, 9, 8, tzinfo=UTC)  # by the clocks of Strasbourg


@pytest.fixture
def event(app: Flask) -> Any:
    """An event of two days; it is ten o'clock on the first."""
    with time_machine.travel(TEN, tick=False):
        yield an_event(starts_at=moment(0, 9), closes_at=None)


@pytest.fixture
def door(event: Event) -> Desk:
    return Desk(desk(users.a_desk_agent()), "desk 2")


@pytest.fixture
def person(event: Event) -> Registration:
    return a_registration(event, Status.CONFIRMED)


def queued(person: Registration, minutes_ago: int = 10, **more: Any) -> Queued:
    """An entry for the event's first day, by a clock that is right."""
    where = {} if "session_id" in more else {"day": person.event.days[0]}
    at = now() - timedelta(minutes=minutes_ago)
    return Queued(**{"client_id": uuid.uuid4(), "registration_id": person.id, "at": at, **where, **more})


def hand_in(event: Event, door: Desk, *entries: Queued, sent_at: datetime | None = None) -> list[Handed]:
    return handing_in.hand_in(event, door, entries, sent_at or now())


def lines() -> int:
    return db.session.scalar(select(func.count()).select_from(CheckIn)) or 0


def test_an_entry_is_recorded_with_its_own_time_and_the_desk(
    event: Event, door: Desk, person: Registration
) -> None:
    (handed,) = hand_in(event, door, queued(person, 40))
    entry = handed.entry
    assert (handed.answer, handed.refusal, handed.hindrance) == (Answer.WELCOME, None, None)
    assert entry is not None
    assert (entry.at, entry.received_at) == (now() - timedelta(minutes=40), now())
    where = entry.desk, entry.day, entry.mode, entry.session_id
    assert where == ("desk 2", event.days[0], Mode.IN_PERSON, None)
    assert entry.actor_id == door.actor.id
    assert handed.registration is person


def test_a_clock_that_is_wrong_is_put_right(event: Event, door: Desk, person: Registration) -> None:
    slow = timedelta(hours=-3)
    entry = queued(person, at=now() - timedelta(minutes=10) + slow)
    (handed,) = hand_in(event, door, entry, sent_at=now() + slow)
    assert handed.entry is not None
    assert handed.entry.at == now() - timedelta(minutes=10)


@pytest.mark.parametrize(
    "at",
    [
        datetime(1970, 1, 1, 0, 10, tzinfo=UTC),
        datetime.min.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
        TEN + timedelta(minutes=5),
    ],
)
def test_a_time_that_cannot_be_is_now(event: Event, door: Desk, person: Registration, at: datetime) -> None:
    for sent_at in (now(), datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)):
        (handed,) = hand_in(event, door, queued(person, at=at), sent_at=sent_at)
        assert handed.entry is not None
        assert event.starts_at is not None
        assert event.starts_at - timedelta(days=1) <= handed.entry.at <= now()


def test_handed_in_again_each_is_answered_as_before_and_counts_once(event: Event, door: Desk) -> None:
    entries = [queued(a_registration(event, Status.CONFIRMED), number) for number in range(5)]
    first = hand_in(event, door, *entries)
    assert hand_in(event, door, *entries) == first
    assert hand_in(event, door, *entries, *entries) == [*first, *first]
    assert lines() == 5


def test_the_same_id_as_at_the_desk_is_one_check_in(event: Event, door: Desk, person: Registration) -> None:
    client_id = uuid.uuid4()
    online = checking_in.check_in(occasions.of(event), person, door, client_id)
    (handed,) = hand_in(event, door, queued(person, client_id=client_id))
    assert (handed.answer, handed.entry) == (Answer.WELCOME, online.entry)
    assert online.entry is not None
    checking_in.undo(event, online.entry.id, door)
    (handed,) = hand_in(event, door, queued(person, client_id=client_id))
    assert handed.answer is Answer.TAKEN_BACK
    assert lines() == 2


def test_of_two_desks_with_one_badge_one_counts_and_the_other_is_told(
    event: Event, door: Desk, person: Registration
) -> None:
    (first,) = hand_in(event, Desk(door.actor, "desk 1"), queued(person, 20))
    (second,) = hand_in(event, door, queued(person, 30))
    assert (second.answer, second.entry) == (Answer.ALREADY_IN, first.entry)
    assert second.entry is not None
    assert second.entry.desk == "desk 1"
    assert lines() == 1


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.CONFIRMED])
def test_who_was_let_in_is_recorded_whatever_has_become_of_the_registration(
    event: Event, door: Desk, status: Status
) -> None:
    person = a_registration(event, status)
    handed, known = (hand_in(event, door, queued(person, anyway=anyway))[0] for anyway in (False, True))
    assert (handed.answer, handed.hindrance) == (Answer.WELCOME, Answer.NOT_CONFIRMED)
    assert (known.answer, known.hindrance) == (Answer.ALREADY_IN, None)
    assert (person.status, lines()) == (status, 1)


def test_what_the_desk_knew_is_not_told_as_news(event: Event, door: Desk) -> None:
    online = a_registration(event, Status.CONFIRMED, mode=Mode.ONLINE)
    (handed,) = hand_in(event, door, queued(online, anyway=True))
    assert (handed.answer, handed.hindrance) == (Answer.WELCOME, None)


def test_one_that_is_refused_loses_no_other(event: Event, door: Desk, person: Registration) -> None:
    stranger, erased = a_registration(an_event(), Status.CONFIRMED), a_registration(event, Status.CONFIRMED)
    erased.anonymised_at = now()
    session, others = a_session(event), a_session(an_event())
    bad = [
        (queued(stranger, day=event.days[0]), Refusal.UNKNOWN),
        (queued(erased), Refusal.UNKNOWN),
        *((queued(person, registration_id=number), Refusal.UNKNOWN) for number in (0, -1, 2**31 - 1, 2**70)),
        (queued(person, day=event.days[0] - timedelta(days=1)), Refusal.NO_SUCH_OCCASION),
        (queued(person, day=None), Refusal.NO_SUCH_OCCASION),
        (queued(person, session_id=others.id), Refusal.NO_SUCH_OCCASION),
        (queued(person, session_id=2**70), Refusal.NO_SUCH_OCCASION),
        (queued(person, out=True), Refusal.NO_EXITS),
        (queued(person, session_id=session.id, out=True), Refusal.NO_EXITS),
    ]
    handed = hand_in(event, door, *(entry for entry, _ in bad), queued(person))
    assert [one.refusal for one in handed[:-1]] == [refusal for _, refusal in bad]
    assert {one.entry for one in handed[:-1]} == {None}
    assert handed[-1].answer is Answer.WELCOME
    assert lines() == 1


def test_an_id_that_stands_for_something_else_is_refused(
    event: Event, door: Desk, person: Registration
) -> None:
    session = a_session(event, exits=True)
    first = queued(person, session_id=session.id)
    (handed,) = hand_in(event, door, first)
    other = a_registration(event, Status.CONFIRMED)
    same = {"client_id": first.client_id, "session_id": session.id}
    assert handed.entry is not None
    undo = (
        checking_in.undo(event, handed.entry.id, door)
        and db.session.scalars(select(CheckIn).where(CheckIn.kind == CheckInKind.UNDO)).one()
    )
    for entry in (
        queued(other, **same),
        queued(person, **same, out=True),
        queued(person, client_id=uuid.UUID(undo.client_id)),
    ):
        assert hand_in(event, door, entry)[0].refusal is Refusal.ID_TAKEN
    assert lines() == 2


def test_entries_are_taken_by_their_times_and_answered_in_their_order(
    event: Event, door: Desk, person: Registration
) -> None:
    hall = a_session(event, exits=True)
    back, left, came, again = (
        queued(person, minutes, session_id=hall.id, out=out)
        for minutes, out in ((5, False), (20, True), (30, False), (25, False))
    )
    handed = hand_in(event, door, back, left, came, again)
    answers = [one.answer for one in handed]
    assert answers == [Answer.WELCOME, Answer.LEFT, Answer.WELCOME, Answer.ALREADY_IN]
    assert handed[3].entry is handed[2].entry
    assert lines() == 3


def test_at_one_moment_the_order_of_the_queue_holds(event: Event, door: Desk, person: Registration) -> None:
    hall = a_session(event, exits=True)
    entries = [queued(person, session_id=hall.id, out=out) for out in (False, True, False)]
    assert [one.answer for one in hand_in(event, door, *entries)] == [
        Answer.WELCOME,
        Answer.LEFT,
        Answer.WELCOME,
    ]


def test_who_leaves_before_the_check_in_of_another_desk_has_come_is_gone(
    event: Event, door: Desk, person: Registration
) -> None:
    hall = a_session(event, exits=True)
    (left,) = hand_in(event, door, queued(person, 10, session_id=hall.id, out=True))
    (twice,) = hand_in(event, door, queued(person, 5, session_id=hall.id, out=True))
    (came,) = hand_in(event, door, queued(person, 30, session_id=hall.id))
    assert [one.answer for one in (left, twice, came)] == [Answer.LEFT, Answer.NOT_IN, Answer.WELCOME]
    assert twice.entry is left.entry


def test_a_session_that_was_cancelled_since_was_held(event: Event, door: Desk, person: Registration) -> None:
    cancelled = a_session(event, cancelled_at=now())
    (handed,) = hand_in(event, door, queued(person, session_id=cancelled.id))
    assert handed.answer is Answer.WELCOME


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_an_event_that_is_closed_for_good_takes_nothing(
    event: Event, door: Desk, person: Registration, status: EventStatus
) -> None:
    event.status = status
    assert hand_in(event, door, queued(person))[0].refusal is Refusal.READ_ONLY
    assert lines() == 0


def test_there_is_a_limit_to_one_delivery(event: Event, door: Desk, person: Registration) -> None:
    entries = [queued(person) for _ in range(handing_in.MOST + 1)]
    with pytest.raises(TooManyQueued):
        hand_in(event, door, *entries)
    assert hand_in(event, door) == []


@pytest.mark.parametrize("number", [2, 200])
def test_the_statements_do_not_grow_with_the_entries(
    event: Event, door: Desk, statements: Any, number: int
) -> None:
    entries = [queued(a_registration(event, Status.CONFIRMED)) for _ in range(number)]
    asked: Statements
    with statements() as asked:
        hand_in(event, door, *entries)
    asked.within(4)
    assert lines() == number


def test_two_desks_that_hand_in_the_same_people_at_once_record_each_once(
    app: Flask, event: Event, door: Desk
) -> None:
    people = [a_registration(event, Status.CONFIRMED) for _ in range(20)]
    ids, event_id, day = [person.id for person in people], event.id, event.days[0]
    db.session.commit()

    def one(number: int) -> list[str | None]:
        order = ids if number % 2 else ids[::-1]
        entries = [
            Queued(uuid.uuid4(), who, TEN - timedelta(minutes=30 - place), day)
            for place, who in enumerate(order)
        ]
        here = db.session.get_one(Event, event_id)
        handed = handing_in.hand_in(here, door, entries, TEN)
        db.session.commit()
        return [told.answer for told in handed]

    answers = [answer for told in at_once(app, 4, one) for answer in told]
    assert sorted(str(answer) for answer in answers) == ["already_in"] * 60 + ["welcome"] * 20
    assert lines() == 20
