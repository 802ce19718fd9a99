"""The log of check-ins: exactly one first, nothing counted twice, nothing recorded that should not be, all of it undoable."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.models import CheckIn, CheckInKind, Event, EventStatus, Mode, Place, Registration, Status
from app.services.actors import desk
from app.services.attendance import checking_in, occasions
from app.services.attendance.checking_in import Answer, Desk, Outcome
from app.services.attendance.desk_errors import NotADayOfTheEvent
from app.services.attendance.occasions import Occasion
from app.services.errors import EventReadOnly, NotFound
from tests.at_once import at_once
from tests.factories import users
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    """An event of two days, of which today is the first."""
    return an_event(starts_at=moment(0, 9), closes_at=None)


@pytest.fixture
def today(event: Event) -> Occasion:
    return occasions.of(event)


@pytest.fixture
def entrance(event: Event) -> Desk:
    return Desk(desk(users.a_desk_agent()), "desk 2")


def scan(
    occasion: Occasion, person: Registration, at: Desk, client_id: uuid.UUID | None = None, **more: bool
) -> Outcome:
    return checking_in.check_in(occasion, person, at, client_id or uuid.uuid4(), **more)


def lines() -> int:
    return db.session.scalar(select(func.count()).select_from(CheckIn)) or 0


def test_the_first_scan_welcomes_and_the_next_say_when(today: Occasion, entrance: Desk) -> None:
    person = a_registration(today.event, Status.CONFIRMED)
    first = scan(today, person, entrance)
    again = scan(today, person, Desk(entrance.actor, "desk 1"))
    assert (first.answer, again.answer) == (Answer.WELCOME, Answer.ALREADY_IN)
    assert again.entry is first.entry
    assert first.entry is not None
    assert (first.entry.desk, first.entry.day, first.entry.mode) == ("desk 2", today.day, Mode.IN_PERSON)
    assert lines() == 1


def test_the_same_id_handed_in_twice_counts_once_and_is_answered_the_same(
    today: Occasion, entrance: Desk
) -> None:
    person, client_id = a_registration(today.event, Status.CONFIRMED), uuid.uuid4()
    first = scan(today, person, entrance, client_id)
    assert scan(today, person, entrance, client_id) == first
    assert lines() == 1


def test_an_id_whose_check_in_was_taken_back_does_not_count_anew(today: Occasion, entrance: Desk) -> None:
    person, client_id = a_registration(today.event, Status.CONFIRMED), uuid.uuid4()
    first = scan(today, person, entrance, client_id)
    assert first.entry is not None
    checking_in.undo(today.event, first.entry.id, entrance)
    assert scan(today, person, entrance, client_id).answer is Answer.TAKEN_BACK
    assert scan(today, person, entrance).answer is Answer.WELCOME


def test_days_and_sessions_are_occasions_of_their_own(event: Event, entrance: Desk) -> None:
    person, session = a_registration(event, Status.CONFIRMED), a_session(event)
    tomorrow = event.days[1]
    for occasion in (
        occasions.of(event),
        occasions.of(event, tomorrow),
        occasions.of(event, session_id=session.id),
    ):
        assert scan(occasion, person, entrance).answer is Answer.WELCOME
        assert scan(occasion, person, entrance).answer is Answer.ALREADY_IN
    assert lines() == 3


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.CONFIRMED])
def test_who_is_not_confirmed_is_only_recorded_when_let_in_anyway(
    today: Occasion, entrance: Desk, status: Status
) -> None:
    person = a_registration(today.event, status)
    assert scan(today, person, entrance).answer is Answer.NOT_CONFIRMED
    assert lines() == 0
    assert scan(today, person, entrance, anyway=True).answer is Answer.WELCOME
    assert (person.status, lines()) == (status, 1), "the status stays what it is"
    assert scan(today, person, entrance).answer is Answer.ALREADY_IN


def test_a_place_online_is_none_at_the_entrance(today: Occasion, entrance: Desk) -> None:
    person = a_registration(today.event, Status.CONFIRMED, mode=Mode.ONLINE)
    assert scan(today, person, entrance).answer is Answer.ONLINE_ONLY
    assert lines() == 0
    entry = scan(today, person, entrance, anyway=True).entry
    assert entry is not None
    assert entry.mode is Mode.IN_PERSON


def test_an_online_event_records_presence_online(entrance: Desk) -> None:
    event = an_event(starts_at=moment(0, 9), mode=Mode.ONLINE)
    entry = scan(occasions.of(event), a_registration(event, Status.CONFIRMED), entrance).entry
    assert entry is not None
    assert entry.mode is Mode.ONLINE


def test_a_badge_of_another_event_is_never_recorded(today: Occasion, entrance: Desk) -> None:
    stranger = a_registration(an_event(), Status.CONFIRMED)
    assert scan(today, stranger, entrance, anyway=True) == (Answer.OTHER_EVENT, None)
    assert lines() == 0


def test_undo_is_a_line_of_its_own_and_works_once(today: Occasion, entrance: Desk) -> None:
    person = a_registration(today.event, Status.CONFIRMED)
    entry = scan(today, person, entrance).entry
    assert entry is not None
    for _ in range(2):
        assert checking_in.undo(today.event, entry.id, entrance) is entry
    undone = db.session.scalars(select(CheckIn).where(CheckIn.kind == CheckInKind.UNDO)).one()
    assert (undone.undoes_id, undone.registration_id, undone.day) == (entry.id, person.id, today.day)
    assert db.session.get(CheckIn, entry.id) is not None, "the log is append-only"
    assert scan(today, person, entrance).answer is Answer.WELCOME


def test_nothing_of_another_event_can_be_taken_back(today: Occasion, entrance: Desk) -> None:
    other = an_event(starts_at=moment(0, 9))
    entry = scan(occasions.of(other), a_registration(other, Status.CONFIRMED), entrance).entry
    assert entry is not None
    with pytest.raises(NotFound):
        checking_in.undo(today.event, entry.id, entrance)


def test_what_is_counted_of_somebody_who_was_erased_is_not_taken_back(
    today: Occasion, entrance: Desk
) -> None:
    person = a_registration(today.event, Status.CONFIRMED)
    entry = checking_in.check_in(today, person, entrance, uuid.uuid4()).entry
    assert entry is not None
    person.anonymised_at = now()
    with pytest.raises(NotFound):
        checking_in.undo(today.event, entry.id, entrance)


def test_an_undo_cannot_be_undone(today: Occasion, entrance: Desk) -> None:
    entry = scan(today, a_registration(today.event, Status.CONFIRMED), entrance).entry
    assert entry is not None
    checking_in.undo(today.event, entry.id, entrance)
    undone = db.session.scalars(select(CheckIn.id).where(CheckIn.kind == CheckInKind.UNDO)).one()
    with pytest.raises(NotFound):
        checking_in.undo(today.event, undone, entrance)


def test_today_is_the_day_by_the_clocks_of_the_place(app: Flask) -> None:
    import time_machine

    with time_machine.travel("2027-06-08T22:30:00Z", tick=False):  # half past midnight in Strasbourg
        event = an_event(starts_at=moment(0, 9))
        assert occasions.of(event).day == date(2027, 6, 9)


def test_other_days_and_sessions_are_refused(event: Event) -> None:
    elsewhere, cancelled = a_session(an_event()), a_session(event, cancelled_at=now())
    for day in (event.days[0] - timedelta(days=1), event.days[-1] + timedelta(days=1)):
        with pytest.raises(NotADayOfTheEvent):
            occasions.of(event, day)
    with pytest.raises(NotADayOfTheEvent):
        occasions.of(an_event())
    for session in (elsewhere, cancelled):
        with pytest.raises(NotFound):
            occasions.of(event, session_id=session.id)


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_an_event_that_is_closed_for_good_takes_no_check_in(
    event: Event, entrance: Desk, status: EventStatus
) -> None:
    entry = scan(occasions.of(event), a_registration(event, Status.CONFIRMED), entrance).entry
    assert entry is not None
    event.status = status
    with pytest.raises(EventReadOnly):
        occasions.of(event)
    with pytest.raises(EventReadOnly):
        checking_in.undo(event, entry.id, entrance)


@pytest.mark.parametrize("how", ["{0}", "{1}", "  {0} ", "{2}", "{3}", "{4}", "{5}"])
def test_codes_are_found_however_they_are_typed(event: Event, how: str) -> None:
    person = a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.CONFIRMED)
    code, reference = person.badge_code, person.reference
    short, _, rest = reference.partition("-")
    typed = how.format(
        code, reference, reference.lower(), f"{short} {rest}", reference.replace("-", "–"), rest.lower()
    )
    assert checking_in.find_by_code(event, typed) is person


@pytest.mark.parametrize("typed", ["", " ", "CEBOTARI", "%", "_", "' OR 1=1 --", "X" * 500])
def test_what_is_no_code_finds_nobody(event: Event, typed: str) -> None:
    a_registration(event, Status.CONFIRMED)
    assert checking_in.find_by_code(event, typed) is None


def test_ten_scans_of_one_badge_at_once_are_one_check_in(app: Flask, event: Event) -> None:
    person, agent = a_registration(event, Status.CONFIRMED), users.a_desk_agent()
    slug_id, code, by = event.id, person.badge_code, Desk(desk(agent))
    db.session.commit()

    def one(_number: int) -> str:
        here = db.session.get_one(Event, slug_id)
        found = checking_in.find_by_code(here, code)
        assert found is not None
        outcome = checking_in.check_in(occasions.of(here), found, by, uuid.uuid4())
        db.session.commit()
        return outcome.answer.value

    answers = sorted(at_once(app, 10, one))
    assert answers == ["already_in"] * 9 + ["welcome"]
    assert lines() == 1


def test_one_id_handed_in_ten_times_at_once_is_one_check_in(app: Flask, event: Event) -> None:
    person, agent, client_id = a_registration(event, Status.CONFIRMED), users.a_desk_agent(), uuid.uuid4()
    event_id, person_id, by = event.id, person.id, Desk(desk(agent))
    db.session.commit()

    def one(_number: int) -> tuple[str, int]:
        here = db.session.get_one(Event, event_id)
        found = checking_in.of_event(here, person_id)
        outcome = checking_in.check_in(occasions.of(here), found, by, client_id)
        told = outcome.answer.value, outcome.entry.id if outcome.entry else 0
        db.session.commit()
        return told

    answers = set(at_once(app, 10, one))
    assert len(answers) == 1
    assert lines() == 1


def test_places_and_statuses_are_not_touched(today: Occasion, entrance: Desk) -> None:
    person = a_registration(today.event, Status.SUBMITTED, place=Place.WAITING)
    version = person.version
    scan(today, person, entrance, anyway=True)
    db.session.refresh(person)
    assert (person.status, person.place, person.version) == (Status.SUBMITTED, Place.WAITING, version)
