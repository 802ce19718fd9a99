"""A change of category or body goes through the seat rule: exact limits, nobody passed, a place kept or nothing changed."""

from __future__ import annotations

import pytest

from app.models import BodyKind, Category, LetterKind, Place, Role, Status
from app.services.errors import (
    AffiliationMissing,
    BodyDoesNotFit,
    EarlierPersonWaits,
    EventFull,
    HeadTaken,
    IllegalTransition,
    QuotaFull,
)
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, an_event
from tests.factories.registrations import a_registration
from tests.services.test_changing import changed, kinds, refused

pytestmark = pytest.mark.usefixtures("app")
DELEGATE, GUEST, INTERPRETER = Category.MEMBER_STATE_DELEGATE, Category.GUEST, Category.INTERPRETER


def test_another_body_with_room_is_taken_and_the_first_body_moves_up() -> None:
    event = an_event()
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    registration = a_registration(event, Status.CONFIRMED)
    waiting = a_registration(event, Status.VALIDATED, place=Place.WAITING)
    germany = a_body("DE")
    changed(registration, {"body_id": germany.id})
    assert (registration.body, registration.place) == (germany, Place.HELD)
    assert " allemagne " in registration.search_text
    assert (waiting.place, waiting.status) == (Place.HELD, Status.CONFIRMED)
    assert kinds(waiting) == [LetterKind.CONFIRMED]


def test_another_body_without_room_is_refused() -> None:
    event = an_event()
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    germany = a_body("DE")
    a_registration(event, Status.CONFIRMED, body=germany)
    registration = a_registration(event, Status.CONFIRMED)
    refused(QuotaFull, registration, {"body_id": germany.id})
    assert registration.body is not None
    assert registration.body.code == "MD"


def test_a_quota_is_not_taken_from_one_who_waits_for_it() -> None:
    event = an_event(capacity_in_person=1)
    germany = a_body("DE")
    a_quota(event, 1, body=germany)
    registration = a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.VALIDATED, body=germany, place=Place.WAITING)
    refused(EarlierPersonWaits, registration, {"body_id": germany.id})


def test_the_own_place_is_not_counted() -> None:
    event = an_event(capacity_in_person=1)
    registration = a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.SUBMITTED, body=a_body("AT"), place=Place.WAITING)
    changed(registration, {"category": GUEST, "body_id": None, "body_text": "University of Malta"})
    assert (registration.category, registration.body, registration.body_text, registration.role) == (
        GUEST,
        None,
        "University of Malta",
        None,
    )
    assert registration.place is Place.HELD


def test_whoever_took_no_place_needs_a_free_one() -> None:
    event = an_event(capacity_in_person=1)
    interpreter = a_registration(event, Status.CONFIRMED, category=INTERPRETER, body_text="Agency")
    changed(interpreter, {"category": GUEST})
    assert interpreter.category is GUEST
    second = a_registration(event, Status.CONFIRMED, category=INTERPRETER, body_text="Agency")
    refused(EventFull, second, {"category": GUEST})
    changed(interpreter, {"category": INTERPRETER})
    a_registration(event, category=GUEST, body_text="University", place=Place.WAITING)
    refused(EarlierPersonWaits, second, {"category": GUEST})


def test_who_no_longer_takes_a_place_frees_it() -> None:
    event = an_event(capacity_in_person=1)
    guest = a_registration(event, Status.CONFIRMED, category=GUEST, body_text="Agency")
    waiting = a_registration(event, place=Place.WAITING)
    changed(guest, {"category": INTERPRETER})
    assert waiting.place is Place.HELD


def test_whoever_waits_is_corrected_and_goes_on_waiting() -> None:
    event = an_event(capacity_in_person=0)
    registration = a_registration(event, place=Place.WAITING)
    since = registration.waiting_since
    changed(registration, {"body_id": a_body("DE").id, "function": "x"})
    assert (registration.place, registration.waiting_since, registration.function) == (
        Place.WAITING,
        since,
        "x",
    )
    assert registration.body is not None
    assert registration.body.code == "DE"


def test_a_category_that_asks_for_nothing_confirms() -> None:
    event = an_event(open_to=[GUEST])
    registration = a_registration(event)
    changed(registration, {"category": GUEST, "body_id": None, "body_text": "University"})
    assert registration.status is Status.CONFIRMED
    assert kinds(registration) == [LetterKind.CONFIRMED]


def test_what_does_not_go_together_is_refused() -> None:
    registration = a_registration(an_event())
    refused(BodyDoesNotFit, registration, {"body_id": a_body("INTERPOL").id})
    refused(BodyDoesNotFit, registration, {"body_id": 10**8})
    refused(AffiliationMissing, registration, {"category": GUEST, "body_id": None, "body_text": None})


def test_one_head_for_each_delegation() -> None:
    event = an_event()
    germany = a_body("DE")
    head = a_registration(event, role=Role.HEAD, body=germany)
    registration = a_registration(event)
    changed(registration, {"role": Role.HEAD})
    assert registration.role is Role.HEAD
    refused(HeadTaken, registration, {"body_id": germany.id})
    refused(HeadTaken, a_registration(event), {"role": Role.HEAD})
    changed(head, {"role": Role.HEAD, "function": "still the head"})
    changed(registration, {"body_id": germany.id, "role": Role.ADVISER})
    assert registration.role is Role.ADVISER


def test_a_part_that_the_category_does_not_know_becomes_the_plainest() -> None:
    registration = a_registration(an_event(), role=Role.ALTERNATE)
    changed(registration, {"category": Category.OBSERVER, "body_id": a_body("INTERPOL").id})
    assert registration.role is Role.DELEGATE


def test_an_ended_registration_is_not_moved() -> None:
    registration = a_registration(an_event(), Status.DECLINED)
    refused(IllegalTransition, registration, {"body_id": a_body("DE").id})
    changed(registration, {"function": "corrected all the same"})
    assert registration.function == "corrected all the same"
