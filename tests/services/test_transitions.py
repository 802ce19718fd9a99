"""Every step from every status by every kind of actor: the table is read here once more, independently of the code."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from app.extensions import db
from app.lib.clock import now
from app.lib.tokens import clear_code
from app.models import (
    LIVING,
    ActorKind,
    Category,
    Event,
    Language,
    Mode,
    Origin,
    Place,
    Registration,
    Status,
)
from app.services import transitions
from app.services.actors import Actor
from app.services.errors import IllegalTransition
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.records import ACTORS, everything, history, stands, steps

TABLE = """
    - unverified: person
    - nominated: correspondent staff
    - submitted: staff
    - confirmed: desk
    unverified submitted: person
    unverified expired: system
    unverified withdrawn: person correspondent staff
    unverified cancelled: staff system
    nominated validated: person
    nominated withdrawn: person correspondent
    nominated expired: staff
    nominated cancelled: staff system
    submitted validated: correspondent staff
    submitted confirmed: staff system
    submitted declined: correspondent staff
    submitted withdrawn: person correspondent staff
    submitted cancelled: staff system
    validated confirmed: staff system
    validated declined: staff
    validated withdrawn: person correspondent staff
    validated cancelled: staff system
    confirmed withdrawn: person correspondent staff
    confirmed cancelled: staff system
    expired submitted: person
    declined submitted: staff
    withdrawn submitted: staff
    cancelled submitted: staff
"""
LEGAL: dict[tuple[str, str], set[str]] = {
    (step.split()[0], step.split()[1]): set(kinds.split())
    for step, _, kinds in (line.partition(":") for line in TABLE.strip().splitlines())
}
ENDED = tuple(status for status in Status if status not in LIVING)


def legal(start: Status | None, to: Status, kind: ActorKind) -> bool:
    """Whether the table has the step; None stands for the beginning."""
    return kind.value in LEGAL.get((start.value if start else "-", to.value), ())


def place_in(status: Status) -> Place:
    return Place.NONE if status in ENDED else Place.HELD


def step(registration: Registration, to: Status, actor: Actor) -> None:
    with transitions.recorded(registration, actor, "code", "note"):
        transitions.move(registration, to, actor)
        registration.place = place_in(to)


def a_new_registration(event: Event, **changes: Any) -> Registration:
    """A registration that is not in the database yet."""
    return Registration(
        event_id=event.id,
        category=Category.GUEST,
        body_text="University",
        mode=Mode.IN_PERSON,
        badge_code=clear_code(20),
        language=Language.EN,
        origin=Origin.PUBLIC,
        created_at=now(),
        **changes,
    )


@pytest.fixture
def event(app: object) -> Event:
    return an_event()


@pytest.mark.parametrize(("start", "to"), product(Status, Status))
def test_nobody_may_take_a_step_that_is_not_in_the_table(start: Status, to: Status) -> None:
    registration = Registration(status=start)
    for kind in ActorKind:
        if legal(start, to, kind):
            transitions.check(registration, to, ACTORS[kind])
        else:
            with pytest.raises(IllegalTransition) as refusal:
                transitions.check(registration, to, ACTORS[kind])
            assert refusal.value.values == {"status": start}
        assert registration.status is start


@pytest.mark.parametrize("start", Status)
def test_illegal_steps_change_nothing(event: Event, start: Status) -> None:
    registration = a_registration(event, start)
    before = everything()
    for to, kind in product(Status, ActorKind):
        if not legal(start, to, kind):
            with pytest.raises(IllegalTransition):
                step(registration, to, ACTORS[kind])
    assert everything() == before


@pytest.mark.parametrize("start", Status)
def test_legal_steps_are_dated_and_attributed(event: Event, start: Status) -> None:
    for to, kind in product(Status, ActorKind):
        if not legal(start, to, kind):
            continue
        registration = a_registration(event, start)
        began = now()
        step(registration, to, ACTORS[kind])
        assert stands(registration) == (to, place_in(to))
        (line,) = history(registration)
        assert (line.actor_kind, line.actor_id) == (kind, ACTORS[kind].id)
        assert (line.status_from, line.status_to) == (start, to)
        assert (line.place_from, line.place_to) == (place_in(start), place_in(to))
        assert (line.reason_code, line.note) == ("code", "note")
        assert began - timedelta(seconds=1) <= line.at <= now()


@pytest.mark.parametrize("status", Status)
def test_beginnings(event: Event, status: Status) -> None:
    for kind in ActorKind:
        made = a_new_registration(event, status=status, place=place_in(status), reference=f"R-{kind.value}")
        if legal(None, status, kind):
            transitions.begin(made, ACTORS[kind])
            (line,) = steps(made)
            assert line == (kind, (None, status), (None, place_in(status)))
        else:
            before = everything()
            with pytest.raises(IllegalTransition):
                transitions.begin(made, ACTORS[kind])
            assert made not in db.session
            assert everything() == before


def test_a_step_without_a_change_leaves_no_line(event: Event) -> None:
    registration = a_registration(event)
    with transitions.recorded(registration, ACTORS[ActorKind.STAFF]):
        registration.title = "Inspector"
    assert history(registration) == []


def test_the_first_time_is_kept_and_the_last_confirmation_counts(event: Event) -> None:
    registration = a_registration(event, Status.UNVERIFIED)
    assert registration.registered_at is None
    step(registration, Status.SUBMITTED, ACTORS[ActorKind.PERSON])
    first = registration.registered_at
    assert first is not None
    step(registration, Status.CONFIRMED, ACTORS[ActorKind.SYSTEM])
    assert registration.confirmed_at is not None
    assert registration.registered_at == first


def test_an_unverified_registration_is_not_registered_yet(event: Event) -> None:
    registration = a_registration(event, Status.UNVERIFIED)
    step(registration, Status.EXPIRED, ACTORS[ActorKind.SYSTEM])
    assert registration.registered_at is None
