"""After the deadline the places of those who have not answered go to those who wait."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Letter, LetterKind, Place, Status
from app.services import releasing
from app.services.actors import staff
from app.services.delegation_errors import NominatedMeanwhile, NominationsOpen
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration
from tests.factories.users import a_user


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(capacity_in_person=2, nominations_until=now() - timedelta(minutes=1))


def test_the_waiting_list_moves(event: Event) -> None:
    quiet = a_registration(event, Status.NOMINATED)
    kept = a_registration(event, Status.VALIDATED)
    waiting = a_registration(event, place=Place.WAITING)
    assert releasing.release(event.id, staff(a_user())) == (1, 1)
    assert (quiet.status, quiet.place) == (Status.EXPIRED, Place.NONE)
    assert (kept.status, kept.place) == (Status.VALIDATED, Place.HELD)
    assert waiting.place is Place.HELD
    assert event.released_at is not None
    told = db.session.scalars(select(Letter.kind).where(Letter.registration_id == quiet.id)).all()
    assert told == [LetterKind.NOMINATION_EXPIRED]


def test_while_there_is_time_nothing_is_released(event: Event) -> None:
    quiet = a_registration(event, Status.NOMINATED)
    for until in (now() + timedelta(minutes=1), None):
        event.nominations_until = until
        with pytest.raises(NominationsOpen):
            releasing.release(event.id, staff(a_user()))
    assert quiet.status is Status.NOMINATED


def test_the_correspondents_are_told_how_many(event: Event) -> None:
    body, other = a_body("MD"), a_body("DE")
    for each in (body, other):
        a_correspondent(each, email=f"{each.code.lower()}@police.example")
    for _ in range(2):
        a_registration(event, Status.NOMINATED, body=body)
    a_registration(event, Status.VALIDATED, body=other)
    releasing.release(event.id, staff(a_user()))
    told = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.NOMINATIONS_ENDED)).all()
    assert [(letter.recipient, letter.facts["ended"]) for letter in told] == [("md@police.example", 2)]


def test_what_was_not_shown_is_not_ended(event: Event) -> None:
    shown, fresh = (a_registration(event, Status.NOMINATED) for _ in range(2))
    with pytest.raises(NominatedMeanwhile):
        releasing.release(event.id, staff(a_user()), [shown.id])
    assert fresh.status is Status.NOMINATED
    assert releasing.release(event.id, staff(a_user()), [shown.id, fresh.id])[0] == 2
