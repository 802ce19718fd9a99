"""Presence online: minutes within the sessions chosen, lines of the log from a threshold on, nothing counted twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, CheckIn, Event, Mode, Status
from app.services import participant_list
from app.services.actors import staff
from app.services.attendance import attendance_counts, presence_import
from app.services.attendance.presence_import import Taken
from app.services.attendance.presence_lines import Fate, Question
from app.services.attendance.presence_matching import Way
from app.services.body_directory import BodyDirectory
from app.services.participant_filters import Filters
from app.services.participant_order import Sorting
from app.services.statistics import figure_counts
from tests.factories import users
from tests.factories.registrations import a_registration
from tests.factories.reports import a_report
from tests.services.attendance.presence_told import ANA, ION, a_hybrid_event, both, judged, log, taken, told
from tests.statement_count import Statements


@pytest.fixture
def event(app: Flask) -> Event:
    return a_hybrid_event()


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


def test_list_and_statistics_say_the_same(event: Event) -> None:
    one, two = both(event)
    taken(event, a_report(event, (*ANA, 0, 120), (*ION, 60, 90)), sessions=(one, two))
    rows = {
        row.id: (row.seen, row.seen_in_person, row.seen_online) for row in figure_counts.by_session(event.id)
    }
    assert rows == {one.id: (1, 0, 1), two.id: (2, 0, 2)}
    assert attendance_counts.presence(event.id, event.days[0]).people == 2
    listed = participant_list.page(event, Filters(), Sorting(), 1, BodyDirectory("en"), "en")
    assert {line.name.family: line.came_at for line in listed.lines} == {
        "CEBOTARI": one.starts_at,
        "MUNTEANU": two.starts_at,
    }


def test_nobody_is_inside_a_room_by_a_report(event: Event) -> None:
    one, _ = both(event)
    one.exits = True
    taken(event, a_report(event, (*ANA, 0, 60)), sessions=(one,))
    there = attendance_counts.presence(event.id, event.days[0], one.id)
    assert (there.people, there.inside) == (1, 0)


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
