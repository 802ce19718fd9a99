"""Naming the head of a delegation: one at most, never even for a moment two."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, Category, EventStatus, Role, Status
from app.services import naming_head
from app.services.actors import SYSTEM
from app.services.delegation_errors import CannotNominate
from app.services.errors import EventIsOver, EventReadOnly, IllegalTransition
from tests.factories.bodies import a_body
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration


def test_the_part_moves_on_and_both_changes_are_written_down(app: Flask) -> None:
    event = an_event()
    before, after = (a_registration(event, Status.CONFIRMED, role=role) for role in (Role.HEAD, Role.ADVISER))
    naming_head.name_head(after.id, SYSTEM)
    assert (before.role, after.role) == (Role.DELEGATE, Role.HEAD)
    lines = db.session.execute(select(AuditEntry.action, AuditEntry.subject_id).order_by(AuditEntry.id)).all()
    assert [tuple(line) for line in lines] == [
        ("registration.head_changed", before.id),
        ("registration.head_named", after.id),
    ]


def test_a_former_head_is_left_alone(app: Flask) -> None:
    event = an_event()
    gone = a_registration(event, Status.WITHDRAWN, role=Role.HEAD)
    naming_head.name_head(a_registration(event, Status.NOMINATED).id, SYSTEM)
    assert gone.role is Role.HEAD


def test_who_is_head_stays_it_without_a_line(app: Flask) -> None:
    head = a_registration(an_event(), Status.CONFIRMED, role=Role.HEAD)
    naming_head.name_head(head.id, SYSTEM)
    assert head.role is Role.HEAD
    assert db.session.scalars(select(AuditEntry.id)).all() == []


@pytest.mark.parametrize(
    ("changes", "status", "category", "refusal"),
    [
        ({"status": EventStatus.CANCELLED}, Status.CANCELLED, None, EventReadOnly),
        ({"starts_at": moment(-9)}, Status.CONFIRMED, None, EventIsOver),
        ({}, Status.WITHDRAWN, None, IllegalTransition),
        ({}, Status.UNVERIFIED, None, IllegalTransition),
        ({}, Status.CONFIRMED, Category.GUEST, CannotNominate),
    ],
    ids=["cancelled", "over", "withdrawn", "unverified", "guest"],
)
def test_nobody_else_leads(
    app: Flask,
    changes: dict[str, object],
    status: Status,
    category: Category | None,
    refusal: type[Exception],
) -> None:
    more = {"category": category, "body": a_body("MD")} if category else {}
    person = a_registration(an_event(**changes), status, **more)
    with pytest.raises(refusal):
        naming_head.name_head(person.id, SYSTEM)
    assert person.role is not Role.HEAD
