"""The counters of an event's places: what is held where, by whom, and when that is too much."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from app.extensions import db
from app.models import BodyKind, Category, Event, Mode, Place, Registration, Status
from app.services.errors import LimitBelowHeld
from app.services.places import refuse_lowered_limits
from app.services.seat_counts import SeatCounts
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, an_event
from tests.factories.registrations import a_registration
from tests.statement_count import Statements

DELEGATE, OBSERVER, INTERPRETER = Category.MEMBER_STATE_DELEGATE, Category.OBSERVER, Category.INTERPRETER


@pytest.fixture
def event(app: object) -> Event:
    """Delegates by nomination: the correspondent's approval is needed."""
    return an_event(capacity_in_person=3, capacity_online=2)


def test_held_places_are_counted_by_mode(event: Event) -> None:
    a_registration(event)
    a_registration(event, Status.UNVERIFIED)
    a_registration(event, mode=Mode.ONLINE)
    a_registration(event, place=Place.WAITING)
    a_registration(event, Status.WITHDRAWN)
    a_registration(an_event())
    counts = SeatCounts(event)
    assert counts.by_mode == {Mode.IN_PERSON: 2, Mode.ONLINE: 1}


def test_who_does_not_count_takes_no_place_and_needs_none(event: Event) -> None:
    for _ in range(5):
        interpreter = a_registration(event, category=INTERPRETER)
    counts = SeatCounts(event)
    assert not counts.by_mode[Mode.IN_PERSON]
    assert not counts.mode_is_full(interpreter)
    admission_of(event, INTERPRETER, counts_capacity=True)
    counts = SeatCounts(event)
    assert counts.by_mode[Mode.IN_PERSON] == 5
    assert counts.mode_is_full(interpreter)


def test_without_a_stated_capacity_there_is_no_limit(event: Event) -> None:
    event.capacity_in_person = None
    registration = [a_registration(event) for _ in range(9)][-1]
    assert not SeatCounts(event).is_blocked(registration)


@pytest.mark.parametrize(
    ("status", "vouched"),
    [
        (Status.UNVERIFIED, False),
        (Status.NOMINATED, True),
        (Status.SUBMITTED, False),
        (Status.VALIDATED, True),
        (Status.CONFIRMED, True),
    ],
)
def test_who_is_vouched_for_where_a_correspondent_approves(
    event: Event, status: Status, vouched: bool
) -> None:
    registration = a_registration(event, status)
    counts = SeatCounts(event)
    assert counts.is_vouched(registration) is vouched
    assert counts.by_body[registration.body.id] == int(vouched)


@pytest.mark.parametrize("status", [Status.UNVERIFIED, Status.SUBMITTED, Status.CONFIRMED])
def test_without_a_correspondents_approval_everybody_is_vouched_for(event: Event, status: Status) -> None:
    admission_of(event, DELEGATE, needs_correspondent=False)
    registration = a_registration(event, status)
    assert SeatCounts(event).is_vouched(registration)


def test_only_delegations_use_a_quota(event: Event) -> None:
    speaker = a_registration(
        event, Status.CONFIRMED, category=Category.SPEAKER_EXPERT, body=a_body("MD"), role=None
    )
    a_quota(event, 0, kind=BodyKind.MEMBER_STATE)
    counts = SeatCounts(event)
    assert not counts.is_vouched(speaker)
    assert counts.by_body == {}
    assert not counts.is_blocked(speaker)


def test_the_exception_for_a_body_wins_over_its_kind(event: Event) -> None:
    moldova, germany, canada = a_body("MD"), a_body("DE"), a_body("CA")
    a_quota(event, 2, kind=BodyKind.MEMBER_STATE)
    a_quota(event, 5, body=moldova)
    counts = SeatCounts(event)
    assert [counts.quota(body) for body in (moldova, germany, canada, None)] == [5, 2, None, None]


def test_a_body_is_full_when_its_quota_is_held(event: Event) -> None:
    a_quota(event, 2, kind=BodyKind.MEMBER_STATE)
    registration = a_registration(event, Status.CONFIRMED)
    assert not SeatCounts(event).lacks_quota(registration)
    a_registration(event, Status.VALIDATED, place=Place.WAITING)  # waits, so uses none
    assert not SeatCounts(event).lacks_quota(registration)
    a_registration(event, Status.VALIDATED)
    assert SeatCounts(event).lacks_quota(registration)
    assert not SeatCounts(event).lacks_quota(a_registration(event, Status.VALIDATED, body=a_body("DE")))
    assert not SeatCounts(event).lacks_quota(a_registration(event))  # nobody vouches for this one yet


def test_counts_follow_what_is_added(event: Event) -> None:
    registration = a_registration(event, Status.CONFIRMED)
    counts = SeatCounts(event)
    counts.add(registration, -1)
    assert (counts.by_mode[Mode.IN_PERSON], counts.by_body[registration.body.id]) == (0, 0)
    counts.add(registration)
    assert (counts.by_mode[Mode.IN_PERSON], counts.by_body[registration.body.id]) == (1, 1)


def test_limits_that_hold_too_many_are_named_with_the_numbers(event: Event) -> None:
    for _ in range(3):
        a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.CONFIRMED, mode=Mode.ONLINE, category=OBSERVER)
    assert list(SeatCounts(event).exceeded()) == []
    event.capacity_in_person, event.capacity_online = 2, 0
    a_quota(event, 2, kind=BodyKind.MEMBER_STATE)
    a_quota(event, 0, body=a_body("INTERPOL"))
    assert set(SeatCounts(event).exceeded()) == {
        ("in_person", 3, 2),
        ("online", 1, 0),
        ("MD", 3, 2),
        ("INTERPOL", 1, 0),
    }


@pytest.mark.parametrize(
    ("change", "numbers"),
    [
        (lambda event: setattr(event, "capacity_in_person", 1), ("in_person", 2, 1)),
        (lambda event: a_quota(event, 1, body=a_body("MD")), ("MD", 2, 1)),
        (lambda event: admission_of(event, INTERPRETER, counts_capacity=True), ("in_person", 4, 3)),
    ],
)
def test_a_change_that_leaves_too_many_is_refused(
    event: Event, change: Callable[[Event], object], numbers: tuple[str, int, int]
) -> None:
    for _ in range(2):
        a_registration(event, Status.CONFIRMED)
        a_registration(event, Status.CONFIRMED, category=INTERPRETER)
    refuse_lowered_limits(SeatCounts(event))
    change(event)
    db.session.flush()
    with pytest.raises(LimitBelowHeld) as refusal:
        refuse_lowered_limits(SeatCounts(event))
    what, held, limit = numbers
    assert refusal.value.values == {"what": what, "held": held, "limit": limit}


def test_exactly_what_is_held_can_be_the_limit(event: Event) -> None:
    for _ in range(2):
        a_registration(event, Status.CONFIRMED)
    event.capacity_in_person = 2
    a_quota(event, 2, body=a_body("MD"))
    refuse_lowered_limits(SeatCounts(event))


def test_counts_do_not_rest_on_what_was_read_before_the_lock(event: Event) -> None:
    admission = admission_of(event, DELEGATE)
    table = type(admission).__table__
    db.session.execute(table.update().values(counts_capacity=False))  # as if by another unit
    a_registration(event)
    assert not SeatCounts(event).by_mode[Mode.IN_PERSON]


@pytest.mark.parametrize("number", [10, 300])
def test_counting_takes_the_same_statements_for_few_and_many(
    event: Event, statements: Callable[[], AbstractContextManager[Statements]], number: int
) -> None:
    for _ in range(number):
        a_registration(event)
    with statements() as asked:
        SeatCounts(event)
    asked.within(3)


def waiting(event: Event, **changes: object) -> Registration:
    return a_registration(event, place=Place.WAITING, **changes)


def test_who_is_waited_for(event: Event) -> None:
    newcomer = a_registration(event)
    assert not SeatCounts(event).is_waited_for(newcomer)
    waiting(event, mode=Mode.ONLINE, body=a_body("DE"))
    assert not SeatCounts(event).is_waited_for(newcomer)
    waiting(event, status=Status.UNVERIFIED)
    assert not SeatCounts(event).is_waited_for(newcomer)
    waiting(event, mode=Mode.ONLINE)
    assert SeatCounts(event).is_waited_for(newcomer)  # for the same body
    other = a_registration(event, body=a_body("AT"))
    assert not SeatCounts(event).is_waited_for(other)
    waiting(event)
    assert SeatCounts(event).is_waited_for(other)  # in the same mode


def test_two_without_a_body_do_not_wait_for_the_same(event: Event) -> None:
    guest = a_registration(event, category=Category.GUEST, body_text="University")
    waiting(event, category=Category.GUEST, body_text="Press", mode=Mode.ONLINE)
    assert not SeatCounts(event).is_waited_for(guest)
