"""The public calendar: what is coming, what has been, what is not there for the public, and in which state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.extensions import db
from app.lib.clock import now
from app.models import Category, Event, EventKind, EventStatus
from app.services import calendar
from app.services.errors import NotFound
from tests.factories.events import a_session, an_event, moment
from tests.factories.figures import a_past_event

MEETING = EventKind.CORRESPONDENTS_MEETING
DELEGATE = Category.MEMBER_STATE_DELEGATE


def coming(days: int, **changes: Any) -> Event:
    return an_event(starts_at=moment(days), **changes)


@pytest.mark.usefixtures("app")
def test_coming_events_the_next_first_past_ones_the_latest_first() -> None:
    later, sooner = coming(90), coming(30)
    old = a_past_event(starts_at=moment(-900), ends_at=moment(-899), year=moment(-900).year)
    recent = a_past_event(starts_at=moment(-30), ends_at=moment(-29), year=moment(-30).year)
    shown = calendar.calendar()
    assert shown.coming == [sooner, later]
    assert shown.past == [recent, old]


@pytest.mark.usefixtures("app")
def test_an_event_of_today_is_coming_until_it_ends() -> None:
    event = an_event(starts_at=now() - timedelta(hours=1), ends_at=now() + timedelta(hours=1))
    assert calendar.calendar().coming == [event]
    event.ends_at = now()
    db.session.flush()
    assert calendar.calendar().past == [event]


@pytest.mark.usefixtures("app")
def test_a_past_event_of_unknown_dates_stands_in_its_year() -> None:
    before, unknown, within = (
        a_past_event(starts_at=starts, ends_at=ends, year=year)
        for starts, ends, year in (
            (moment(-4000), moment(-3999), 2024),
            (None, None, 2025),
            (moment(-3000), moment(-2999), 2025),
        )
    )
    assert calendar.calendar().past == [unknown, within, before]


@pytest.mark.usefixtures("app")
def test_drafts_are_nobodys_business() -> None:
    draft = coming(30, status=EventStatus.DRAFT)
    assert calendar.calendar() == ([], [])
    with pytest.raises(NotFound):
        calendar.programme_of(draft.slug)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("status", [status for status in EventStatus if status is not EventStatus.DRAFT])
def test_everything_else_has_its_page(status: EventStatus) -> None:
    event = coming(30, status=status)
    session = a_session(event, 2)
    assert calendar.programme_of(event.slug) is event
    assert event.sessions == [session]


@pytest.mark.usefixtures("app")
def test_there_must_be_such_an_event() -> None:
    with pytest.raises(NotFound):
        calendar.programme_of("nothing")


@pytest.mark.usefixtures("app")
def test_the_calendar_opens_with_the_next_conference() -> None:
    assert calendar.calendar().next_conference is None
    meeting = coming(10, kind=MEETING)
    assert calendar.calendar().next_conference is meeting
    coming(20, status=EventStatus.CANCELLED)
    conference = coming(40)
    coming(90)
    assert calendar.calendar().next_conference is conference


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "invitation"),
        ({"open_to": [DELEGATE]}, "open"),
        ({"open_to": [DELEGATE], "status": EventStatus.CANCELLED}, "cancelled"),
        ({"open_to": [DELEGATE], "status": EventStatus.CLOSED}, "closed"),
        ({"open_to": [DELEGATE], "status": EventStatus.ARCHIVED}, "past"),
        ({"open_to": [DELEGATE], "opens_at": moment(2)}, "soon"),
        ({"open_to": [DELEGATE], "closes_at": moment(-1)}, "closed"),
        ({"status": EventStatus.CLOSED, "opens_at": moment(2)}, "closed"),
        ({"starts_at": moment(-9), "ends_at": moment(-8), "opens_at": None, "closes_at": None}, "past"),
        ({"starts_at": moment(-9), "ends_at": moment(-8), "status": EventStatus.CANCELLED}, "cancelled"),
    ],
)
def test_the_state_for_the_public(changes: dict[str, Any], state: str) -> None:
    assert calendar.public_state(an_event(**changes), now()) == state
