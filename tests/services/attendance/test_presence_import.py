"""Presence online: minutes within the sessions chosen, lines of the log from a threshold on, nothing counted twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.zoom_reports import Report, Stay
from app.models import (
    AuditEntry,
    CheckIn,
    CheckInKind,
    Event,
    EventSession,
    EventStatus,
    Mode,
    Registration,
    Status,
)
from app.services.actors import staff
from app.services.attendance import attendance_counts, presence_import
from app.services.attendance.presence_errors import DayUnknown, OneSessionWithoutTimes
from app.services.attendance.presence_import import Judged, Taken
from app.services.attendance.presence_lines import Fate, Question
from app.services.attendance.presence_matching import Way
from app.services.errors import EventReadOnly, ModeNotOffered
from app.services.participation import standing
from tests.factories import users
from tests.factories.attendance import a_check_in, undone
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.factories.reports import a_report
from tests.statement_count import Statements

ANA = ("Ana Cebotari", "ana@igp.example")
ION = ("Ion Munteanu", "")


@pytest.fixture
def event(app: Flask) -> Event:
    """Two days; sessions in the first and in the second hour of the first."""
    made = an_event(starts_at=moment(-1, 9), closes_at=None)
    a_session(made, 0)
    a_session(made, 1)
    a_registration(
        made, Status.CONFIRMED, given_name="Ana", family_name="CEBOTARI", email=ANA[1], mode=Mode.ONLINE
    )
    a_registration(made, Status.CONFIRMED, given_name="Ion", family_name="MUNTEANU", mode=Mode.ONLINE)
    db.session.flush()
    return made


def both(event: Event) -> tuple[EventSession, ...]:
    return tuple(event.sessions)


def person(event: Event, family_name: str) -> Registration:
    return db.session.scalars(
        select(Registration).where(Registration.event_id == event.id, Registration.family_name == family_name)
    ).one()


def judged(event: Event, report: Report, **kwargs: Any) -> Judged:
    asked = {name: kwargs.pop(name) for name in ("hands", "anyway") if name in kwargs}
    return presence_import.judge(Question(event, **kwargs), report, **asked)


def taken(event: Event, report: Report, **kwargs: Any) -> Taken:
    asked = {name: kwargs.pop(name) for name in ("hands", "anyway") if name in kwargs}
    question = Question(event, **kwargs)
    found = presence_import.judge(question, report, **asked, lock=True)
    return presence_import.take_over(question, found, staff(users.an_organiser()))


def log(event: Event) -> set[tuple[str | None, str, int | None, str]]:
    """The log as it stands: family name, session or day, minutes, mode."""
    rows = db.session.scalars(select(CheckIn).where(CheckIn.event_id == event.id, standing()))
    return {
        (
            row.registration.family_name,
            row.session.title_en if row.session else "day",
            row.minutes,
            row.mode.value,
        )
        for row in rows
    }


def told(found: Judged) -> dict[str | None, list[tuple[int, str]]]:
    return {
        one.registration.family_name: [(line.minutes, line.fate.value) for line in one.lines]
        for one in found.people
    }


def test_each_join_counts_within_the_sessions_and_once(event: Event) -> None:
    """Five joins of one person, under two names, some at once on two devices, some before and after."""
    report = a_report(
        event,
        (*ANA, -20, 10),
        (*ANA, 5, 30),
        ("iPad (Cebotari Ana)", "", 20, 40),
        (*ANA, 55, 65),
        (*ANA, 118, 150),
    )
    found = judged(event, report, sessions=both(event))
    [ana] = found.people
    assert [line.minutes for line in ana.lines] == [45, 7, 52]
    assert (ana.joins, ana.ways) == (5, (Way.EMAIL, Way.NAME))
    assert [line.fate for line in ana.lines] == [Fate.NEW, Fate.BELOW, Fate.NEW]
    assert log(event) == set()


def test_lines_are_online_with_minutes_and_since_the_first_join(event: Event) -> None:
    one, _ = both(event)
    assert taken(event, a_report(event, (*ANA, 12, 50)), sessions=(one,)) == Taken(1, 2, 0)
    assert log(event) == {("CEBOTARI", one.title_en, 38, "online"), ("CEBOTARI", "day", 38, "online")}
    [first, second] = db.session.scalars(select(CheckIn).order_by(CheckIn.id))
    assert first.at == second.at == one.starts_at.replace(minute=12)
    assert attendance_counts.by_session(event.id) == {one.id: 1}
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "presence.imported"))
    assert (entry.event_id, entry.fields) == (event.id, ["people:1", "lines:2", "undone:0", "strangers:0"])


def test_without_sessions_the_days_count_from_midnight_to_midnight(event: Event) -> None:
    report = a_report(event, (*ANA, -60, 100), (*ION, 60 * 14, 60 * 16))
    assert told(judged(event, report)) == {
        "CEBOTARI": [(160, "new")],
        "MUNTEANU": [(60, "new"), (60, "new")],  # until midnight, and after it
    }


def test_the_threshold_is_where_somebody_was_there(event: Event) -> None:
    report = a_report(event, (*ANA, 0, 10), (*ION, 0, 9))
    assert told(judged(event, report, sessions=both(event)[:1])) == {
        "CEBOTARI": [(10, "new"), (10, "new")],
        "MUNTEANU": [(9, "below"), (9, "below")],
    }
    assert told(judged(event, report, sessions=both(event)[:1], least=9))["MUNTEANU"] == [
        (9, "new"),
        (9, "new"),
    ]


def test_the_same_report_twice_changes_nothing(event: Event) -> None:
    report = a_report(event, (*ANA, 0, 30), (*ION, 20, 110))
    taken(event, report, sessions=both(event))
    before = log(event), db.session.scalars(select(CheckIn.id)).all()
    assert taken(event, report, sessions=both(event)) == Taken(0, 0, 0)
    assert (log(event), db.session.scalars(select(CheckIn.id)).all()) == before


def test_a_fuller_report_takes_the_place_of_an_earlier_one(event: Event) -> None:
    one, _ = both(event)
    taken(event, a_report(event, (*ANA, 0, 30)), sessions=(one,))
    assert taken(event, a_report(event, (*ANA, 0, 50)), sessions=(one,)) == Taken(1, 2, 2)
    assert taken(event, a_report(event, (*ANA, 0, 40)), sessions=(one,)) == Taken(0, 0, 0)
    assert log(event) == {("CEBOTARI", one.title_en, 50, "online"), ("CEBOTARI", "day", 50, "online")}
    assert attendance_counts.by_session(event.id) == {one.id: 1}


def test_two_meetings_of_one_day_add_up(event: Event) -> None:
    one, two = both(event)
    morning, later = a_report(event, (*ANA, 0, 50)), a_report(event, (*ANA, 60, 100))
    taken(event, morning, sessions=(one,))
    taken(event, later, sessions=(two,))
    assert ("CEBOTARI", "day", 90, "online") in log(event)
    assert taken(event, morning, sessions=(one,)) == taken(event, later, sessions=(two,)) == Taken(0, 0, 0)


def test_a_report_that_corrects_takes_back_what_an_earlier_one_said(event: Event) -> None:
    one, _ = both(event)
    taken(event, a_report(event, (*ANA, 0, 50), (*ION, 0, 50)), sessions=(one,))
    better = a_report(event, (*ANA, 0, 40), (*ION, 0, 5))
    assert taken(event, better, sessions=(one,), corrects=True) == Taken(2, 2, 4)
    assert log(event) == {("CEBOTARI", one.title_en, 40, "online"), ("CEBOTARI", "day", 40, "online")}
    assert taken(event, a_report(event, ("x", "", 0, 9)), sessions=(one,), corrects=True) == Taken(1, 0, 2)
    assert log(event) == set()


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


@pytest.mark.parametrize("number", [5, 100])
def test_the_same_number_of_statements_for_few_and_many(
    event: Event, statements: Callable[[], AbstractContextManager[Statements]], number: int
) -> None:
    joins = []
    for one in range(number):
        made = a_registration(
            event, Status.CONFIRMED, given_name="P", family_name=f"Q{one}", mode=Mode.ONLINE
        )
        joins.append(("x", str(made.email), 0, 120))
    actor, question = staff(users.an_organiser()), Question(event, both(event))
    report = a_report(event, *joins)
    db.session.commit()
    db.session.expire_all()
    with statements() as asked:
        found = presence_import.judge(question, report, lock=True)
        presence_import.take_over(question, found, actor)
    asked.within(11)
    assert len(log(event)) == 3 * number
