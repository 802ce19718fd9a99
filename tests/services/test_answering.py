"""The nominated person accepts and is confirmed if nothing is outstanding, or declines and perhaps proposes somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Category,
    Event,
    Language,
    Letter,
    LetterKind,
    Mode,
    Origin,
    Place,
    Registration,
    Status,
    Substitute,
)
from app.services import answering
from app.services.answering import Proposed
from app.services.errors import EditedMeanwhile, EventIsOver, IllegalTransition
from app.services.own_changes import OwnAnswers
from tests.factories.bodies import a_body
from tests.factories.events import a_session, admission_of, an_event
from tests.factories.letters import written
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration


def answers(**changes: Any) -> OwnAnswers:
    facts: dict[str, Any] = {
        "mode": Mode.IN_PERSON, "session_ids": (), "title": None, "function": "Head of unit", "service": None,
        "own_script_name": None, "language": Language.FR, "discreet": False, "consent_photographs": False,
        "consent_lists": True, "consent_reuse": False, "diet": "no nuts", "access": None,
    }  # fmt: skip
    return OwnAnswers(**{**facts, **changes})


@pytest.fixture
def event(app: Flask) -> Event:
    made = an_event(capacity_in_person=1)
    admission_of(made, Category.MEMBER_STATE_DELEGATE, needs_correspondent=True, needs_secretariat=False)
    return made


def a_nominee(event: Event, **changes: Any) -> Registration:
    facts = {"origin": Origin.NOMINATION, "verified_at": None, **changes}
    return a_registration(event, Status.NOMINATED, **facts)


def kinds(registration: Registration) -> list[LetterKind]:
    query = select(Letter.kind).where(Letter.registration_id == registration.id).order_by(Letter.id)
    return list(db.session.scalars(query))


def test_who_accepts_is_confirmed_at_once(event: Event) -> None:
    workshop = a_session(event, 1, sign_up=True)
    registration = a_nominee(event)
    answering.accept(registration.id, answers(session_ids=(workshop.id,)), registration.version)
    assert (registration.status, registration.place) == (Status.CONFIRMED, Place.HELD)
    assert registration.verified_at is not None
    assert registration.person is not None
    assert registration.function == "Head of unit"
    assert [row.session_id for row in registration.sign_ups] == [workshop.id]
    assert [change.status_to for change in registration.history] == [Status.VALIDATED, Status.CONFIRMED]
    assert kinds(registration) == [LetterKind.CONFIRMED]


def test_who_accepts_may_still_wait(event: Event) -> None:
    a_registration(event, Status.CONFIRMED)
    registration = a_nominee(event, place=Place.WAITING)
    answering.accept(registration.id, answers(), registration.version)
    assert (registration.status, registration.place) == (Status.VALIDATED, Place.WAITING)
    assert kinds(registration) == [LetterKind.WAITING]


def test_the_secretariat_may_have_the_last_word(event: Event) -> None:
    admission_of(event, Category.MEMBER_STATE_DELEGATE, needs_secretariat=True)
    registration = a_nominee(event)
    answering.accept(registration.id, answers(), registration.version)
    assert registration.status is Status.VALIDATED
    assert kinds(registration) == [LetterKind.RECEIVED]


def test_what_was_changed_meanwhile_is_not_accepted(event: Event) -> None:
    registration = a_nominee(event)
    with pytest.raises(EditedMeanwhile):
        answering.accept(registration.id, answers(), registration.version - 1)
    assert registration.status is Status.NOMINATED


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.NOMINATED])
def test_only_a_nomination_is_answered(event: Event, status: Status) -> None:
    registration = a_registration(event, status)
    for answer in (
        lambda: answering.accept(registration.id, answers(), registration.version),
        lambda: answering.decline(registration.id),
    ):
        with pytest.raises(IllegalTransition):
            answer()
    assert registration.status is status


def test_nothing_is_answered_after_the_event(app: Flask) -> None:
    past = an_event(starts_at=now() - timedelta(days=3), ends_at=now() - timedelta(days=1))
    registration = a_nominee(past)
    with pytest.raises(EventIsOver):
        answering.decline(registration.id)


def test_who_declines_frees_the_place(event: Event) -> None:
    registration = a_nominee(event)
    waiting = a_registration(event, place=Place.WAITING)
    answering.decline(registration.id, "on leave")
    assert (registration.status, registration.place) == (Status.WITHDRAWN, Place.NONE)
    change = registration.history[-1]
    assert (change.reason_code, change.note) == (answering.NOMINEE_DECLINED, "on leave")
    assert waiting.place is Place.HELD
    assert not registration.replaced


def test_the_correspondents_are_told_whom_the_nominee_proposes(event: Event) -> None:
    body = a_body("MD")
    speakers = [a_correspondent(body), a_correspondent(body, language=Language.FR)]
    registration = a_nominee(event, body=body, given_name="Ana", family_name="CEBOTARI")
    answering.decline(registration.id, None, Proposed("RUSU", "ion@igp.example", given_name="Ion"))
    proposed = db.session.get_one(Substitute, registration.id)
    assert (proposed.family_name, proposed.email, proposed.settled_at) == ("RUSU", "ion@igp.example", None)
    told = db.session.scalars(select(Letter).where(Letter.kind == LetterKind.NOMINEE_DECLINED)).all()
    assert {letter.recipient for letter in told} == {person.email for person in speakers}
    for letter in told:
        assert "Ana CEBOTARI" in (written(letter).text or "")
        assert "Ion RUSU" in (letter.text or "")
        assert "CEBOTARI" not in (letter.subject or "") + str(letter.facts)


def test_without_a_correspondent_nobody_is_told(event: Event) -> None:
    answering.decline(a_nominee(event).id)
    assert db.session.scalars(select(Letter).where(Letter.person_id.is_not(None))).all() == []
