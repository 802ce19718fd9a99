"""One person's lines as they happened: late ones and those taken back are told apart."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app.lib.clock import now
from app.models import CheckInKind, Mode, Status
from app.services.attendance import person_log
from tests.factories.attendance import a_check_in, undone
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration


def test_lines_stand_in_the_order_in_which_they_happened(app: Flask) -> None:
    event = an_event(starts_at=moment(0, 9))
    person, session, present = a_registration(event, Status.CONFIRMED), a_session(event), now()
    left = a_check_in(person, session=session, kind=CheckInKind.OUT, at=present - timedelta(minutes=5))
    late = a_check_in(person, session=session, at=present - timedelta(hours=1))
    undo = undone(left)
    a_check_in(a_registration(event, Status.CONFIRMED))
    lines = person_log.of(person)
    assert [(line.entry, line.undo) for line in lines] == [(late, None), (left, undo)]
    assert [line.late for line in lines] == [True, True]


def test_a_line_is_late_after_two_minutes_and_presence_online_never(app: Flask) -> None:
    person = a_registration(an_event(starts_at=moment(0, 9)), Status.CONFIRMED)
    for minutes, more in ((0, {}), (2, {}), (3, {}), (90, {"mode": Mode.ONLINE, "minutes": 45})):
        a_check_in(person, received_at=now() + timedelta(minutes=minutes), **more)
    assert [line.late for line in person_log.of(person)] == [False, False, True, False]


def test_another_day_is_told_by_the_clocks_of_the_place(app: Flask) -> None:
    event = an_event(starts_at=moment(0, 9), time_zone="Asia/Tbilisi")
    person = a_registration(event, Status.CONFIRMED)
    midday = event.starts_at.replace(hour=8) if event.starts_at else now()
    a_check_in(person, at=midday)
    a_check_in(person, at=midday + timedelta(hours=13))  # an hour past midnight in Tbilisi
    assert [line.on_another_day(event) for line in person_log.of(person)] == [False, True]
