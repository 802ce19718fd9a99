"""What is open for delegations: the numbers that their correspondents are told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.lib.clock import now
from app.models import Category, Event, EventStatus, Place, Registration, Status, Substitute
from app.services import delegation_points, delegation_replies
from app.services.delegation_points import Points
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, an_event
from tests.factories.mandates import a_convocation
from tests.factories.many_registrations import many_bodies, many_registrations
from tests.factories.registrations import a_registration
from tests.statement_count import Statements


@pytest.fixture
def event(app: Flask) -> Event:
    made = an_event()
    admission_of(made, Category.MEMBER_STATE_DELEGATE, needs_correspondent=True)
    return made


def a_delegate(event: Event, status: Status, **changes: Any) -> Registration:
    return a_registration(event, status, **{"body": a_body("MD"), **changes})


def of_moldova(event: Event) -> Points:
    db.session.flush()
    return delegation_points.of_body(event, a_body("MD"))


def test_each_number_counts_its_own(event: Event) -> None:
    a_quota(event, 6, body=a_body("MD"))
    for status in (Status.CONFIRMED, Status.NOMINATED, Status.NOMINATED, Status.SUBMITTED):
        a_delegate(event, status)
    gone = a_delegate(event, Status.WITHDRAWN)
    db.session.add(Substitute(registration_id=gone.id, family_name="LUNGU", proposed_at=now()))
    assert of_moldova(event) == {"open_places": 3, "to_validate": 1, "unanswered": 2, "substitutes": 1}


def test_nothing_open_is_nothing_to_tell(event: Event) -> None:
    a_quota(event, 1, body=a_body("MD"))
    a_delegate(event, Status.CONFIRMED)
    gone = a_delegate(event, Status.WITHDRAWN)
    settled = {"family_name": "LUNGU", "proposed_at": now(), "settled_at": now()}
    db.session.add(Substitute(registration_id=gone.id, **settled))
    assert of_moldova(event) == {}


def test_without_a_quota_no_place_is_unused(event: Event) -> None:
    a_delegate(event, Status.CONFIRMED)
    assert of_moldova(event) == {}


def test_only_delegates_count(event: Event) -> None:
    a_delegate(event, Status.CONFIRMED)
    a_delegate(event, Status.SUBMITTED, category=Category.SPEAKER_EXPERT)
    assert of_moldova(event) == {}


def test_what_the_correspondent_need_not_validate_is_not_asked(event: Event) -> None:
    admission_of(event, Category.MEMBER_STATE_DELEGATE, needs_correspondent=False)
    a_delegate(event, Status.SUBMITTED)
    assert of_moldova(event) == {}


def test_a_silent_body_is_reminded_by_another_letter(event: Event) -> None:
    a_quota(event, 2, body=a_body("MD"))
    a_convocation(event, a_body("MD"))
    assert of_moldova(event) == {}


def test_who_refused_hears_of_people_but_not_of_places(event: Event) -> None:
    a_quota(event, 2, body=a_body("MD"))
    a_convocation(event, a_body("MD"), refused_at=now())
    assert of_moldova(event) == {}
    a_delegate(event, Status.SUBMITTED)  # came by the open form all the same
    assert of_moldova(event) == {"to_validate": 1}


@pytest.mark.parametrize(("capacity", "open_places"), [(None, 4), (3, 2), (1, None)])
def test_no_more_places_than_the_event_has(app: Flask, capacity: int | None, open_places: int | None) -> None:
    event = an_event(capacity_in_person=capacity, capacity_online=0)
    if capacity is None:
        event.capacity_online = None
    a_quota(event, 5, body=a_body("MD"))
    a_delegate(event, Status.CONFIRMED)
    assert of_moldova(event).get("open_places") == open_places


def test_once_registration_is_closed_no_place_is_offered(event: Event) -> None:
    a_quota(event, 5, body=a_body("MD"))
    a_delegate(event, Status.NOMINATED, place=Place.HELD)
    event.status = EventStatus.CLOSED
    assert of_moldova(event) == {"unanswered": 1}


Counting = Callable[[], AbstractContextManager[Statements]]


@pytest.mark.parametrize("number", [5, 500])
def test_four_statements_for_all_bodies(event: Event, statements: Counting, number: int) -> None:
    for body in many_bodies()[:40]:
        a_quota(event, 1000, body=body)
    many_registrations(event, number)
    standings = delegation_replies.standings(event)
    with statements() as asked:
        assert delegation_points.of_all(event, standings)
    assert len(asked) == 4, str(asked)
