"""Presence online of people with whom something is in the way, who are not known, or who are recorded twice at once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.zoom_reports import Report, Stay
from app.models import CheckIn, CheckInKind, Event, EventStatus, Mode, Status
from app.services.actors import staff
from app.services.attendance import presence_import
from app.services.attendance.presence_errors import DayUnknown, OneSessionWithoutTimes
from app.services.attendance.presence_import import Taken
from app.services.attendance.presence_lines import Question
from app.services.attendance.presence_matching import Way
from app.services.errors import EventReadOnly, ModeNotOffered
from tests.at_once import at_once
from tests.factories import users
from tests.factories.attendance import a_check_in, undone
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.factories.reports import a_report
from tests.services.attendance.presence_told import (
    ANA,
    ION,
    a_hybrid_event,
    both,
    judged,
    log,
    person,
    taken,
    told,
)


@pytest.fixture
def event(app: Flask) -> Event:
    return a_hybrid_event()


def test_a_correction_leaves_what_the_desk_recorded(event: Event) -> None:
    ana = person(event, "CEBOTARI")
    a_check_in(ana, mode=Mode.IN_PERSON)
    a_check_in(person(event, "MUNTEANU"))
    assert taken(event, a_report(event, ("x", "", 0, 9)), corrects=True) == Taken(0, 0, 0)


def test_whoever_was_there_in_person_is_not_made_online_in_passing(event: Event) -> None:
    one, two = both(event)
    ana = person(event, "CEBOTARI")
    a_check_in(ana, session=one, mode=Mode.IN_PERSON)
    report = a_report(event, (*ANA, 0, 120))
    found = judged(event, report, sessions=(one, two))
    assert told(found) == {"CEBOTARI": [(60, "in_person"), (60, "held"), (120, "held")]}
    assert not found.recorded
    assert told(judged(event, report, sessions=(one, two), anyway={ana.id})) == {
        "CEBOTARI": [(60, "in_person"), (60, "new"), (120, "new")]
    }


def test_what_was_undone_at_the_desk_does_not_stand_in_the_way(event: Event) -> None:
    undone(a_check_in(person(event, "CEBOTARI"), mode=Mode.IN_PERSON))
    assert told(judged(event, a_report(event, (*ANA, 0, 60)))) == {"CEBOTARI": [(60, "new")]}


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.WITHDRAWN, Status.DECLINED])
def test_whoever_is_not_confirmed_counts_when_somebody_says_so(event: Event, status: Status) -> None:
    vera = a_registration(event, status, given_name="Vera", family_name="ROTARU")
    report = a_report(event, ("Vera Rotaru", "", 0, 60))
    assert told(judged(event, report)) == {"ROTARU": [(60, "held")]}
    assert taken(event, report) == Taken(0, 0, 0)
    assert taken(event, report, anyway={vera.id}) == Taken(1, 1, 0)
    assert vera.status is status
    assert told(judged(event, report)) == {"ROTARU": [(60, "known")]}


def test_strangers_are_chosen_by_hand_and_added_to_what_is_known_of_them(event: Event) -> None:
    report = a_report(event, (*ANA, 0, 30), ("Room 7", "", 30, 60), ("Somebody", "", 0, 60))
    found = judged(event, report, sessions=both(event)[:1])
    assert [(one.connection.row, one.connection.name) for one in found.strangers] == [
        (6, "Room 7"),
        (7, "Somebody"),
    ]
    reference = person(event, "CEBOTARI").reference
    found = judged(event, report, sessions=both(event)[:1], hands={6: reference.lower(), 7: "nobody"})
    assert told(found) == {"CEBOTARI": [(60, "new"), (60, "new")]}
    assert found.people[0].ways == (Way.EMAIL, Way.HAND)
    assert [one.typed for one in found.strangers] == ["nobody"]


def test_a_hand_does_not_overrule_an_address(event: Event) -> None:
    report = a_report(event, (*ANA, 0, 30))
    found = judged(event, report, hands={5: person(event, "MUNTEANU").reference})
    assert list(told(found)) == ["CEBOTARI"]


def test_a_report_without_times_is_about_a_day_or_one_session(event: Event) -> None:
    report = Report([Stay(2, *ANA, 177), Stay(3, *ION, 5)], timed=False)
    one, two = both(event)
    with pytest.raises(DayUnknown):
        judged(event, report)
    with pytest.raises(OneSessionWithoutTimes):
        judged(event, report, sessions=(one, two))
    assert told(judged(event, report, day=event.days[1])) == {
        "CEBOTARI": [(177, "new")],
        "MUNTEANU": [(5, "below")],
    }
    assert told(judged(event, report, sessions=(two,)))["CEBOTARI"] == [(60, "new"), (60, "new")]
    taken(event, report, sessions=(two,))
    [entry, _] = db.session.scalars(select(CheckIn).order_by(CheckIn.id))
    assert (entry.at, entry.day) == (two.starts_at, event.days[0])


def test_a_line_of_the_desk_of_an_online_event_gets_its_minutes(app: Flask) -> None:
    event = an_event(starts_at=moment(-1, 9), closes_at=None, mode=Mode.ONLINE)
    ion = a_registration(event, Status.CONFIRMED, given_name="Ion", family_name="MUNTEANU")
    a_check_in(ion)
    assert taken(event, a_report(event, (*ION, 0, 30))) == Taken(1, 1, 1)
    assert log(event) == {("MUNTEANU", "day", 30, "online")}


def test_nothing_is_recorded_where_nothing_can_be(event: Event) -> None:
    report = a_report(event, (*ANA, 0, 60))
    event.mode = Mode.IN_PERSON
    with pytest.raises(ModeNotOffered):
        judged(event, report)
    event.mode, event.status = Mode.HYBRID, EventStatus.ARCHIVED
    with pytest.raises(EventReadOnly):
        judged(event, report)


def test_breaks_and_rooms_without_a_link_are_not_offered(event: Event) -> None:
    a_session(event, 2, mode=Mode.IN_PERSON)
    a_session(event, 3, mode=Mode.ONLINE)
    assert [session.mode for session in presence_import.sessions(event)] == [
        Mode.HYBRID,
        Mode.HYBRID,
        Mode.ONLINE,
    ]


def test_undone_lines_name_what_they_take_back(event: Event) -> None:
    taken(event, a_report(event, (*ANA, 0, 30)))
    taken(event, a_report(event, (*ANA, 0, 50)))
    first, undo, second = db.session.scalars(select(CheckIn).order_by(CheckIn.id))
    kinds = {row.id: row.kind for row in (first, undo, second)}
    assert sorted(kinds.values()) == [CheckInKind.IN, CheckInKind.IN, CheckInKind.UNDO]
    assert [row.undoes_id for row in (first, undo, second) if row.undoes_id] == [first.id]


@pytest.mark.parametrize("corrects", [False, True])
def test_two_who_record_one_report_at_once_record_it_once(app: Flask, event: Event, corrects: bool) -> None:
    if corrects:
        taken(event, a_report(event, (*ANA, 0, 80), (*ION, 0, 50)))
    report, event_id = a_report(event, (*ANA, 0, 60), (*ION, 0, 5)), event.id
    actor = staff(users.an_organiser())
    db.session.commit()

    def one(_number: int) -> Taken:
        question = Question(db.session.get_one(Event, event_id), corrects=corrects)
        found = presence_import.judge(question, report, lock=True)
        done = presence_import.take_over(question, found, actor)
        db.session.commit()
        return done

    numbers = sorted(done.people for done in at_once(app, 4, one))
    assert numbers == [0, 0, 0, 2 if corrects else 1]
    assert log(db.session.get_one(Event, event_id)) == {("CEBOTARI", "day", 60, "online")}
