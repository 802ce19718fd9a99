"""Naming delegates: a place at once, within the quota, before the deadline, and nobody twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Category,
    Event,
    EventStatus,
    Letter,
    LetterKind,
    Origin,
    Place,
    Registration,
    Role,
    Status,
    Way,
)
from app.services import nominating
from app.services.actors import Actor, correspondent, staff
from app.services.delegation_errors import CannotNominate, NominationsClosed, RoleDoesNotFit
from app.services.errors import AlreadyRegistered, EventIsOver, EventReadOnly, HeadTaken
from app.services.nominating import Nominee
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, an_event
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.users import a_user

ANA = Nominee("CEBOTARI", "ana@igp.example", given_name="Ana", function="Head of unit")


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(nominations_until=now() + timedelta(days=30))


def speaker() -> Actor:
    return correspondent(a_correspondent(a_body("MD")))


def named(event: Event, nominee: Nominee = ANA, code: str = "MD") -> Registration:
    return nominating.nominate(event.id, a_body(code).id, nominee, speaker())


def letters(kind: LetterKind) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind)))


def test_a_nomination_holds_a_place_and_is_written_to(event: Event) -> None:
    registration = named(event)
    assert (registration.status, registration.place) == (Status.NOMINATED, Place.HELD)
    assert (registration.origin, registration.role) == (Origin.NOMINATION, Role.DELEGATE)
    assert registration.category is Category.MEMBER_STATE_DELEGATE
    assert registration.registered_at is not None
    assert [letter.recipient for letter in letters(LetterKind.NOMINATION)] == ["ana@igp.example"]
    assert [change.status_to for change in registration.history] == [Status.NOMINATED]


def test_an_observer_names_observers(event: Event) -> None:
    assert named(event, code="INTERPOL").category is Category.OBSERVER


def test_a_part_that_the_delegation_does_not_know(event: Event) -> None:
    correspondents_are_of_states = Nominee("RUSU", "ion@x.example", role=Role.NATIONAL_CORRESPONDENT)
    with pytest.raises(RoleDoesNotFit):
        named(event, correspondents_are_of_states, code="INTERPOL")
    assert named(event, correspondents_are_of_states).role is Role.NATIONAL_CORRESPONDENT


def test_beyond_the_quota_one_waits(event: Event) -> None:
    a_quota(event, 1, body=a_body("MD"))
    assert named(event).place is Place.HELD
    second = named(event, Nominee("RUSU", "ion@igp.example"))
    assert second.place is Place.WAITING
    assert second.waiting_since is not None


def test_the_deadline_binds_the_correspondents_alone(event: Event) -> None:
    event.nominations_until = now() - timedelta(seconds=1)
    with pytest.raises(NominationsClosed):
        named(event)
    made = nominating.nominate(event.id, a_body("MD").id, ANA, staff(a_user()))
    assert made.status is Status.NOMINATED


def test_a_draft_is_for_the_secretariat(event: Event) -> None:
    event.status = EventStatus.DRAFT
    with pytest.raises(NominationsClosed):
        named(event)


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_nobody_is_named_for_what_is_closed(event: Event, status: EventStatus) -> None:
    event.status = status
    with pytest.raises(EventReadOnly):
        named(event)


def test_nobody_is_named_for_what_is_over(app: Flask) -> None:
    past = an_event(starts_at=now() - timedelta(days=3), ends_at=now() - timedelta(days=1))
    with pytest.raises(EventIsOver):
        nominating.nominate(past.id, a_body("MD").id, ANA, staff(a_user()))


def test_the_same_person_is_named_once(event: Event) -> None:
    first = named(event)
    with pytest.raises(AlreadyRegistered) as refused:
        named(event, Nominee("Cebotari", "ANA@igp.example", given_name="ana"))
    assert refused.value.values["reference"] == first.reference


def test_a_delegation_has_one_head(event: Event) -> None:
    head: dict[str, Any] = {"role": Role.HEAD}
    named(event, Nominee("CEBOTARI", "ana@igp.example", **head))
    with pytest.raises(HeadTaken):
        named(event, Nominee("RUSU", "ion@igp.example", **head))


@pytest.mark.parametrize("way", [Way.INVITATION_LINK, Way.NOT_ADMITTED])
def test_only_where_nominations_are_admitted(event: Event, way: Way) -> None:
    admission_of(event, Category.MEMBER_STATE_DELEGATE, way=way)
    with pytest.raises(CannotNominate):
        named(event)


def test_a_part_of_the_council_sends_no_delegation(event: Event) -> None:
    with pytest.raises(CannotNominate):
        named(event, code="ECCD")


def test_whoever_names_somebody_attends(event: Event) -> None:
    row = a_convocation(event, a_body("MD"), refused_at=now(), reason="no budget")
    named(event)
    assert (row.refused_at, row.reason) == (None, None)


@pytest.mark.parametrize(
    ("status", "closed_since", "deadline_in"), [("closed", None, 5), ("published", 1, None)]
)
def test_who_ends_registration_ends_the_correspondents_time_too(
    event: Event, status: str, closed_since: int | None, deadline_in: int | None
) -> None:
    event.status = EventStatus(status)
    event.closes_at = closed_since and now() - timedelta(hours=closed_since)
    event.nominations_until = deadline_in and now() + timedelta(days=deadline_in)
    db.session.flush()
    with pytest.raises(NominationsClosed):
        named(event)
    by_staff = nominating.nominate(event.id, a_body("MD").id, ANA, staff(a_user()))
    assert by_staff.status is Status.NOMINATED


def test_a_deadline_of_their_own_may_lie_behind_the_forms_end(event: Event) -> None:
    event.closes_at = now() - timedelta(hours=1)
    db.session.flush()
    assert named(event).status is Status.NOMINATED
