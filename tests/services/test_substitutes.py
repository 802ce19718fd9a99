"""Somebody proposed instead: one click makes a nomination of it, another sets it aside, and neither happens twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Language, Place, Registration, Role, Status, Substitute
from app.services import answering, substitutes
from app.services.actors import Actor, correspondent
from app.services.answering import Proposed
from app.services.delegation_errors import NominationsClosed, NothingProposed
from app.services.errors import AlreadyRegistered, NotFound
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration

ION = Proposed("RUSU", "ion@igp.example", given_name="Ion", function="Adviser")


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(nominations_until=now() + timedelta(days=30))


@pytest.fixture
def declined(event: Event) -> Registration:
    nominee = a_registration(event, Status.NOMINATED, role=Role.HEAD, language=Language.FR)
    return answering.decline(nominee.id, None, ION)


def speaker() -> Actor:
    return correspondent(a_correspondent(a_body("MD")))


def test_a_click_makes_a_nomination_of_it(declined: Registration) -> None:
    newcomer = substitutes.take(declined.id, speaker())
    assert (newcomer.status, newcomer.place) == (Status.NOMINATED, Place.HELD)
    assert (newcomer.given_name, newcomer.family_name, newcomer.email) == ("Ion", "RUSU", "ion@igp.example")
    assert (newcomer.function, newcomer.role, newcomer.language) == ("Adviser", Role.HEAD, Language.FR)
    assert newcomer.body_id == declined.body_id
    assert db.session.get_one(Substitute, declined.id).settled_at is not None


def test_a_second_click_does_nothing(declined: Registration) -> None:
    actor = speaker()
    substitutes.take(declined.id, actor)
    for again in (substitutes.take, substitutes.set_aside):
        with pytest.raises(NothingProposed):
            again(declined.id, actor)
    assert len(db.session.scalars(select(Registration.id)).all()) == 2


def test_what_is_set_aside_is_settled(declined: Registration) -> None:
    actor = speaker()
    substitutes.set_aside(declined.id, actor)
    with pytest.raises(NothingProposed):
        substitutes.take(declined.id, actor)
    assert db.session.scalars(select(Registration)).one() is declined


def test_where_the_delegation_has_a_head_the_substitute_is_a_delegate(
    event: Event, declined: Registration
) -> None:
    a_registration(event, role=Role.HEAD)
    assert substitutes.take(declined.id, speaker()).role is Role.DELEGATE


def test_a_refusal_leaves_the_proposal(event: Event, declined: Registration) -> None:
    a_registration(event, given_name="Ion", family_name="RUSU", email="ion@igp.example")
    with pytest.raises(AlreadyRegistered):
        substitutes.take(declined.id, speaker())
    event.nominations_until = now() - timedelta(seconds=1)
    with pytest.raises(NominationsClosed):
        substitutes.take(declined.id, speaker())
    assert db.session.get_one(Substitute, declined.id).settled_at is None


def test_nothing_is_proposed(event: Event, declined: Registration) -> None:
    with pytest.raises(NothingProposed):
        substitutes.take(a_registration(event).id, speaker())
    with pytest.raises(NotFound):
        substitutes.take(999_999, speaker())
    erased = db.session.get_one(Substitute, declined.id)
    erased.family_name = erased.given_name = erased.email = None
    with pytest.raises(NothingProposed):
        substitutes.take(declined.id, speaker())
