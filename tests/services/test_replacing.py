"""One comes in place of another: the place, the position and the sign-ups pass over; nobody else moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    LIVING,
    Category,
    Event,
    EventStatus,
    Letter,
    LetterKind,
    Place,
    Registration,
    Role,
    Status,
)
from app.services import deciding, replacing
from app.services.actors import PERSON, Actor, correspondent, staff
from app.services.attendance import checking_in
from app.services.delegation_errors import CannotNominate, RoleDoesNotFit
from app.services.errors import AlreadyRegistered, EventIsOver, EventReadOnly, IllegalTransition, QuotaFull
from app.services.nominating import Nominee
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, admission_of, an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration, a_sign_up
from tests.factories.users import a_user

ION = Nominee("RUSU", "ion@igp.example", given_name="Ion")


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(capacity_in_person=1, nominations_until=now() - timedelta(days=1))


def speaker() -> Actor:
    return correspondent(a_correspondent(a_body("MD")))


def letters_to(registration: Registration) -> list[LetterKind]:
    return list(db.session.scalars(select(Letter.kind).where(Letter.registration_id == registration.id)))


@pytest.mark.parametrize("status", sorted(LIVING))
def test_the_place_passes_over_from_whatever_lives(event: Event, status: Status) -> None:
    leaving = a_registration(event, status, role=Role.HEAD)
    waiting = a_registration(event, place=Place.WAITING, body=a_body("DE"))
    newcomer = replacing.replace(leaving.id, ION, speaker())
    assert (leaving.status, leaving.place, leaving.replaced) == (Status.WITHDRAWN, Place.NONE, True)
    assert (newcomer.status, newcomer.place) == (Status.NOMINATED, Place.HELD)
    assert (newcomer.replaces_id, newcomer.role) == (leaving.id, Role.HEAD)
    assert waiting.place is Place.WAITING
    assert letters_to(leaving) == [LetterKind.REPLACED]
    assert letters_to(newcomer) == [LetterKind.REPLACEMENT]
    assert leaving.history[-1].reason_code == replacing.REPLACED


@pytest.mark.parametrize("status", [status for status in Status if status not in LIVING])
def test_nobody_replaces_whoever_has_gone(event: Event, status: Status) -> None:
    leaving = a_registration(event, status)
    with pytest.raises(IllegalTransition):
        replacing.replace(leaving.id, ION, speaker())


def test_the_person_replaces_nobody(event: Event) -> None:
    with pytest.raises(IllegalTransition):
        replacing.replace(a_registration(event).id, ION, PERSON)


def test_the_position_passes_over(event: Event) -> None:
    a_registration(event, Status.CONFIRMED, body=a_body("DE"))
    leaving = a_registration(event, place=Place.WAITING)
    since = leaving.waiting_since
    newcomer = replacing.replace(leaving.id, ION, staff(a_user()))
    assert (newcomer.place, newcomer.waiting_since) == (Place.WAITING, since)


def test_whoever_takes_over_from_somebody_unverified_does_not_wait_beside_a_free_place(event: Event) -> None:
    workshop = a_session(event, 1, sign_up=True, capacity=1)
    leaving = a_registration(event, Status.UNVERIFIED, place=Place.WAITING)  # the unverified are passed over
    a_sign_up(leaving, workshop, Place.WAITING)
    newcomer = replacing.replace(leaving.id, ION, speaker())
    assert (newcomer.status, newcomer.place) == (Status.NOMINATED, Place.HELD)
    assert [row.place for row in newcomer.sign_ups] == ["held"]
    assert letters_to(newcomer) == [LetterKind.REPLACEMENT]


def test_whoever_was_taken_up_again_can_be_replaced_once_more(event: Event) -> None:
    event.capacity_in_person = None
    secretariat = staff(a_user())
    leaving = a_registration(event)
    first = replacing.replace(leaving.id, ION, speaker())
    deciding.reopen(leaving.id, secretariat)
    second = replacing.replace(leaving.id, Nominee("MUNTEANU", "mia@igp.example"), speaker())
    assert (first.replaces_id, second.replaces_id) == (leaving.id, leaving.id)
    assert leaving.replaced


def test_the_sign_ups_pass_over(event: Event) -> None:
    workshop = a_session(event, 1, sign_up=True, capacity=1)
    leaving = a_registration(event, Status.CONFIRMED)
    a_sign_up(leaving, workshop)
    newcomer = replacing.replace(leaving.id, ION, speaker())
    assert [(row.session_id, row.place) for row in newcomer.sign_ups] == [(workshop.id, "held")]
    assert leaving.sign_ups == []


def test_the_check_ins_stay_with_whoever_came(event: Event) -> None:
    leaving = a_registration(event, Status.CONFIRMED)
    newcomer = replacing.replace(leaving.id, ION, speaker())
    assert newcomer.badge_code != leaving.badge_code
    assert checking_in is not None


def test_a_newcomer_is_vouched_for_and_fits_the_quota(event: Event) -> None:
    event.capacity_in_person = None
    admission_of(event, Category.MEMBER_STATE_DELEGATE, needs_correspondent=True)
    a_quota(event, 1, body=a_body("MD"))
    a_registration(event, Status.CONFIRMED)
    unvouched = a_registration(event, Status.SUBMITTED)
    with pytest.raises(QuotaFull):
        replacing.replace(unvouched.id, ION, speaker())


def test_somebody_registered_replaces_nobody(event: Event) -> None:
    event.capacity_in_person = None
    leaving, other = a_registration(event), a_registration(event, given_name="Ion", family_name="RUSU")
    known = Nominee("RUSU", str(other.email), given_name="Ion")
    with pytest.raises(AlreadyRegistered):
        replacing.replace(leaving.id, known, speaker())


def test_only_delegations_replace(event: Event) -> None:
    guest: dict[str, Any] = {"category": Category.GUEST, "body_text": "University"}
    with pytest.raises(CannotNominate):
        replacing.replace(a_registration(event, **guest).id, ION, staff(a_user()))


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_nobody_is_replaced_at_what_is_closed(event: Event, status: EventStatus) -> None:
    leaving, event.status = a_registration(event), status
    with pytest.raises(EventReadOnly):
        replacing.replace(leaving.id, ION, speaker())


def test_after_the_event_nobody_is_replaced(app: Flask) -> None:
    past = an_event(starts_at=now() - timedelta(days=3), ends_at=now() - timedelta(days=1))
    with pytest.raises(EventIsOver):
        replacing.replace(a_registration(past).id, ION, staff(a_user()))


@pytest.mark.parametrize("status", list(Status))
def test_whether_somebody_can_be_replaced_is_known_before(event: Event, status: Status) -> None:
    leaving = a_registration(event, status)
    for actor in (speaker(), staff(a_user())):
        assert (replacing.refusal(leaving, actor) is None) == (status in LIVING)
    assert isinstance(replacing.refusal(leaving, PERSON), IllegalTransition)


def test_a_part_that_the_body_does_not_know_is_refused(event: Event) -> None:
    leaving = a_registration(event, category=Category.OBSERVER)
    with pytest.raises(RoleDoesNotFit):
        replacing.replace(
            leaving.id, Nominee("RUSU", "ion@igp.example", role=Role.ALTERNATE), staff(a_user())
        )
