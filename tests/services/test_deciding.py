"""Decisions on registrations: each verb by each kind of actor from each status, and what follows from a decision.

One file, although it is long: one table of verbs, read as a whole.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import NamedTuple

import pytest

from app.extensions import db
from app.lib.clock import now
from app.models import (
    LIVING,
    ActorKind,
    AuditEntry,
    Category,
    Event,
    EventStatus,
    LetterKind,
    Place,
    Registration,
    Role,
    Status,
)
from app.services import deciding
from app.services.actors import Actor
from app.services.errors import (
    AlreadyRegistered,
    ApprovalsOutstanding,
    EventIsOver,
    EventReadOnly,
    IllegalTransition,
    NotFound,
    PersonErased,
    QuotaFull,
    ReasonRequired,
)
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, a_session, admission_of, an_event
from tests.factories.registrations import a_registration, a_sign_up
from tests.records import (
    ACTORS,
    CORRESPONDENT,
    STAFF,
    everything,
    history,
    in_session,
    letters,
    stands,
    steps,
)
from tests.services.test_transitions import legal

DELEGATE = Category.MEMBER_STATE_DELEGATE


class Verb(NamedTuple):
    """A decision, where it leads, and the letter that tells of it."""

    call: Callable[[int, Actor], Registration]
    to: Status
    letter: LetterKind | None


VERBS = {
    "validate": Verb(lambda number, actor: deciding.validate(number, actor, "why"), Status.VALIDATED, None),
    "confirm": Verb(deciding.confirm, Status.CONFIRMED, LetterKind.CONFIRMED),
    "decline": Verb(
        lambda number, actor: deciding.decline(number, actor, "why"), Status.DECLINED, LetterKind.DECLINED
    ),
    "withdraw": Verb(
        lambda number, actor: deciding.withdraw(number, actor, "why"), Status.WITHDRAWN, LetterKind.WITHDRAWN
    ),
    "cancel": Verb(
        lambda number, actor: deciding.cancel(number, actor, "why"), Status.CANCELLED, LetterKind.CANCELLED
    ),
    "reopen": Verb(deciding.reopen, Status.SUBMITTED, LetterKind.RECEIVED),
    "expire": Verb(lambda number, _actor: deciding.expire(number), Status.EXPIRED, None),
}


@pytest.fixture
def event(app: object) -> Event:
    """The secretariat confirms; the correspondent's validation is possible, not needed."""
    made = an_event([DELEGATE])
    admission_of(made, DELEGATE, needs_secretariat=True)
    return made


def may(name: str, start: Status, kind: ActorKind) -> bool:
    """Whether the table of states lets somebody do this; to reopen means to begin anew after an end.

    Whoever is nominated does not withdraw but declines, which is another verb (test_answering.py).
    """
    if name == "withdraw" and start is Status.NOMINATED and kind is ActorKind.PERSON:
        return False
    if name == "reopen" and (start in LIVING or start is Status.EXPIRED):
        return False
    return legal(start, VERBS[name].to, kind)


@pytest.mark.parametrize("name", VERBS)
def test_each_verb_from_each_status_by_each_actor(event: Event, name: str) -> None:
    verb = VERBS[name]
    kinds = [ActorKind.SYSTEM] if name == "expire" else list(ActorKind)
    for start, kind in product(Status, kinds):
        registration = a_registration(event, start)
        if may(name, start, kind):
            verb.call(registration.id, ACTORS[kind])
            place = Place.HELD if verb.to in LIVING else Place.NONE
            assert stands(registration) == (verb.to, place)
            line = history(registration)[-1]
            assert (line.actor_kind, line.actor_id) == (kind, ACTORS[kind].id)
            assert (line.status_from, line.status_to) == (start, verb.to)
            assert letters(registration) == ([verb.letter] if verb.letter else [])
        else:
            before = everything()
            with pytest.raises(IllegalTransition):
                verb.call(registration.id, ACTORS[kind])
            assert everything() == before, f"{name} from {start.value} by {kind.value}"


@pytest.mark.parametrize("name", VERBS)
def test_there_must_be_such_a_registration(event: Event, name: str) -> None:
    with pytest.raises(NotFound):
        VERBS[name].call(999, STAFF)


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
@pytest.mark.parametrize("name", [name for name in VERBS if name != "expire"])
def test_an_archived_or_cancelled_event_is_left_alone(event: Event, name: str, status: EventStatus) -> None:
    registrations = [a_registration(event, start) for start in Status]
    event.status = status
    before = everything()
    for registration in registrations:
        with pytest.raises(EventReadOnly):
            VERBS[name].call(registration.id, STAFF)
    assert everything() == before


def test_a_closed_event_is_still_worked_on(event: Event) -> None:
    event.status = EventStatus.CLOSED
    registration = a_registration(event)
    assert deciding.confirm(registration.id, STAFF).status is Status.CONFIRMED


# Reasons ----------------------------------------------------------------------------------------------------------


def test_the_secretariat_says_why_it_validates_and_a_correspondent_need_not(event: Event) -> None:
    first, second = a_registration(event), a_registration(event)
    with pytest.raises(ReasonRequired):
        deciding.validate(first.id, STAFF)
    assert stands(first) == (Status.SUBMITTED, Place.HELD)
    deciding.validate(first.id, STAFF, "No correspondent")
    assert history(first)[-1].note == "No correspondent"
    assert deciding.validate(second.id, CORRESPONDENT).status is Status.VALIDATED


@pytest.mark.parametrize("verb", [deciding.decline, deciding.cancel])
def test_a_refusal_needs_a_reason(event: Event, verb: Callable[[int, Actor, str], Registration]) -> None:
    registration = a_registration(event)
    before = everything()
    with pytest.raises(ReasonRequired):
        verb(registration.id, STAFF, "")
    assert everything() == before
    verb(registration.id, STAFF, "Not of the police")
    assert history(registration)[-1].note == "Not of the police"


# Places -----------------------------------------------------------------------------------------------------------


def test_an_end_frees_the_place_and_the_sign_ups_for_those_who_wait(app: object) -> None:
    event = an_event([DELEGATE], capacity_in_person=1)
    session = a_session(event, 1, sign_up=True, capacity=1)
    first = a_registration(event, Status.CONFIRMED)
    second = a_registration(event, place=Place.WAITING)
    a_sign_up(first, session)
    a_sign_up(second, session, Place.WAITING)
    deciding.withdraw(first.id, ACTORS[ActorKind.PERSON])
    assert stands(first) == (Status.WITHDRAWN, Place.NONE)
    assert stands(second) == (Status.CONFIRMED, Place.HELD)
    assert in_session(session) == {second.id: Place.HELD}
    assert letters(second) == [LetterKind.CONFIRMED]  # of the chain promoted, confirmed only the last
    assert [line.reason_code for line in history(second)] == ["promoted", None]


def test_whoever_still_lacks_an_approval_is_told_of_the_place(event: Event) -> None:
    event.capacity_in_person = 1
    first, second = a_registration(event), a_registration(event, place=Place.WAITING)
    deciding.decline(first.id, STAFF, "why")
    assert stands(second) == (Status.SUBMITTED, Place.HELD)
    assert letters(second) == [LetterKind.PROMOTED]


def test_validating_claims_a_place_of_the_quota(app: object) -> None:
    event = an_event()
    moldova = a_body("MD")
    a_quota(event, 1, body=moldova)
    first, second = a_registration(event), a_registration(event)
    deciding.validate(first.id, CORRESPONDENT)
    before = everything()
    with pytest.raises(QuotaFull) as refusal:
        deciding.validate(second.id, CORRESPONDENT)
    assert refusal.value.values == {"places": 1}
    assert everything() == before


def test_validating_who_is_vouched_for_already_needs_no_further_place(app: object) -> None:
    event = an_event([DELEGATE])
    admission_of(event, DELEGATE, needs_secretariat=True)
    a_quota(event, 1, body=a_body("MD"))
    registration = a_registration(event)
    assert deciding.validate(registration.id, STAFF, "why").status is Status.VALIDATED


def test_a_validated_delegate_who_leaves_gives_the_quota_back(app: object) -> None:
    event = an_event()
    a_quota(event, 1, body=a_body("MD"))
    first, second = a_registration(event, Status.CONFIRMED), a_registration(event)
    with pytest.raises(QuotaFull):
        deciding.validate(second.id, CORRESPONDENT)
    deciding.withdraw(first.id, CORRESPONDENT)
    assert deciding.validate(second.id, CORRESPONDENT).status is Status.CONFIRMED


def test_without_a_place_nobody_is_confirmed(event: Event) -> None:
    registration = a_registration(event, place=Place.WAITING)
    before = everything()
    with pytest.raises(ApprovalsOutstanding):
        deciding.confirm(registration.id, STAFF)
    assert everything() == before


# The end of the event ---------------------------------------------------------------------------------------------


def over(event: Event) -> None:
    event.starts_at, event.ends_at = now() - timedelta(days=2), now() - timedelta(minutes=1)
    event.opens_at = event.closes_at = None
    db.session.flush()


def test_nobody_withdraws_after_the_event(event: Event) -> None:
    registration = a_registration(event, Status.CONFIRMED)
    event.ends_at = now() + timedelta(minutes=1)
    event.starts_at = now() - timedelta(days=1)
    event.opens_at = event.closes_at = None
    assert deciding.withdraw(registration.id, STAFF).status is Status.WITHDRAWN
    other = a_registration(event, Status.CONFIRMED)
    over(event)
    before = everything()
    with pytest.raises(EventIsOver):
        deciding.withdraw(other.id, STAFF)
    assert everything() == before


def test_nobody_is_promoted_into_an_event_that_is_over(event: Event) -> None:
    event.capacity_in_person = 1
    session = a_session(event, 1, sign_up=True, capacity=1)
    first, second = a_registration(event, Status.CONFIRMED), a_registration(event, place=Place.WAITING)
    a_sign_up(first, session)
    a_sign_up(second, session, Place.WAITING)
    over(event)
    deciding.cancel(first.id, STAFF, "was never there")
    assert stands(second) == (Status.SUBMITTED, Place.WAITING)
    assert letters(second) == []
    assert in_session(session) == {second.id: Place.WAITING}


# Holds that run out -----------------------------------------------------------------------------------------------


def unverified(event: Event, minutes: int, **changes: object) -> Registration:
    hold = now() + timedelta(minutes=minutes)
    return a_registration(event, Status.UNVERIFIED, hold_until=hold, **changes)


def test_only_holds_that_are_over_expire_the_oldest_first(event: Event) -> None:
    late, later, _running = unverified(event, -1), unverified(event, -5), unverified(event, 5)
    a_registration(event, Status.SUBMITTED, hold_until=now() - timedelta(days=1))
    assert deciding.expired_holds() == [later.id, late.id]
    assert deciding.expired_holds(limit=1) == [later.id]


def test_a_hold_that_was_renewed_meanwhile_goes_on(event: Event) -> None:
    registration = unverified(event, 5)
    with pytest.raises(IllegalTransition):
        deciding.expire(registration.id)
    assert stands(registration) == (Status.UNVERIFIED, Place.HELD)


def test_an_expired_hold_gives_its_place_to_who_waits(app: object) -> None:
    event = an_event([DELEGATE], capacity_in_person=1)
    first = unverified(event, -1)
    second = a_registration(event, place=Place.WAITING)
    deciding.expire(first.id)
    assert stands(first) == (Status.EXPIRED, Place.NONE)
    assert first.hold_until is None
    assert letters(first) == []
    assert stands(second) == (Status.CONFIRMED, Place.HELD)
    assert steps(first) == [(ActorKind.SYSTEM, (Status.UNVERIFIED, Status.EXPIRED), (Place.HELD, Place.NONE))]


def test_a_hold_expires_in_an_archived_event_too(event: Event) -> None:
    registration = unverified(event, -1)
    event.status = EventStatus.ARCHIVED
    deciding.expire(registration.id)
    assert stands(registration) == (Status.EXPIRED, Place.NONE)
    assert deciding.expired_holds() == []


# Reopening --------------------------------------------------------------------------------------------------------

ENDS = [Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED]


@pytest.mark.parametrize("status", ENDS)
def test_reopened_it_asks_for_a_place_again(event: Event, status: Status) -> None:
    event.capacity_in_person = 1
    first, second = a_registration(event, status), a_registration(event, status)
    deciding.reopen(first.id, STAFF)
    deciding.reopen(second.id, STAFF)
    assert stands(first) == (Status.SUBMITTED, Place.HELD)
    assert stands(second) == (Status.SUBMITTED, Place.WAITING)
    assert (letters(first), letters(second)) == ([LetterKind.RECEIVED], [LetterKind.WAITING])
    assert history(first)[-1].reason_code == "reopened"


def test_reopened_and_complete_it_is_confirmed(app: object) -> None:
    registration = a_registration(an_event([DELEGATE]), Status.WITHDRAWN)
    deciding.reopen(registration.id, STAFF)
    assert stands(registration) == (Status.CONFIRMED, Place.HELD)
    assert letters(registration) == [LetterKind.CONFIRMED]


def test_whoever_has_registered_again_is_not_reopened(event: Event) -> None:
    old = a_registration(event, Status.WITHDRAWN, family_name="RUSU", email="i.rusu@igp.example")
    new = a_registration(event, Status.UNVERIFIED, family_name="RUSU", email="i.rusu@igp.example")
    before = everything()
    with pytest.raises(AlreadyRegistered) as refusal:
        deciding.reopen(old.id, STAFF)
    assert refusal.value.values == {"reference": new.reference}
    assert everything() == before


def test_a_head_whose_part_was_taken_comes_back_as_a_delegate(event: Event) -> None:
    old = a_registration(event, Status.WITHDRAWN, role=Role.HEAD)
    a_registration(event, Status.CONFIRMED, role=Role.HEAD, body=a_body("DE"))
    deciding.reopen(old.id, STAFF)
    assert old.role is Role.HEAD  # the other one leads another delegation
    deciding.withdraw(old.id, STAFF)
    a_registration(event, Status.CONFIRMED, role=Role.HEAD)
    deciding.reopen(old.id, STAFF)
    assert (old.role, old.status) == (Role.DELEGATE, Status.SUBMITTED)


def test_who_was_replaced_counts_again_when_reopened(event: Event) -> None:
    registration = a_registration(event, Status.WITHDRAWN, replaced=True)
    deciding.reopen(registration.id, STAFF)
    assert registration.replaced is False


def test_who_was_erased_is_not_reopened(event: Event) -> None:
    registration = a_registration(event, Status.WITHDRAWN)
    registration.anonymised_at, registration.identity_key = now(), None
    before = everything()
    with pytest.raises(PersonErased):
        deciding.reopen(registration.id, STAFF)
    assert everything() == before


def test_every_decision_is_on_record_without_a_value(event: Event) -> None:
    registration = a_registration(event)
    deciding.validate(registration.id, STAFF, "a secret reason")
    deciding.cancel(registration.id, STAFF, "another one")
    deciding.reopen(registration.id, STAFF)
    deciding.confirm(registration.id, STAFF)
    entries = db.session.query(AuditEntry).order_by(AuditEntry.id).all()
    assert [entry.action.removeprefix("registration.") for entry in entries] == [
        "validated",
        "cancelled",
        "reopened",
        "confirmed",
    ]
    assert {(entry.actor_id, entry.subject_id, tuple(entry.fields)) for entry in entries} == {
        (STAFF.id, registration.id, ())
    }
