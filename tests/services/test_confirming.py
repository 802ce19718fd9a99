"""Confirmation follows exactly when nothing is outstanding; otherwise it is said what is."""

from __future__ import annotations

from itertools import product

import pytest

from app.extensions import db
from app.models import (
    ActorKind,
    Category,
    Event,
    Letter,
    LetterKind,
    LetterState,
    Origin,
    Place,
    Registration,
    Status,
)
from app.services import confirming, deciding, registering, verifying
from app.services.confirming import ADDRESS, CORRESPONDENT, PLACE, SECRETARIAT
from app.services.errors import ApprovalsOutstanding
from app.services.seat_counts import SeatCounts
from tests.factories.applications import an_application
from tests.factories.events import admission_of, an_event
from tests.factories.registrations import a_registration
from tests.records import CORRESPONDENT as A_CORRESPONDENT
from tests.records import STAFF, everything, history, letters, stands

DELEGATE = Category.MEMBER_STATE_DELEGATE
BOTH = (False, True)


@pytest.fixture
def event(app: object) -> Event:
    return an_event([DELEGATE])


def approvals(event: Event, correspondent: bool, secretariat: bool) -> None:
    admission_of(event, DELEGATE, needs_correspondent=correspondent, needs_secretariat=secretariat)


def missing(registration: Registration) -> set[str]:
    seats = SeatCounts(registration.event)
    return set(confirming.outstanding(registration, seats.admissions[registration.category]))


@pytest.mark.parametrize(("correspondent", "secretariat"), product(BOTH, BOTH))
def test_what_is_outstanding(event: Event, correspondent: bool, secretariat: bool) -> None:
    approvals(event, correspondent, secretariat)
    for status, place, proven, by_staff in product(
        (Status.SUBMITTED, Status.VALIDATED), (Place.HELD, Place.WAITING), BOTH, BOTH
    ):
        registration = a_registration(
            event, status, place=place, origin=Origin.STAFF if by_staff else Origin.PUBLIC
        )
        if not proven:
            registration.verified_at = None
        expected = {
            *([ADDRESS] if not proven and not by_staff else []),
            *([CORRESPONDENT] if correspondent and status is Status.SUBMITTED else []),
            *([SECRETARIAT] if secretariat else []),
            *([PLACE] if place is Place.WAITING else []),
        }
        assert missing(registration) == expected
        seats = SeatCounts(event)
        assert confirming.confirm_if_complete(registration, seats) is not bool(expected)
        assert registration.status is (status if expected else Status.CONFIRMED)


@pytest.mark.parametrize("status", [status for status in Status if status not in {"submitted", "validated"}])
def test_nothing_else_is_confirmed_by_itself(event: Event, status: Status) -> None:
    registration = a_registration(event, status)
    before = everything()
    assert not confirming.confirm_if_complete(registration, SeatCounts(event))
    assert everything() == before


@pytest.mark.parametrize(("correspondent", "secretariat"), product(BOTH, BOTH))
def test_the_way_from_the_form_to_the_confirmation(
    event: Event, correspondent: bool, secretariat: bool
) -> None:
    approvals(event, correspondent, secretariat)
    registration = registering.register(event.id, an_application())
    db.session.commit()
    verifying.confirm_address(registration.id)
    done = not correspondent and not secretariat
    assert registration.status is (Status.CONFIRMED if done else Status.SUBMITTED)
    assert letters(registration)[1:] == [LetterKind.CONFIRMED if done else LetterKind.RECEIVED]
    db.session.commit()
    if correspondent:
        deciding.validate(registration.id, A_CORRESPONDENT)
        assert registration.status is (Status.VALIDATED if secretariat else Status.CONFIRMED)
    if secretariat:
        deciding.confirm(registration.id, STAFF)
    assert stands(registration) == (Status.CONFIRMED, Place.HELD)
    last = history(registration)[-1]
    assert last.actor_kind is (ActorKind.STAFF if secretariat else ActorKind.SYSTEM)
    assert letters(registration)[-1] is LetterKind.CONFIRMED
    assert registration.confirmed_at is not None


def test_the_secretariat_does_not_confirm_in_the_correspondents_stead(event: Event) -> None:
    approvals(event, correspondent=True, secretariat=True)
    registration = a_registration(event)
    before = everything()
    with pytest.raises(ApprovalsOutstanding) as refusal:
        deciding.confirm(registration.id, STAFF)
    assert refusal.value.values == {"outstanding": (CORRESPONDENT,)}
    assert everything() == before
    deciding.validate(registration.id, STAFF, "Moldova has no correspondent")
    deciding.confirm(registration.id, STAFF)
    assert stands(registration) == (Status.CONFIRMED, Place.HELD)


def test_what_is_missing_is_said_in_both_languages(event: Event) -> None:
    registration = a_registration(event, place=Place.WAITING)
    registration.verified_at = None
    with pytest.raises(ApprovalsOutstanding) as refusal:
        deciding.confirm(registration.id, STAFF)
    assert "the e-mail address is not confirmed, no place is held" in refusal.value.wording("en")
    assert "adresse" in refusal.value.wording("fr")


def test_nobody_with_an_unproven_address_is_confirmed(event: Event) -> None:
    registration = a_registration(event)
    registration.verified_at = None
    before = everything()
    with pytest.raises(ApprovalsOutstanding):
        deciding.confirm(registration.id, STAFF)
    assert everything() == before


# Letters ----------------------------------------------------------------------------------------------------------


def test_of_a_chain_in_one_transaction_only_the_last_letter_goes_out(event: Event) -> None:
    approvals(event, correspondent=True, secretariat=False)
    registration = registering.register(event.id, an_application())
    verifying.confirm_address(registration.id)
    deciding.validate(registration.id, A_CORRESPONDENT)
    db.session.commit()
    (letter,) = db.session.query(Letter).all()
    assert (letter.kind, letter.state) == (LetterKind.CONFIRMED, LetterState.QUEUED)
    deciding.withdraw(registration.id, STAFF)
    db.session.commit()
    assert letters(registration) == [LetterKind.CONFIRMED, LetterKind.WITHDRAWN]


def test_a_chain_is_one_persons(event: Event) -> None:
    first = registering.register(event.id, an_application())
    second = registering.register(event.id, an_application())
    assert letters(first) == letters(second) == [LetterKind.CONFIRM_ADDRESS]


def test_what_is_rolled_back_takes_its_letter_along(event: Event) -> None:
    registration = a_registration(event)
    db.session.commit()
    deciding.confirm(registration.id, STAFF)
    db.session.rollback()
    assert letters(registration) == []
    deciding.confirm(registration.id, STAFF)
    db.session.commit()
    assert letters(registration) == [LetterKind.CONFIRMED]
