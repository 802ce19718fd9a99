"""Frozen figures: the newest version holds, whatever becomes of the people afterwards."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, ErasureRule, Event, EventStatus, FigureSnapshot, Registration, Status
from app.services.actors import SYSTEM
from app.services.errors import NotFound
from app.services.privacy.erasing import erase_registration
from app.services.statistics import event_figures, figures, snapshots
from app.services.statistics.figure_errors import (
    NeverHeld,
    NewVersionNeedsReason,
    NothingChanged,
    NothingRecorded,
    NotOverYet,
)
from app.services.statistics.figures import Source
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.statement_count import Statements

Counting = Callable[[], AbstractContextManager[Statements]]


def somebody_came(event: Event) -> Registration:
    """Somebody who was confirmed, and came."""
    person = a_registration(event, Status.CONFIRMED)
    a_check_in(person)
    return person


def test_what_was_frozen_holds_until_a_newer_version_is(app: Flask) -> None:
    event, user = a_past_event(), an_organiser()
    a_session(event)
    somebody_came(event)
    before = event_figures.figures_of(event)
    assert snapshots.holding(event) == before
    snapshots.freeze(event, user)
    somebody_came(event)
    held = snapshots.holding(event)
    assert held.frozen is not None
    assert (held.frozen.version, held.frozen.hand, held.frozen.note) == (1, user.name, None)
    assert held.summary.total == before.summary.total
    assert (held.sessions, held.days, held.weeks) == (before.sessions, before.days, before.weeks)
    snapshots.freeze(event, user, "one badge had not been scanned")
    assert snapshots.holding(event).summary.total["attended"] == 2
    assert snapshots.version(event, 1) == held
    assert [(one.version, one.note) for one in snapshots.versions(event.id)] == [
        (2, "one badge had not been scanned"),
        (1, None),
    ]


def test_a_version_that_is_not_there_is_not_found(app: Flask) -> None:
    event, other = a_past_event(), a_past_event()
    somebody_came(event)
    snapshots.freeze(event, an_organiser())
    for whose, number in ((event, 2), (event, 0), (other, 1)):
        with pytest.raises(NotFound):
            snapshots.version(whose, number)


def test_events_side_by_side_show_frozen_figures_and_counted_ones(app: Flask, statements: Counting) -> None:
    the_member_states()
    events = [a_past_event() for _ in range(6)]
    for event in events[:5]:
        somebody_came(event)
    for event in events[:3]:
        snapshots.freeze(event, an_organiser())
        somebody_came(event)
    db.session.flush()
    with statements() as asked:
        found = snapshots.summaries(events)
    asked.within(4)
    assert [one.total["attended"] for one in found] == [1, 1, 1, 1, 1, None]
    assert [one.frozen is not None for one in found] == [True, True, True, False, False, False]
    assert [one.event for one in found] == events
    assert found[3:] == figures.summaries(events[3:])


def test_delegations_are_read_without_the_rest(app: Flask, statements: Counting) -> None:
    event, counted = a_past_event(), a_past_event()
    body = the_member_states()["FR"]
    a_check_in(a_registration(event, Status.CONFIRMED, body=body))
    snapshots.freeze(event, an_organiser())
    db.session.flush()
    with statements() as asked:
        found = snapshots.frozen_delegations([event.id, counted.id])
    asked.within(1)
    assert found == {event.id: snapshots.holding(event).delegations}
    (france,) = (one for one in found[event.id] if one.body.code == body.code)
    assert france.numbers["attended"] == 1


def test_figures_are_frozen_when_they_are_final(app: Flask) -> None:
    user = an_organiser()
    to_come = an_event(starts_at=now() + timedelta(days=2), ends_at=now() + timedelta(days=3))
    a_registration(to_come, Status.CONFIRMED)
    running = an_event(starts_at=now() - timedelta(days=1), ends_at=now() + timedelta(days=1))
    a_check_in(a_registration(running, Status.CONFIRMED), now().date())
    cancelled = a_past_event(status=EventStatus.CANCELLED)
    a_registration(cancelled, Status.CANCELLED)
    for event, error in (
        (to_come, NotOverYet),
        (running, NotOverYet),
        (cancelled, NeverHeld),
        (a_past_event(), NothingRecorded),
    ):
        with pytest.raises(error):
            snapshots.freeze(event, user)
    assert db.session.scalars(select(FigureSnapshot)).all() == []


def test_reported_figures_are_frozen_as_reported(app: Flask) -> None:
    event, user = the_conference_of_2024(), an_organiser()
    snapshots.freeze(event, user)
    somebody_came(event)  # as when a list of names is found later
    held = snapshots.holding(event).summary
    assert held.source is Source.REPORTED
    assert (held.total["attended"], held.total["registered"]) == (65, None)
    assert [one.value for one in held.reported] == [65, 30]
    snapshots.freeze(event, user, "the list was found")
    assert snapshots.holding(event).summary.source is Source.COUNTED


def test_freezing_again_needs_a_change_and_a_reason(app: Flask) -> None:
    event, user = a_past_event(), an_organiser()
    somebody_came(event)
    snapshots.freeze(event, user)
    with pytest.raises(NothingChanged) as refused:
        snapshots.freeze(event, user, "once more")
    assert refused.value.wording("en").startswith("Nothing has changed since version 1")
    somebody_came(event)
    for note in (None, ""):
        with pytest.raises(NewVersionNeedsReason):
            snapshots.freeze(event, user, note)
    assert [one.version for one in snapshots.versions(event.id)] == [1]


def test_figures_are_frozen_again_when_the_definitions_have_changed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, user = a_past_event(), an_organiser()
    somebody_came(event)
    snapshots.freeze(event, user)
    monkeypatch.setattr(snapshots, "DEFINITIONS", 99)
    snapshots.freeze(event, user, "other definitions")
    assert [one.definitions for one in snapshots.versions(event.id)][0] == 99


def test_the_trail_says_who_froze_which_version(app: Flask) -> None:
    event, user = a_past_event(), an_organiser()
    somebody_came(event)
    snapshots.freeze(event, user)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "figures.frozen")).one()
    assert (entry.actor_id, entry.event_id, entry.fields) == (user.id, event.id, ["version=1"])


@pytest.mark.parametrize("erased_first", [True, False])
def test_erasing_everybody_changes_nothing_that_is_frozen(
    app: Flask, erased_first: bool, tmp_path: Path
) -> None:
    event, user = a_past_event(), an_organiser()
    body = a_body()
    people = [a_registration(event, Status.CONFIRMED, body=body) for _ in range(3)]
    for person in people[:2]:
        a_check_in(person)
    counted = event_figures.figures_of(event)
    if not erased_first:
        snapshots.freeze(event, user)
    erase(people, tmp_path)
    if erased_first:
        snapshots.freeze(event, user)
    held = snapshots.holding(event)
    assert held.frozen is not None
    assert held.summary.total == counted.summary.total
    assert (held.kinds, held.breakdowns, held.days) == (counted.kinds, counted.breakdowns, counted.days)
    with pytest.raises(NothingChanged):
        snapshots.freeze(event, user, "all erased")


def erase(people: list[Registration], folder: Path) -> None:
    """What the worker does when their time has come."""
    for person in people:
        erase_registration(person, SYSTEM, ErasureRule.PERSONS, folder)
    db.session.expire_all()
    assert {person.family_name for person in people} == {None}
