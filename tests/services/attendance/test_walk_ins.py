"""Who comes without a registration: through the same seat rule, confirmed at once, never on a waiting list."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import (
    ActorKind,
    AuditEntry,
    Category,
    Event,
    EventStatus,
    Language,
    Letter,
    LetterKind,
    Mode,
    Origin,
    Place,
    Registration,
    Status,
    Way,
)
from app.services.actors import Actor, desk
from app.services.applications import Application
from app.services.attendance import walk_ins
from app.services.attendance.desk_errors import WalkInsNotAllowed
from app.services.errors import (
    AlreadyRegistered,
    BodyDoesNotFit,
    EventFull,
    EventReadOnly,
    NotAdmitted,
    QuotaFull,
)
from tests.factories import users
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, an_event, moment
from tests.factories.registrations import a_registration


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=moment(0, 9), walk_ins=True)


@pytest.fixture
def agent(app: Flask) -> Actor:
    return desk(users.a_desk_agent())


def answers(**changes: object) -> Application:
    facts: dict[str, object] = {
        "category": Category.MEMBER_STATE_DELEGATE,
        "mode": Mode.IN_PERSON,
        "given_name": "Ana",
        "family_name": "CEBOTARI",
        "email": "ana@igp.example",
        "language": Language.FR,
        "body_id": a_body("MD").id,
    }
    return Application(**{**facts, **changes})  # type: ignore[arg-type]


def test_who_fits_is_confirmed_at_once(event: Event, agent: Actor) -> None:
    made = walk_ins.register(event.id, answers(), agent)
    assert (made.status, made.place, made.origin, made.walk_in) == (
        Status.CONFIRMED,
        Place.HELD,
        Origin.DESK,
        True,
    )
    assert made.person is not None
    assert [(line.status_from, line.actor_kind) for line in made.history] == [(None, ActorKind.DESK)]
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.kind, letter.recipient, letter.language) == (
        LetterKind.CONFIRMED,
        "ana@igp.example",
        Language.FR,
    )
    assert "registration.walk_in" in db.session.scalars(select(AuditEntry.action)).all()


def test_full_means_refused(event: Event, agent: Actor) -> None:
    event.capacity_in_person = 1
    a_registration(event, Status.CONFIRMED)
    with pytest.raises(EventFull):
        walk_ins.register(event.id, answers(), agent)
    db.session.rollback()


def test_a_full_delegation_takes_nobody_more(event: Event, agent: Actor) -> None:
    a_quota(event, 1, body=a_body("MD"))
    a_registration(event, Status.CONFIRMED)
    with pytest.raises(QuotaFull):
        walk_ins.register(event.id, answers(), agent)
    walk_ins.register(event.id, answers(body_id=a_body("DE").id), agent)


def test_nobody_passes_who_waits(event: Event, agent: Actor) -> None:
    event.capacity_in_person = 2
    a_registration(event, Status.CONFIRMED)
    a_registration(event, Status.SUBMITTED, place=Place.WAITING)
    with pytest.raises(EventFull):
        walk_ins.register(event.id, answers(), agent)


def test_the_same_person_is_not_registered_twice(event: Event, agent: Actor) -> None:
    first = walk_ins.register(event.id, answers(), agent)
    with pytest.raises(AlreadyRegistered) as refused:
        walk_ins.register(event.id, answers(given_name="Cebotari", family_name="ana"), agent)
    assert refused.value.values["reference"] == first.reference
    assert db.session.scalar(select(func.count()).select_from(Registration)) == 1


def test_only_where_the_event_allows_it(agent: Actor, event: Event) -> None:
    with pytest.raises(WalkInsNotAllowed):
        walk_ins.register(an_event(starts_at=moment(0, 9)).id, answers(), agent)
    admission_of(event, Category.PRESS, way=Way.NOT_ADMITTED)
    assert Category.PRESS not in walk_ins.categories(event)
    with pytest.raises(NotAdmitted):
        walk_ins.register(event.id, answers(category=Category.PRESS, body_id=None, body_text="Radio"), agent)
    event.status = EventStatus.ARCHIVED
    with pytest.raises(EventReadOnly):
        walk_ins.register(event.id, answers(), agent)


def test_answers_that_do_not_fit_are_refused(event: Event, agent: Actor) -> None:
    with pytest.raises(BodyDoesNotFit):
        walk_ins.register(event.id, answers(body_id=a_body("INTERPOL").id), agent)
