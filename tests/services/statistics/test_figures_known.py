"""What is known of an event at all: before it, while it goes on, afterwards, and where others only reported."""

from __future__ import annotations

from datetime import UTC, datetime

import time_machine
from flask import Flask

from app.models import (
    EventStatus,
    Group,
    Status,
)
from app.services.statistics import event_figures
from app.services.statistics.figures import NOT_HELD, NOT_RECORDED, NOT_YET, Phase, Source
from tests.factories.events import an_event
from tests.factories.figures import a_past_event, a_reported_figure, the_conference_of_2024
from tests.factories.registrations import a_registration


def test_before_the_event_nobody_is_absent(app: Flask) -> None:
    event = an_event()
    a_registration(event, Status.CONFIRMED)
    brief = event_figures.figures_of(event).summary
    assert (brief.phase, brief.source, brief.main) == (Phase.BEFORE, Source.COUNTED, "confirmed")
    assert brief.total["confirmed"] == 1
    assert brief.total["attended"] is brief.total["absent"] is brief.total["states_attended"] is None
    assert brief.missing("attended") == NOT_YET


def test_without_check_ins_attendance_is_not_recorded(app: Flask) -> None:
    event = a_past_event()
    a_registration(event, Status.CONFIRMED)
    brief = event_figures.figures_of(event).summary
    assert (brief.phase, brief.total["attended"], brief.total["absent"]) == (Phase.AFTER, None, None)
    assert brief.missing("attended") == NOT_RECORDED
    assert all(numbers["attended"] is None for numbers in brief.groups.values())


def test_the_event_is_under_way_from_the_morning_of_its_first_day(app: Flask) -> None:
    event = an_event(starts_at=datetime(2027, 6, 9, 7, tzinfo=UTC))
    with time_machine.travel(
        datetime(2027, 6, 8, 22, 30, tzinfo=UTC), tick=False
    ):  # half past midnight in Paris
        assert event_figures.figures_of(event).summary.phase is Phase.RUNNING
    with time_machine.travel(datetime(2027, 6, 8, 21, 30, tzinfo=UTC), tick=False):
        assert event_figures.figures_of(event).summary.phase is Phase.BEFORE


def test_a_cancelled_event_did_not_take_place(app: Flask) -> None:
    event = an_event(status=EventStatus.CANCELLED)
    a_registration(event, Status.CANCELLED)
    brief = event_figures.figures_of(event).summary
    assert (brief.phase, brief.total["registered"], brief.missing("attended")) == (
        Phase.CANCELLED,
        1,
        NOT_HELD,
    )


def test_an_open_event_with_nobody_has_zero_registered(app: Flask) -> None:
    brief = event_figures.figures_of(an_event()).summary
    assert (brief.source, brief.total["registered"], brief.total["confirmed"]) == (Source.COUNTED, 0, 0)


def test_the_conference_of_2024_knows_two_figures(app: Flask) -> None:
    brief = event_figures.figures_of(the_conference_of_2024()).summary
    assert brief.source is Source.REPORTED
    assert brief.total["attended"] == 65
    assert brief.groups[Group.MEMBER_STATES]["attended"] == 30
    known = [number for numbers in (brief.total, *brief.groups.values()) for number in numbers.values()]
    assert sorted(number for number in known if number is not None) == [30, 65]
    assert brief.missing("states_attended") == NOT_RECORDED


def test_a_past_event_without_anything_is_not_recorded(app: Flask) -> None:
    event = a_past_event(starts_at=None, ends_at=None, opens_at=None, closes_at=None)
    figures = event_figures.figures_of(event)
    assert figures.summary.source is Source.NONE
    assert set(figures.summary.total.values()) == {None}
    assert figures.days == figures.weeks == figures.sessions == []


def test_reported_figures_never_mix_with_counted_ones(app: Flask) -> None:
    event = a_past_event()
    a_registration(event, Status.CONFIRMED)
    a_reported_figure(event, "attended", 65)
    brief = event_figures.figures_of(event).summary
    assert (brief.source, brief.total["confirmed"], brief.total["attended"]) == (Source.COUNTED, 1, None)
    assert [figure.value for figure in brief.reported] == [65]
