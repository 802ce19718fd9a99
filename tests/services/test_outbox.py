"""The outbox: a letter stands or falls with what caused it, and of a chain only the last goes out."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.emails import placeholders
from app.extensions import db
from app.models import (
    AccessLink,
    Category,
    Language,
    Letter,
    LetterKind,
    LetterState,
    Origin,
    Place,
    Registration,
    Status,
)
from app.services import confirming, deciding, outbox, places
from app.services.actors import PERSON, staff
from app.services.seat_counts import SeatCounts
from tests.factories.events import admission_of, an_event
from tests.factories.letters import a_conference, a_letter, written
from tests.factories.registrations import a_registration
from tests.factories.users import a_user


def letters(registration: Registration | None = None) -> list[Letter]:
    query = select(Letter).order_by(Letter.id)
    if registration is not None:
        query = query.where(Letter.registration_id == registration.id)
    return list(db.session.scalars(query))


def test_a_letter_waits_in_the_persons_language(app: Flask) -> None:
    registration = a_registration(a_conference(), language=Language.FR)
    letter = outbox.put(LetterKind.RECEIVED, registration)
    assert letter.text is None, "it is written when it is sent"
    assert letter.state is LetterState.QUEUED
    assert letter.recipient == registration.email
    assert (letter.registration_id, letter.event_id) == (registration.id, registration.event_id)
    assert (written(letter).subject or "").startswith("Inscription reçue\u202f: Strasbourg")
    assert letter.attempts == 0
    assert letter.not_before <= letter.created_at


def test_what_is_stored_opens_nothing(app: Flask) -> None:
    letter = written(a_letter(LetterKind.CONFIRMED, status=Status.CONFIRMED))
    for stored in (letter.text, letter.html):
        assert placeholders.MY_REGISTRATION in (stored or "")
        assert "/r/" not in (stored or "")
    assert db.session.scalars(select(AccessLink)).all() == []


def test_what_is_rolled_back_is_not_sent(app: Flask) -> None:
    registration = a_registration(a_conference())
    db.session.commit()
    outbox.put(LetterKind.RECEIVED, registration)
    db.session.rollback()
    assert letters() == []


def test_of_a_chain_in_one_transaction_the_last_goes_out(app: Flask) -> None:
    registration = a_registration(a_conference(), Status.CONFIRMED)
    other = a_registration(registration.event)
    for kind in (LetterKind.RECEIVED, LetterKind.PROMOTED, LetterKind.CONFIRMED):
        outbox.put(kind, registration)
    outbox.put(LetterKind.RECEIVED, other)
    db.session.commit()
    assert [letter.kind for letter in letters(registration)] == [LetterKind.CONFIRMED]
    assert [letter.kind for letter in letters(other)] == [LetterKind.RECEIVED]


def test_a_promotion_does_not_hide_what_has_changed(app: Flask) -> None:
    registration = a_registration(a_conference())
    outbox.put(LetterKind.EVENT_CHANGED, registration, changed=["place"])
    outbox.put(LetterKind.PROMOTED, registration)
    db.session.commit()
    assert [letter.kind for letter in letters(registration)] == [
        LetterKind.EVENT_CHANGED,
        LetterKind.PROMOTED,
    ]


def test_the_next_transaction_takes_nothing_back(app: Flask) -> None:
    registration = a_registration(a_conference())
    for _ in range(2):
        outbox.put(LetterKind.RECEIVED, registration)
        db.session.commit()
    assert len(letters(registration)) == 2


def test_a_savepoint_does_not_end_the_chain(app: Flask) -> None:
    registration = a_registration(a_conference())
    outbox.put(LetterKind.RECEIVED, registration)
    with db.session.begin_nested():
        a_registration(registration.event)
    outbox.put(LetterKind.WITHDRAWN, registration)
    db.session.commit()
    assert [letter.kind for letter in letters(registration)] == [LetterKind.WITHDRAWN]


def test_a_savepoint_that_is_taken_back_takes_its_letter_along(app: Flask) -> None:
    registration = a_registration(a_conference())
    outbox.put(LetterKind.RECEIVED, registration)
    db.session.flush()
    savepoint = db.session.begin_nested()
    outbox.put(LetterKind.DECLINED, registration)
    savepoint.rollback()
    db.session.flush()
    assert [letter.kind for letter in letters(registration)] == [LetterKind.RECEIVED]
    outbox.put(LetterKind.WITHDRAWN, registration)
    db.session.commit()
    assert [letter.kind for letter in letters(registration)] == [LetterKind.WITHDRAWN]


def test_validated_and_confirmed_at_once_is_one_letter(app: Flask) -> None:
    event = an_event()
    admission_of(event, Category.MEMBER_STATE_DELEGATE, needs_correspondent=True, needs_secretariat=False)
    registration = a_registration(event, Status.SUBMITTED, origin=Origin.STAFF)
    deciding.validate(registration.id, staff(a_user()), "seen")
    db.session.commit()
    assert registration.status is Status.CONFIRMED
    assert [letter.kind for letter in letters(registration)] == [LetterKind.CONFIRMED]


def test_whoever_moves_up_is_written_to(app: Flask) -> None:
    event = an_event(capacity_in_person=1)
    leaving = a_registration(event)
    waiting = a_registration(event, place=Place.WAITING)
    db.session.commit()
    deciding.withdraw(leaving.id, PERSON)
    db.session.commit()
    assert [letter.kind for letter in letters(leaving)] == [LetterKind.WITHDRAWN]
    assert [letter.kind for letter in letters(waiting)] == [LetterKind.PROMOTED]


def test_the_same_letter_is_not_queued_twice(app: Flask) -> None:
    registration = a_registration(a_conference())
    first = outbox.put(LetterKind.EVENT_CHANGED, registration, once="change-1")
    db.session.commit()
    assert outbox.put(LetterKind.EVENT_CHANGED, registration, once="change-1") is first
    db.session.commit()
    assert outbox.put(LetterKind.EVENT_CHANGED, registration, once="change-2") is not first
    assert len(letters(registration)) == 2


def test_each_letter_has_a_name_of_its_own(app: Flask) -> None:
    registration = a_registration(a_conference())
    names = set()
    for _ in range(3):
        letter = outbox.put(LetterKind.PRIVATE_LINK, registration)
        db.session.commit()
        names |= {letter.message_id}
    assert len(names) == 3


def test_nobody_to_write_to(app: Flask) -> None:
    letter = a_letter(email=None)
    assert letter.state is LetterState.CANCELLED


def test_an_account_is_written_to(app: Flask) -> None:
    user = a_user(language=Language.FR)
    letter = written(outbox.put_for_user(LetterKind.ACCOUNT_INVITATION, user))
    assert (letter.user_id, letter.registration_id, letter.recipient) == (user.id, None, user.email)
    assert placeholders.SET_PASSWORD in (letter.text or "")
    assert "pendant 72 heures" in (letter.text or "")


def test_the_calendar_goes_to_the_confirmed(app: Flask) -> None:
    assert written(a_letter(LetterKind.CONFIRMED, status=Status.CONFIRMED)).calendar
    assert written(a_letter(LetterKind.EVENT_CHANGED, status=Status.CONFIRMED)).calendar
    assert written(a_letter(LetterKind.EVENT_CHANGED, status=Status.SUBMITTED)).calendar is None
    assert written(a_letter(LetterKind.RECEIVED)).calendar is None
    assert written(a_letter(LetterKind.WITHDRAWN, status=Status.WITHDRAWN)).calendar is None


@pytest.mark.parametrize(
    ("place", "kind"), [(Place.WAITING, LetterKind.WAITING), (Place.HELD, LetterKind.RECEIVED)]
)
def test_what_a_newcomer_is_told(app: Flask, place: Place, kind: LetterKind) -> None:
    event = an_event()
    registration = a_registration(event, place=place)
    confirming.conclude(registration, SeatCounts(places.lock(event.id)))
    assert [letter.kind for letter in letters(registration)] == [kind]


def test_recent_letters_are_counted_by_kind(app: Flask) -> None:
    registration = a_registration(a_conference())
    outbox.put(LetterKind.PRIVATE_LINK, registration)
    db.session.commit()
    assert outbox.sent_recently(registration, LetterKind.PRIVATE_LINK) == 1
    assert outbox.sent_recently(registration, LetterKind.CONFIRM_ADDRESS) == 0


def test_a_first_letter_is_one_of_the_chain(app: Flask) -> None:
    registration = a_registration(a_conference(), Status.CONFIRMED)
    outbox.put_first(LetterKind.CONFIRM_ADDRESS, registration, registration.created_at)
    assert outbox.QUEUED in db.session.info
    (letter,) = letters(registration)
    assert (letter.state, letter.attempts, letter.recipient) == (LetterState.QUEUED, 0, registration.email)
    outbox.put(LetterKind.CONFIRMED, registration)
    db.session.commit()
    assert [letter.kind for letter in letters(registration)] == [LetterKind.CONFIRMED]


def test_a_first_letter_that_a_savepoint_has_taken_back_is_not_missed(app: Flask) -> None:
    registration = a_registration(a_conference(), Status.CONFIRMED)
    with db.session.begin_nested() as attempt:
        outbox.put_first(LetterKind.CONFIRM_ADDRESS, registration, registration.created_at)
        attempt.rollback()
    outbox.put(LetterKind.CONFIRMED, registration)
    db.session.commit()
    assert [letter.kind for letter in letters(registration)] == [LetterKind.CONFIRMED]
