"""Confirming an address: in time, late, twice, after something else has happened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.extensions import db
from app.lib.clock import now
from app.models import (
    ActorKind,
    Category,
    Event,
    EventStatus,
    LetterKind,
    Origin,
    Place,
    Registration,
    Role,
    Status,
)
from app.services import deciding, registering, requested_letters, verifying
from app.services.errors import AlreadyRegistered, EventIsOver, LinkExpired, NotFound, RegistrationNotOpen
from tests.factories.applications import an_application
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, an_event
from tests.factories.registrations import a_registration
from tests.records import STAFF, everything, history, letters, stands, steps

DELEGATE = Category.MEMBER_STATE_DELEGATE


@pytest.fixture
def event(app: object) -> Event:
    """One place; the secretariat confirms."""
    made = an_event([DELEGATE], capacity_in_person=1)
    admission_of(made, DELEGATE, needs_secretariat=True)
    return made


def unverified(event: Event, **changes: Any) -> Registration:
    return a_registration(event, Status.UNVERIFIED, hold_until=now() + timedelta(hours=1), **changes)


def expired(event: Event, **changes: Any) -> Registration:
    return a_registration(event, Status.EXPIRED, verified_at=None, **changes)


def refused(error: type[Exception], registration: Registration) -> None:
    before = everything()
    with pytest.raises(error):
        verifying.confirm_address(registration.id)
    assert everything() == before


# In time ----------------------------------------------------------------------------------------------------------


def test_it_is_submitted_and_keeps_its_place(event: Event) -> None:
    registration = unverified(event)
    verifying.confirm_address(registration.id)
    assert stands(registration) == (Status.SUBMITTED, Place.HELD)
    assert registration.verified_at is not None
    assert registration.hold_until is None
    assert letters(registration) == [LetterKind.RECEIVED]
    assert steps(registration) == [
        (ActorKind.PERSON, (Status.UNVERIFIED, Status.SUBMITTED), (Place.HELD, Place.HELD))
    ]


def test_it_is_submitted_and_keeps_its_position(event: Event) -> None:
    a_registration(event)
    since = now() - timedelta(hours=3)
    registration = unverified(event, place=Place.WAITING, waiting_since=since)
    later = a_registration(event, place=Place.WAITING)
    verifying.confirm_address(registration.id)
    assert stands(registration) == (Status.SUBMITTED, Place.WAITING)
    assert registration.waiting_since == since
    assert letters(registration) == [LetterKind.WAITING]
    assert stands(later) == (Status.SUBMITTED, Place.WAITING)


def test_when_nothing_is_outstanding_confirmation_follows(event: Event) -> None:
    admission_of(event, DELEGATE, needs_secretariat=False)
    registration = unverified(event)
    verifying.confirm_address(registration.id)
    assert stands(registration) == (Status.CONFIRMED, Place.HELD)
    assert letters(registration) == [LetterKind.CONFIRMED]


def test_who_was_passed_over_unverified_gets_the_place_that_is_still_free(event: Event) -> None:
    registration = unverified(event, place=Place.WAITING)
    verifying.confirm_address(registration.id)
    assert stands(registration) == (Status.SUBMITTED, Place.HELD)
    assert letters(registration) == [LetterKind.RECEIVED]  # of the chain promoted, received only the last
    assert [line.reason_code for line in history(registration)] == [None, "promoted"]


def test_a_hold_that_nobody_has_ended_yet_still_counts(event: Event) -> None:
    registration = a_registration(event, Status.UNVERIFIED, hold_until=now() - timedelta(minutes=1))
    verifying.confirm_address(registration.id)
    assert stands(registration) == (Status.SUBMITTED, Place.HELD)


def test_it_counts_after_registration_has_closed(event: Event) -> None:
    registration = unverified(event)
    event.status = EventStatus.CLOSED
    assert verifying.confirm_address(registration.id).status is Status.SUBMITTED


def test_not_after_the_event(event: Event) -> None:
    registration = unverified(event)
    event.starts_at, event.ends_at = now() - timedelta(days=2), now()
    event.opens_at = event.closes_at = None
    refused(EventIsOver, registration)


def test_pressing_again_changes_nothing(event: Event) -> None:
    registration = unverified(event)
    verifying.confirm_address(registration.id)
    before = everything()
    verifying.confirm_address(registration.id)
    assert everything() == before


@pytest.mark.parametrize("status", [Status.NOMINATED, Status.SUBMITTED, Status.VALIDATED, Status.CONFIRMED])
def test_who_is_verified_is_left_as_it_is(event: Event, status: Status) -> None:
    registration = a_registration(event, status)
    before = everything()
    verifying.confirm_address(registration.id)
    assert everything() == before


def test_who_was_entered_by_hand_is_left_as_it_is(event: Event) -> None:
    registration = a_registration(event, origin=Origin.STAFF, verified_at=None)
    before = everything()
    verifying.confirm_address(registration.id)
    assert everything() == before


@pytest.mark.parametrize("status", [Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED])
def test_the_link_of_what_has_ended_opens_nothing(event: Event, status: Status) -> None:
    refused(LinkExpired, a_registration(event, status, verified_at=None))


def test_there_must_be_such_a_registration(app: object) -> None:
    with pytest.raises(NotFound):
        verifying.confirm_address(999)


# Late -------------------------------------------------------------------------------------------------------------


def test_a_late_click_asks_for_a_place_again(event: Event) -> None:
    first, second = expired(event), expired(event)
    verifying.confirm_address(first.id)
    verifying.confirm_address(second.id)
    assert stands(first) == (Status.SUBMITTED, Place.HELD)
    assert stands(second) == (Status.SUBMITTED, Place.WAITING)
    assert (letters(first), letters(second)) == ([LetterKind.RECEIVED], [LetterKind.WAITING])
    assert steps(second) == [
        (ActorKind.PERSON, (Status.EXPIRED, Status.SUBMITTED), (Place.NONE, Place.WAITING))
    ]


def test_a_late_click_minds_the_quota(event: Event) -> None:
    event.capacity_in_person = 9
    a_quota(event, 0, body=a_body("MD"))
    registration = expired(event)
    verifying.confirm_address(registration.id)
    assert stands(registration) == (Status.SUBMITTED, Place.WAITING)


def test_a_late_click_after_registering_again_is_a_second_registration(event: Event) -> None:
    person = {"given_name": "Ion", "family_name": "RUSU", "email": "a@b.example"}
    old = registering.register(event.id, an_application(**person))
    old.hold_until = now() - timedelta(minutes=1)
    deciding.expire(old.id)
    new = registering.register(event.id, an_application(**person))
    before = everything()
    with pytest.raises(AlreadyRegistered) as refusal:
        verifying.confirm_address(old.id)
    assert refusal.value.values == {"reference": new.reference}
    assert everything() == before


@pytest.mark.parametrize("status", [EventStatus.CLOSED, EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_a_late_click_needs_an_open_registration(event: Event, status: EventStatus) -> None:
    registration = expired(event)
    event.status = status
    refused(RegistrationNotOpen, registration)


def test_a_late_click_needs_an_open_registration_by_its_date_too(event: Event) -> None:
    registration = expired(event)
    event.closes_at = now()
    refused(RegistrationNotOpen, registration)


def test_only_who_expired_unverified_comes_back_by_a_click(event: Event) -> None:
    refused(LinkExpired, expired(event, origin=Origin.NOMINATION))


def test_who_was_erased_does_not_come_back(event: Event) -> None:
    registration = expired(event)
    registration.identity_key, registration.anonymised_at = None, now()
    refused(LinkExpired, registration)


def test_a_head_whose_part_was_taken_comes_back_as_a_delegate(event: Event) -> None:
    registration = expired(event, role=Role.HEAD)
    a_registration(event, Status.CONFIRMED, role=Role.HEAD)
    verifying.confirm_address(registration.id)
    assert stands(registration)[0] is Status.SUBMITTED
    assert registration.role is Role.DELEGATE


def test_a_head_whose_part_is_free_comes_back_as_head(event: Event) -> None:
    registration = expired(event, role=Role.HEAD)
    verifying.confirm_address(registration.id)
    assert registration.role is Role.HEAD


# Taken up again without ever having been verified -----------------------------------------------------------------


def test_who_was_taken_up_again_unverified_can_still_confirm_the_address(event: Event) -> None:
    admission_of(event, DELEGATE, needs_secretariat=False)
    registration = unverified(event)
    deciding.withdraw(registration.id, STAFF)
    deciding.reopen(registration.id, STAFF)
    assert stands(registration) == (Status.SUBMITTED, Place.HELD)  # the address is outstanding
    db.session.commit()
    requested_letters.send_again(registration)
    assert letters(registration)[-1] is LetterKind.CONFIRM_ADDRESS
    db.session.commit()
    verifying.confirm_address(registration.id)
    assert stands(registration) == (Status.CONFIRMED, Place.HELD)
    assert letters(registration)[-1] is LetterKind.CONFIRMED


def test_a_nominee_who_never_answered_and_was_taken_up_again_proves_the_address_by_the_link(
    event: Event,
) -> None:
    admission_of(event, DELEGATE, needs_secretariat=False)
    registration = a_registration(event, Status.WITHDRAWN, origin=Origin.NOMINATION, verified_at=None)
    deciding.reopen(registration.id, STAFF)
    assert stands(registration) == (Status.SUBMITTED, Place.HELD)
    verifying.link_opened(registration)
    assert stands(registration) == (Status.CONFIRMED, Place.HELD)


def test_a_nominee_proves_nothing_by_opening_the_link(event: Event) -> None:
    registration = a_registration(event, Status.NOMINATED, origin=Origin.NOMINATION, verified_at=None)
    verifying.link_opened(registration)
    assert registration.verified_at is None
    assert letters(registration) == []


def test_opening_the_private_link_proves_the_address_as_well(event: Event) -> None:
    registration = a_registration(event, verified_at=None)
    verifying.link_opened(registration)
    assert registration.verified_at is not None


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.EXPIRED, Status.CONFIRMED])
def test_opening_the_private_link_changes_nothing_else(event: Event, status: Status) -> None:
    registration = a_registration(event, status)
    if status is not Status.CONFIRMED:
        registration.verified_at = None
    before = everything()
    verifying.link_opened(registration)
    assert everything() == before


def test_opening_the_private_link_after_the_event_changes_nothing(event: Event) -> None:
    registration = a_registration(event, verified_at=None)
    event.starts_at, event.ends_at = now() - timedelta(days=2), now()
    event.opens_at = event.closes_at = None
    before = everything()
    verifying.link_opened(registration)
    assert everything() == before
