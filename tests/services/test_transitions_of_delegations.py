"""The steps of nominations and replacements, from every status by every kind of actor, through the services that take them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from app.extensions import db
from app.lib.clock import now
from app.models import (
    LIVING,
    ActorKind,
    Category,
    Event,
    Origin,
    Place,
    Registration,
    Role,
    Status,
    Substitute,
)
from app.services import answering, nominating, releasing, replacing, substitutes, transitions
from app.services.actors import PERSON, Actor
from app.services.errors import DomainError, IllegalTransition
from app.services.nominating import Nominee
from app.web.errors import status_of
from tests.factories.bodies import a_body
from tests.factories.events import admission_of, an_event
from tests.factories.registrations import a_registration
from tests.records import ACTORS, STAFF, everything, history, stands, steps
from tests.services.test_answering import answers
from tests.services.test_transitions import place_in

ION = Nominee("RUSU", "ion@igp.example")
NAMING = {ActorKind.CORRESPONDENT, ActorKind.STAFF}


@pytest.fixture
def event(app: object) -> Event:
    """The secretariat confirms, so that no step is followed by another one."""
    made = an_event(nominations_until=now() + timedelta(days=20))
    admission_of(made, Category.MEMBER_STATE_DELEGATE, needs_secretariat=True)
    db.session.flush()
    return made


def refused(step: Callable[[], object]) -> DomainError:
    """What a step is refused with; it changes nothing."""
    before = everything()
    with pytest.raises(DomainError) as refusal:
        step()
    db.session.flush()
    assert everything() == before
    return refusal.value


def check_line(registration: Registration, actor: Actor, start: Status, to: Status) -> None:
    """The last line of the history is dated, attributed, and says what has happened."""
    line = history(registration)[-1]
    assert (line.actor_kind, line.actor_id) == (actor.kind, actor.id)
    assert (line.status_from, line.status_to) == (start, to)
    assert (line.place_from, line.place_to) == (place_in(start), place_in(to))
    assert now() - timedelta(minutes=1) <= line.at <= now()


@pytest.mark.parametrize("kind", ActorKind)
def test_who_may_nominate(event: Event, kind: ActorKind) -> None:
    def nominate() -> Registration:
        return nominating.nominate(event.id, a_body("MD").id, ION, ACTORS[kind])

    if kind not in NAMING:
        error = refused(nominate)
        assert isinstance(error, IllegalTransition)
        assert status_of(error) == 409
        return
    made = nominate()
    assert steps(made) == [(kind, (None, Status.NOMINATED), (None, Place.HELD))]
    assert history(made)[0].actor_id == ACTORS[kind].id
    assert made.registered_at is not None


@pytest.mark.parametrize("start", Status)
@pytest.mark.parametrize(
    ("answer", "to"),
    [
        (lambda row: answering.accept(row.id, answers(), row.version), Status.VALIDATED),
        (lambda row: answering.decline(row.id, "why", None), Status.WITHDRAWN),
    ],
    ids=["accept", "decline"],
)
def test_only_the_nominated_answer(
    event: Event, start: Status, answer: Callable[[Registration], object], to: Status
) -> None:
    registration = a_registration(event, start, origin=Origin.NOMINATION, verified_at=None)
    if start is Status.NOMINATED:
        answer(registration)
        assert stands(registration) == (to, place_in(to))
        check_line(registration, PERSON, start, to)
    else:
        error = refused(lambda: answer(registration))
        assert isinstance(error, IllegalTransition)
        assert status_of(error) == 409


@pytest.mark.parametrize("start", Status)
def test_who_may_replace_whom(event: Event, start: Status) -> None:
    for kind in ActorKind:
        leaving = a_registration(event, start)
        nominee = Nominee(f"RUSU {kind.value}", "ion@igp.example")

        def replace(
            number: int = leaving.id, nominee: Nominee = nominee, actor: Actor = ACTORS[kind]
        ) -> Registration:
            return replacing.replace(number, nominee, actor)

        if start not in LIVING or kind not in NAMING:
            error = refused(replace)
            assert isinstance(error, IllegalTransition)
            assert status_of(error) == 409
            assert not leaving.replaced
            continue
        newcomer = replace()
        assert stands(leaving) == (Status.WITHDRAWN, Place.NONE)
        check_line(leaving, ACTORS[kind], start, Status.WITHDRAWN)
        assert history(leaving)[-1].reason_code == replacing.REPLACED
        assert steps(newcomer) == [(kind, (None, Status.NOMINATED), (None, Place.HELD))]
        assert newcomer.replaces_id == leaving.id


@pytest.mark.parametrize("start", Status)
def test_a_replaced_registration_ends_in_one_way_only(event: Event, start: Status) -> None:
    for kind in ActorKind:
        registration = a_registration(event, start)

        def end(row: Registration = registration, actor: Actor = ACTORS[kind]) -> None:
            with transitions.recorded(row, actor, replacing.REPLACED):
                transitions.move_replaced(row, actor)
                row.place = Place.NONE

        if start in LIVING and kind in NAMING:
            end()
            assert registration.replaced
            check_line(registration, ACTORS[kind], start, Status.WITHDRAWN)
        else:
            assert isinstance(refused(end), IllegalTransition)


@pytest.mark.parametrize("kind", ActorKind)
def test_who_may_release(event: Event, kind: ActorKind) -> None:
    rows = {start: a_registration(event, start) for start in Status}
    event.nominations_until = now() - timedelta(seconds=1)
    if kind is not ActorKind.STAFF:
        assert status_of(refused(lambda: releasing.release(event.id, ACTORS[kind]))) == 409
        return
    assert releasing.release(event.id, ACTORS[kind]) == (1, 0)
    for start, row in rows.items():
        if start is Status.NOMINATED:
            assert stands(row) == (Status.EXPIRED, Place.NONE)
            check_line(row, STAFF, start, Status.EXPIRED)
        else:
            assert stands(row) == (start, place_in(start))
            assert history(row) == []


def test_whoever_was_released_comes_back_by_a_new_nomination_only(event: Event) -> None:
    released = a_registration(event, Status.EXPIRED, origin=Origin.NOMINATION, verified_at=None)
    again = Nominee(
        str(released.family_name), str(released.email), given_name=released.given_name, role=Role.DELEGATE
    )
    made = nominating.nominate(event.id, a_body("MD").id, again, STAFF)
    assert (made.status, released.status) == (Status.NOMINATED, Status.EXPIRED)
    assert made.identity_key == released.identity_key


@pytest.mark.parametrize("kind", ActorKind)
def test_who_may_take_a_substitute(event: Event, kind: ActorKind) -> None:
    declined = a_registration(event, Status.WITHDRAWN)
    db.session.add(
        Substitute(
            registration_id=declined.id, family_name="RUSU", email="ion@igp.example", proposed_at=now()
        )
    )
    db.session.flush()
    if kind in NAMING:
        newcomer = substitutes.take(declined.id, ACTORS[kind])
        assert steps(newcomer) == [(kind, (None, Status.NOMINATED), (None, Place.HELD))]
        error = refused(lambda: substitutes.take(declined.id, ACTORS[kind]))  # once is enough
    else:
        error = refused(lambda: substitutes.take(declined.id, ACTORS[kind]))
    assert status_of(error) == 409


def test_the_table_of_statuses_and_actors_is_walked_without_a_gap() -> None:
    """Each beginning and each step of a delegation that the table has is one that the tests above or test_deciding take."""
    taken = {
        (Status.NOMINATED, Status.VALIDATED),
        (Status.NOMINATED, Status.WITHDRAWN),
        (Status.NOMINATED, Status.EXPIRED),
    }
    of_nominees = {
        step for step in product(Status, Status) if step[0] is Status.NOMINATED and step in transitions.STEPS
    }
    assert of_nominees == taken | {(Status.NOMINATED, Status.CANCELLED)}
