"""Whatever decides on places waits for the event’s lock: two organisers, or one and a delegate, never pass each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.lib.clock import now
from app.models import Category, Event, Mode, SessionKind
from app.services import admissions, event_details, events, invitations, programme, publishing
from app.services.actors import Actor, staff
from app.services.invitations import InvitationDetails
from app.services.programme import SessionDetails
from tests.factories.events import a_session, an_event
from tests.factories.users import a_user

pytestmark = pytest.mark.postgresql_only
Verb = Callable[[Event, Actor], object]


def _edit(event: Event, actor: Actor) -> object:
    return events.edit(event.id, event_details.of(event), event.version, actor)


def _admit(event: Event, actor: Actor) -> object:
    plan = admissions.plan_of(event)
    return admissions.change(event.id, plan, actor)


def _session(event: Event, actor: Actor) -> object:
    assert event.starts_at is not None
    later = event.starts_at + timedelta(hours=1)
    details = SessionDetails(SessionKind.PLENARY, "A", "B", event.starts_at, later, Mode.HYBRID)
    return programme.edit(event.id, event.sessions[0].id, details, event.sessions[0].version, actor)


def _invite(event: Event, actor: Actor) -> object:
    return invitations.create(event.id, InvitationDetails(Category.PRESS, now() + timedelta(days=1)), actor)


@pytest.mark.parametrize(
    "verb",
    [
        _edit,
        _admit,
        _session,
        _invite,
        lambda event, actor: programme.remove(event.id, event.sessions[0].id, actor),
        lambda event, actor: publishing.close(event.id, actor),
        lambda event, actor: publishing.cancel(event.id, "No", "Non", actor),
    ],
    ids=["edit", "admission", "session", "invitation", "remove session", "close", "cancel"],
)
def test_it_waits_for_whoever_has_the_lock(app: Flask, verb: Verb) -> None:
    event, actor = an_event(), staff(a_user())
    a_session(event)
    db.session.commit()
    with db.engine.connect() as somebody_else:
        somebody_else.execute(text("SELECT 1 FROM event WHERE id = :id FOR NO KEY UPDATE"), {"id": event.id})
        db.session.execute(text("SET LOCAL lock_timeout = '100ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            verb(event, actor)
        db.session.rollback()
    assert verb(event, actor) is not None  # the other one has gone
