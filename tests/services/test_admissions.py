"""Admission: ways, approvals, quotas; changed together, never below what is held."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Admission,
    AuditEntry,
    BodyKind,
    Category,
    Event,
    EventStatus,
    Letter,
    LetterKind,
    Place,
    Quota,
    Status,
    Way,
)
from app.services import admissions
from app.services.actors import Actor, staff
from app.services.admissions import Changed
from app.services.errors import BodyDoesNotFit, EventReadOnly, LimitBelowHeld
from app.services.event_errors import WayDoesNotFit
from tests.factories.bodies import a_body
from tests.factories.events import a_quota, admission_of, an_event, moment
from tests.factories.registrations import a_registration
from tests.factories.users import a_user

DELEGATE, SPEAKER = Category.MEMBER_STATE_DELEGATE, Category.SPEAKER_EXPERT


@pytest.fixture
def organiser(app: Flask) -> Actor:
    return staff(a_user())


def changed(event: Event, actor: Actor, category: Category | None = None, **changes: object) -> Changed:
    """Change the rule of a category, or quotas given as by_kind and by_body."""
    plan = admissions.plan_of(event)
    if category is not None:
        rules = {**plan.rules, category: replace(plan.rules[category], **changes)}  # type: ignore[arg-type]
        changes = {"rules": rules}
    return admissions.change(event.id, replace(plan, **changes), actor)  # type: ignore[arg-type]


def test_a_category_gets_another_way(organiser: Actor) -> None:
    event = an_event()
    changed(event, organiser, Category.OBSERVER, way=Way.OPEN_FORM, needs_secretariat=True)

    row = next(row for row in event.admissions if row.category is Category.OBSERVER)
    assert (row.way, row.needs_correspondent, row.needs_secretariat) == (Way.OPEN_FORM, True, True)
    line = db.session.scalars(select(AuditEntry)).one()
    assert line.fields == ["observer.way", "observer.needs_secretariat"]
    assert line.event_id == event.id


def test_only_delegations_are_nominated_and_validated(organiser: Actor) -> None:
    event = an_event()
    with pytest.raises(WayDoesNotFit):
        changed(event, organiser, Category.PRESS, way=Way.NOMINATION_ONLY)
    db.session.rollback()
    event = an_event()
    changed(event, organiser, Category.PRESS, needs_correspondent=True)
    assert not any(row.needs_correspondent for row in event.admissions if row.category is Category.PRESS)


def test_quotas_are_set_changed_and_taken_back(organiser: Actor) -> None:
    event, germany = an_event(), a_body("DE")
    changed(event, organiser, by_kind={BodyKind.MEMBER_STATE: 3, BodyKind.AGENCY: 1}, by_body={germany.id: 5})
    changed(event, organiser, by_kind={BodyKind.MEMBER_STATE: 4}, by_body={})

    rows = db.session.scalars(select(Quota)).all()
    assert [(row.kind, row.places) for row in rows] == [(BodyKind.MEMBER_STATE, 4)]
    assert db.session.scalars(select(AuditEntry.fields).order_by(AuditEntry.id)).all()[-1] == [
        "quota.member_state", "quota.agency", f"quota.body:{germany.id}",
    ]  # fmt: skip


def test_a_part_of_the_house_sends_no_delegation(organiser: Actor) -> None:
    for body_id in (a_body("ECCD").id, 987_654):
        with pytest.raises(BodyDoesNotFit):
            changed(an_event(), organiser, by_body={body_id: 2})


def test_a_quota_is_never_lowered_below_what_is_held(organiser: Actor) -> None:
    event, moldova = an_event(), a_body("MD")
    for _ in range(3):
        a_registration(event, Status.CONFIRMED, body=moldova)
    a_registration(event, Status.SUBMITTED, body=moldova)  # takes no place of the quota before validation

    changed(event, organiser, by_kind={BodyKind.MEMBER_STATE: 3})
    with pytest.raises(LimitBelowHeld) as refused:
        changed(event, organiser, by_kind={BodyKind.MEMBER_STATE: 2})
    assert refused.value.values == {"what": "MD", "held": 3, "limit": 2}
    changed(event, organiser, by_kind={BodyKind.MEMBER_STATE: 2}, by_body={moldova.id: 3})


def test_no_approval_counts_like_an_approval(organiser: Actor) -> None:
    event = an_event()
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    for _ in range(2):
        a_registration(event, Status.SUBMITTED)
    with pytest.raises(LimitBelowHeld):
        changed(event, organiser, DELEGATE, needs_correspondent=False)


def test_categories_that_begin_to_count_must_fit(organiser: Actor) -> None:
    event = an_event(capacity_in_person=1)
    for _ in range(2):
        a_registration(event, category=Category.INTERPRETER)
    with pytest.raises(LimitBelowHeld) as refused:
        changed(event, organiser, Category.INTERPRETER, counts_capacity=True)
    assert refused.value.values["what"] == "in_person"


def test_a_larger_quota_lets_in_who_waits_in_order(organiser: Actor) -> None:
    event = an_event()
    a_quota(event, 1, kind=BodyKind.MEMBER_STATE)
    a_registration(event, Status.CONFIRMED)
    late = a_registration(event, Status.NOMINATED, place=Place.WAITING, waiting_since=now())
    early = a_registration(
        event, Status.NOMINATED, place=Place.WAITING, waiting_since=now() - timedelta(hours=1)
    )

    assert changed(event, organiser, by_kind={BodyKind.MEMBER_STATE: 2}) == Changed(0, 1)
    assert (early.place, late.place) == (Place.HELD, Place.WAITING)
    assert changed(event, organiser, by_kind={}) == Changed(0, 1)


def test_who_lacked_only_an_approval_is_confirmed(organiser: Actor) -> None:
    event = an_event()
    speaker = a_registration(event, category=SPEAKER)
    unverified = a_registration(event, Status.UNVERIFIED, category=SPEAKER)
    delegate = a_registration(event)

    assert changed(event, organiser, SPEAKER, needs_secretariat=False) == Changed(1, 0)
    assert [row.status for row in (speaker, unverified, delegate)] == [
        Status.CONFIRMED, Status.UNVERIFIED, Status.SUBMITTED,
    ]  # fmt: skip
    assert db.session.scalars(select(Letter.kind)).all() == [LetterKind.CONFIRMED]


def test_after_the_event_nobody_is_let_in(organiser: Actor) -> None:
    event = an_event(starts_at=moment(-5))
    a_registration(event, category=SPEAKER)
    assert changed(event, organiser, SPEAKER, needs_secretariat=False) == Changed(0, 0)


def test_an_ended_event_keeps_its_admission(organiser: Actor) -> None:
    with pytest.raises(EventReadOnly):
        changed(an_event(status=EventStatus.ARCHIVED), organiser, SPEAKER, way=Way.OPEN_FORM)


def test_rows_that_are_missing_are_made(organiser: Actor) -> None:
    event = an_event()
    row = admission_of(event, Category.GUEST)
    plan = admissions.plan_of(event)
    db.session.delete(row)
    db.session.flush()
    admissions.change(event.id, plan, organiser)
    assert db.session.scalars(select(Admission).where(Admission.category == Category.GUEST)).one()
