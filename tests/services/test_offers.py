"""What is read of an event for its form says the same as its rows."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, Category, Event, Way
from app.services import audit, offers
from app.services.actors import PERSON
from app.services.admission_rules import Admits, Admitted
from app.services.errors import NotFound
from app.services.seat_counts import SeatCounts
from tests.factories.events import an_event
from tests.factories.registrations import a_registration


def _told(row: Admits) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in Admitted._fields)


def test_the_admissions_are_those_of_the_event(app: Flask) -> None:
    event = an_event([Category.OBSERVER, Category.PRESS], slug="told")
    for number, row in enumerate(event.admissions):
        row.way = list(Way)[number % len(Way)]
        row.needs_correspondent, row.needs_secretariat = number % 2 == 0, number % 3 == 0
        row.counts_capacity = number % 4 != 0
    db.session.commit()
    found, admissions = offers.event_and_admissions("told")
    assert found is event
    said = [_told(row) for row in event.admissions]
    assert [_told(row) for row in admissions] == said
    assert {_told(row) for row in SeatCounts(event).admissions.values()} == set(said)


def test_an_event_without_admissions_has_none(app: Flask) -> None:
    event = an_event([], slug="told")
    for row in list(event.admissions):
        db.session.delete(row)
    db.session.commit()
    assert offers.event_and_admissions("told") == (event, [])
    with pytest.raises(NotFound):
        offers.event_and_admissions("nothing")


def test_a_note_in_the_trail_is_a_line_like_any_other(app: Flask) -> None:
    event = db.session.scalars(select(Event)).first() or an_event([Category.OBSERVER])
    registration = a_registration(event)
    audit.record_at_once(PERSON, "registration.created", registration)
    audit.record(PERSON, "registration.created", registration)
    db.session.flush()
    noted, recorded = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2))
    kept = ("actor_kind", "actor_id", "action", "subject_kind", "subject_id", "event_id", "fields")
    assert [getattr(noted, name) for name in kept] == [getattr(recorded, name) for name in kept]
