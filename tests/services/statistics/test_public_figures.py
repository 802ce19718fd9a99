"""What the public reads of an event: only where published, only what is fixed, and nothing about a few people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    BodyKind,
    Category,
    Event,
    EventStatus,
    Gender,
    Group,
    Status,
)
from app.services.statistics import public_figures, public_words, snapshots
from app.services.statistics.figure_errors import NeverHeld, NotFrozen, NothingRecorded, NotOverYet
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.figures import a_past_event, a_reported_figure, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser


def people(event: Event, number: int, gender: Gender | None, **changes: object) -> None:
    """Some people who came."""
    for _ in range(number):
        a_check_in(a_registration(event, Status.CONFIRMED, gender=gender, **changes))


def a_conference() -> Event:
    """Six women for a member state and seven men who observed."""
    event, states = a_past_event(), the_member_states()
    observing = a_body(kind=BodyKind.OBSERVER_STATE)
    people(event, 6, Gender.WOMAN, body=states["FR"], category=Category.MEMBER_STATE_DELEGATE)
    people(event, 7, Gender.MAN, body=observing, category=Category.OBSERVER)
    return event


def test_counted_figures_are_public_once_they_are_frozen(app: Flask) -> None:
    event, user = a_conference(), an_organiser()
    with pytest.raises(NotFrozen):
        public_figures.publish(event, user)
    snapshots.freeze(event, user)
    assert public_figures.of_event(event) is None
    public_figures.publish(event, user)
    found = public_figures.of_event(event)
    assert found is not None
    assert (found.step, found.summary.total["attended"], found.states, found.all_states) == (
        "attended",
        13,
        1,
        46,
    )
    assert {group: numbers["attended"] for group, numbers in found.summary.groups.items()} == {
        Group.MEMBER_STATES: 6,
        Group.OBSERVERS: 7,
        Group.OTHERS: 0,
    }
    assert found.breakdowns["gender"] == {"woman": 6, "man": 7}


def test_what_is_public_moves_only_with_a_new_version(app: Flask) -> None:
    event, user = a_conference(), an_organiser()
    snapshots.freeze(event, user)
    public_figures.publish(event, user)
    before = public_figures.of_event(event)
    people(event, 1, Gender.WOMAN)
    assert public_figures.of_event(event) == before
    snapshots.freeze(event, user, "a badge was not scanned")
    after = public_figures.of_event(event)
    assert after is not None
    assert after.summary.total["attended"] == 14
    assert after.breakdowns["gender"] is None, "the page of before tells that one woman came along"


def test_versions_that_nobody_read_are_no_comparison(app: Flask) -> None:
    event, user = a_conference(), an_organiser()
    snapshots.freeze(event, user)
    people(event, 1, Gender.WOMAN)
    snapshots.freeze(event, user, "a badge was not scanned")
    public_figures.publish(event, user)
    found = public_figures.of_event(event)
    assert found is not None
    assert found.breakdowns["gender"] == {"woman": 7, "man": 7}
    since = snapshots.public_since(event.id)
    assert list(since) == [2]


def test_what_was_public_once_stays_a_comparison(app: Flask) -> None:
    event, user = a_conference(), an_organiser()
    snapshots.freeze(event, user)
    public_figures.publish(event, user)
    public_figures.withdraw(event, user)
    assert public_figures.of_event(event) is None
    people(event, 1, Gender.WOMAN)
    snapshots.freeze(event, user, "a badge was not scanned")
    public_figures.publish(event, user)
    found = public_figures.of_event(event)
    assert found is not None
    assert found.breakdowns["gender"] is None


def test_reported_figures_are_public_without_being_frozen(app: Flask) -> None:
    event, user = the_conference_of_2024(), an_organiser()
    public_figures.publish(event, user)
    found = public_figures.of_event(event)
    assert found is not None
    assert (found.summary.total["attended"], found.states, found.breakdowns) == (65, None, {})
    assert found.summary.groups[Group.MEMBER_STATES]["attended"] == 30
    assert found.summary.groups[Group.OTHERS]["attended"] is None


def test_a_list_that_is_found_later_takes_reported_figures_off(app: Flask) -> None:
    event, user = the_conference_of_2024(), an_organiser()
    public_figures.publish(event, user)
    people(event, 10, Gender.MAN)
    assert public_figures.of_event(event) is None
    assert public_figures.totals([event]) == {}
    with pytest.raises(NotFrozen):
        public_figures.preview(event)


def test_what_is_not_final_is_not_published(app: Flask) -> None:
    user = an_organiser()
    to_come = an_event(starts_at=now() + timedelta(days=2), ends_at=now() + timedelta(days=3))
    a_registration(to_come, Status.CONFIRMED)
    for event, error in (
        (to_come, NotOverYet),
        (a_past_event(status=EventStatus.CANCELLED), NeverHeld),
        (a_past_event(), NothingRecorded),
    ):
        with pytest.raises(error):
            public_figures.publish(event, user)
        assert not event.figures_public


def test_the_calendar_has_totals_of_what_is_published(app: Flask) -> None:
    user = an_organiser()
    frozen, counted, reported, unpublished, half = (
        a_conference(),
        a_past_event(),
        the_conference_of_2024(),
        a_past_event(),
        a_past_event(figures_public=True),
    )
    snapshots.freeze(frozen, user)
    public_figures.publish(frozen, user)
    public_figures.publish(reported, user)
    people(counted, 3, Gender.MAN)
    counted.figures_public = True  # as after a reported event got its list
    a_reported_figure(unpublished, "attended", 9)
    a_reported_figure(half, "attended", 0)
    assert public_figures.totals([frozen, counted, reported, unpublished, half]) == {
        frozen.id: (13, 6, 1),
        reported.id: (65, 30, None),
        half.id: (0, None, None),
    }


def test_without_a_log_the_public_reads_who_was_confirmed(app: Flask) -> None:
    event, user = a_past_event(), an_organiser()
    for _ in range(6):
        a_registration(event, Status.CONFIRMED)
    snapshots.freeze(event, user)
    public_figures.publish(event, user)
    found = public_figures.of_event(event)
    assert found is not None
    assert (found.step, found.summary.total["confirmed"]) == ("confirmed", 6)
    assert "Who came is not recorded." in public_words.told(found, "en").notes
    assert public_figures.totals([event])[event.id].people is None


def test_the_words_of_2024_speak_of_people_and_never_of_states(app: Flask) -> None:
    event, user = the_conference_of_2024(), an_organiser()
    public_figures.publish(event, user)
    found = public_figures.of_event(event)
    assert found is not None
    told = public_words.told(found, "en")
    assert [(key.value, key.text) for key in told.keys] == [
        (65, "people took part"),
        (30, "people for member states"),
        (None, "observers"),
        (None, "other participants"),
        (None, "member states represented"),
    ]
    assert told.notes == ["Reported, not counted. Source: Council of Europe, 2024"]
    assert "35" not in str(told.picture.at(560))


def test_publishing_and_withdrawing_are_on_record_once(app: Flask) -> None:
    event, user = the_conference_of_2024(), an_organiser()
    for _ in range(2):
        public_figures.publish(event, user)
    for _ in range(2):
        public_figures.withdraw(event, user)
    rows = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event_id == event.id).order_by(AuditEntry.id)
    )
    assert [(row.action, row.actor_id, row.fields) for row in rows] == [
        ("figures.published", user.id, []),
        ("figures.withdrawn", user.id, []),
    ]
