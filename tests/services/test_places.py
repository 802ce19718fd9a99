"""The seat rule: who gets a place, who waits, who moves up, and what stays as it is when something is refused.

One file, although it is long: one rule, case by case.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import update

from app.extensions import db
from app.lib.clock import now
from app.models import BodyKind, Category, Event, LetterKind, Mode, Place, Registration, Status
from app.services import confirming, places
from app.services.errors import (
    EarlierPersonWaits,
    EventFull,
    IllegalTransition,
    NotFound,
    QuotaFull,
)
from app.services.seat_counts import SeatCounts
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, an_event
from tests.factories.registrations import a_registration, an_unwritten_registration
from tests.records import letters, stands
from tests.statement_count import Statements

DELEGATE, OBSERVER, INTERPRETER = Category.MEMBER_STATE_DELEGATE, Category.OBSERVER, Category.INTERPRETER


@pytest.fixture
def event(app: object) -> Event:
    """One place in each mode; delegates are vouched for without a correspondent, the secretariat confirms."""
    made = an_event([DELEGATE], capacity_in_person=1, capacity_online=1)
    admission_of(made, DELEGATE, needs_secretariat=True)
    return made


def newcomer(event: Event, **changes: object) -> Registration:
    """Somebody who has no place yet, and is not in the database before having asked for one."""
    return an_unwritten_registration(event, **{"place": Place.NONE, **changes})


def asked(registration: Registration, **how: bool) -> Place:
    places.ask(registration, SeatCounts(registration.event), **how)
    db.session.add(registration)
    db.session.flush()
    return registration.place


def waiting(event: Event, minutes: int = 0, **changes: object) -> Registration:
    """Somebody who waits, longer the more minutes are given."""
    since = now() - timedelta(minutes=minutes)
    return a_registration(event, place=Place.WAITING, waiting_since=since, **changes)


def settled(event: Event) -> list[Registration]:
    db.session.flush()
    return confirming.settle(SeatCounts(event))


# Asking -----------------------------------------------------------------------------------------------------------


def test_who_comes_while_there_is_room_holds_a_place_the_next_one_waits(event: Event) -> None:
    assert asked(newcomer(event)) is Place.HELD
    late = newcomer(event)
    assert asked(late) is Place.WAITING
    assert late.waiting_since is not None


def test_the_modes_do_not_take_each_others_places(event: Event) -> None:
    assert asked(newcomer(event)) is Place.HELD
    assert asked(newcomer(event, mode=Mode.ONLINE)) is Place.HELD
    assert asked(newcomer(event, mode=Mode.ONLINE)) is Place.WAITING


def test_who_does_not_count_never_waits_for_the_event(event: Event) -> None:
    for _ in range(3):
        assert asked(newcomer(event, category=INTERPRETER)) is Place.HELD
    assert asked(newcomer(event)) is Place.HELD  # they have not taken the place


def test_a_used_up_quota_blocks_only_its_own_body(event: Event) -> None:
    event.capacity_in_person = 9
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    assert asked(newcomer(event)) is Place.HELD
    assert asked(newcomer(event)) is Place.WAITING
    assert asked(newcomer(event, body=a_body("DE"))) is Place.HELD


def test_a_quota_does_not_block_whom_nobody_vouches_for_yet(event: Event) -> None:
    admission_of(event, DELEGATE, needs_correspondent=True)
    event.capacity_in_person = 9
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    assert [asked(newcomer(event)) for _ in range(3)] == [Place.HELD] * 3
    assert asked(newcomer(event, status=Status.NOMINATED)) is Place.HELD
    assert asked(newcomer(event, status=Status.NOMINATED)) is Place.WAITING


def test_nobody_passes_an_earlier_verified_person_who_could_have_the_place(event: Event) -> None:
    waiting(event)  # a place is free, but has not been given yet
    assert asked(newcomer(event)) is Place.WAITING


def test_an_unverified_person_who_waits_keeps_nobody_away(event: Event) -> None:
    waiting(event, status=Status.UNVERIFIED)
    assert asked(newcomer(event)) is Place.HELD


def test_who_waits_for_a_quota_keeps_no_other_body_away(event: Event) -> None:
    event.capacity_in_person = 9
    a_quota(event, 0, body=a_body("DE"))
    waiting(event, body=a_body("DE"))
    assert asked(newcomer(event)) is Place.HELD


def test_at_the_desk_nobody_waits(event: Event) -> None:
    assert asked(newcomer(event), at_desk=True) is Place.HELD
    late = newcomer(event)
    with pytest.raises(EventFull) as refusal:
        asked(late, at_desk=True)
    assert refusal.value.values == {"capacity": 1}
    assert (late.place, late.waiting_since) == (Place.NONE, None)


def test_at_the_desk_a_delegation_without_a_place_is_refused_as_such(event: Event) -> None:
    event.capacity_in_person = 9
    a_quota(event, 0, kind=BodyKind.MEMBER_STATE)
    with pytest.raises(QuotaFull) as refusal:
        asked(newcomer(event), at_desk=True)
    assert refusal.value.values == {"places": 0}


# Moving up --------------------------------------------------------------------------------------------------------


def test_who_waits_longest_moves_up_first(event: Event) -> None:
    last, first, middle = waiting(event, 1), waiting(event, 9), waiting(event, 5)
    event.capacity_in_person = 2
    assert settled(event) == [first, middle]
    assert stands(last) == (Status.SUBMITTED, Place.WAITING)
    assert (first.waiting_since, letters(first)) == (None, [LetterKind.PROMOTED])
    assert letters(last) == []


def test_of_two_who_came_at_once_the_first_row_is_first(event: Event) -> None:
    moment = now()
    first, second = (a_registration(event, place=Place.WAITING, waiting_since=moment) for _ in range(2))
    assert (places.position(first), places.position(second)) == (1, 2)
    assert settled(event) == [first]


def test_the_unverified_are_skipped_and_keep_their_position(event: Event) -> None:
    skipped, second = waiting(event, 9, status=Status.UNVERIFIED), waiting(event, 1)
    assert settled(event) == [second]
    assert stands(skipped) == (Status.UNVERIFIED, Place.WAITING)
    later = waiting(event)
    assert (places.position(skipped), places.position(later)) == (1, 1)


def test_who_does_not_fit_is_skipped(event: Event) -> None:
    a_quota(event, 0, body=a_body("DE"))
    blocked, second = waiting(event, 9, body=a_body("DE")), waiting(event, 1)
    online = waiting(event, 5, mode=Mode.ONLINE)
    assert settled(event) == [online, second]
    assert stands(blocked)[1] is Place.WAITING


def test_a_promotion_uses_the_quota_for_the_next_one(event: Event) -> None:
    event.capacity_in_person = 9
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    first, second = waiting(event, 9), waiting(event, 8)
    assert settled(event) == [first]
    assert stands(second)[1] is Place.WAITING


def test_a_nominee_counts_as_verified(event: Event) -> None:
    nominee = waiting(event, status=Status.NOMINATED, verified_at=None)
    assert settled(event) == [nominee]
    assert stands(nominee) == (Status.NOMINATED, Place.HELD)


def test_who_lacks_nothing_but_a_place_is_confirmed_with_it(event: Event) -> None:
    admission_of(event, DELEGATE, needs_secretariat=False)
    registration = waiting(event)
    settled(event)
    assert stands(registration) == (Status.CONFIRMED, Place.HELD)
    assert letters(registration) == [LetterKind.CONFIRMED]


def test_nobody_moves_up_while_nothing_is_free(event: Event) -> None:
    a_registration(event)
    waiting(event)
    assert settled(event) == []


def test_who_does_not_count_moves_up_in_a_full_event(event: Event) -> None:
    a_registration(event)
    waiting(event, 9)
    interpreter = waiting(event, category=INTERPRETER)
    assert settled(event) == [interpreter]


@pytest.mark.parametrize("number", [10, 200])
def test_settling_takes_the_same_statements_for_few_and_many_who_wait(
    event: Event, statements: Callable[[], AbstractContextManager[Statements]], number: int
) -> None:
    a_quota(event, 0, kind=BodyKind.MEMBER_STATE)
    bodies = [a_body(f"S{n % 40:02}") for n in range(number)]
    for body in bodies:
        waiting(event, body=body)
    event_id = event.id
    db.session.commit()
    with statements() as asked_for:
        locked = places.lock(event_id)
        assert confirming.settle(SeatCounts(locked)) == []
    asked_for.within(6)


# The other mode ---------------------------------------------------------------------------------------------------


def moved(registration: Registration, mode: Mode) -> None:
    places.change_mode(registration, mode, SeatCounts(registration.event))
    db.session.flush()


def test_a_place_moves_with_its_person_and_frees_the_old_one(event: Event) -> None:
    registration, other = a_registration(event), waiting(event)
    moved(registration, Mode.ONLINE)
    assert (registration.mode, registration.place) == (Mode.ONLINE, Place.HELD)
    assert settled(event) == [other]


def test_the_own_place_is_not_counted(event: Event) -> None:
    registration = a_registration(event)
    seats = SeatCounts(event)
    places.change_mode(registration, Mode.ONLINE, seats)
    places.change_mode(registration, Mode.IN_PERSON, seats)
    assert seats.by_mode == {Mode.IN_PERSON: 1, Mode.ONLINE: 0}


def test_the_own_quota_is_not_counted(event: Event) -> None:
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    registration = a_registration(event)
    moved(registration, Mode.ONLINE)
    assert registration.mode is Mode.ONLINE


def test_the_same_mode_is_no_change(event: Event) -> None:
    registration = a_registration(event)
    waiting(event)
    moved(registration, Mode.IN_PERSON)
    assert registration.place is Place.HELD


def test_a_full_mode_refuses_and_the_old_place_is_kept(event: Event) -> None:
    a_registration(event, mode=Mode.ONLINE)
    registration = a_registration(event)
    with pytest.raises(EventFull):
        moved(registration, Mode.ONLINE)
    assert (registration.mode, registration.place) == (Mode.IN_PERSON, Place.HELD)


def test_who_waits_for_the_mode_already_goes_first(event: Event) -> None:
    a_quota(event, 0, body=a_body("DE"))
    waiting(event, body=a_body("DE"), mode=Mode.ONLINE)
    registration = a_registration(event)
    with pytest.raises(EarlierPersonWaits):
        moved(registration, Mode.ONLINE)
    assert (registration.mode, registration.place) == (Mode.IN_PERSON, Place.HELD)


def test_who_takes_no_place_passes_nobody(event: Event) -> None:
    a_quota(event, 0, body=a_body("DE"))
    waiting(event, body=a_body("DE"), mode=Mode.ONLINE)
    interpreter = a_registration(event, category=INTERPRETER)
    moved(interpreter, Mode.ONLINE)
    assert interpreter.mode is Mode.ONLINE


def test_an_unverified_person_who_waits_does_not_hinder_a_change(event: Event) -> None:
    waiting(event, status=Status.UNVERIFIED, mode=Mode.ONLINE)
    registration = a_registration(event)
    moved(registration, Mode.ONLINE)
    assert registration.mode is Mode.ONLINE


def test_who_waits_can_take_a_free_place_in_the_other_mode(event: Event) -> None:
    a_registration(event)
    registration = waiting(event)
    moved(registration, Mode.ONLINE)
    assert (registration.mode, registration.place, registration.waiting_since) == (
        Mode.ONLINE,
        Place.HELD,
        None,
    )


def test_who_waits_for_a_quota_waits_for_it_in_every_mode(event: Event) -> None:
    a_quota(event, 0, kind=BodyKind.MEMBER_STATE)
    registration = waiting(event)
    with pytest.raises(QuotaFull):
        moved(registration, Mode.ONLINE)
    assert (registration.mode, registration.place) == (Mode.IN_PERSON, Place.WAITING)


def test_what_has_ended_is_not_moved(event: Event) -> None:
    registration = a_registration(event, Status.WITHDRAWN)
    with pytest.raises(IllegalTransition):
        moved(registration, Mode.ONLINE)
    assert (registration.mode, registration.place) == (Mode.IN_PERSON, Place.NONE)


# Positions and the lock -------------------------------------------------------------------------------------------


def test_positions_count_those_who_wait_for_the_same_mode(event: Event) -> None:
    held, first, online, second = (
        a_registration(event),
        waiting(event, 9),
        waiting(event, 8, mode=Mode.ONLINE),
        waiting(event, 1),
    )
    waiting(an_event(), 99)
    assert [places.position(row) for row in (held, first, online, second)] == [None, 1, 1, 2]


def test_an_event_that_is_not_there_cannot_be_locked(app: object) -> None:
    with pytest.raises(NotFound):
        places.lock(999)


def test_the_lock_reads_the_event_afresh(event: Event) -> None:
    db.session.execute(
        update(Event).values(capacity_in_person=7), execution_options={"synchronize_session": False}
    )
    assert event.capacity_in_person == 1
    assert places.lock(event.id).capacity_in_person == 7


@pytest.mark.postgresql_only
def test_the_lock_is_one_that_leaves_foreign_keys_alone(
    event: Event, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    with statements() as asked_for:
        places.lock(event.id)
    assert asked_for[0].endswith("FOR NO KEY UPDATE")
