"""Correspondents for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.models import Body, Convocation, Event, Mandate, Person
from app.services import mandates
from tests.factories.people import a_person


def a_mandate(body: Body, person: Person | None = None, **changes: Any) -> Mandate:
    """A running mandate for a body."""
    facts: dict[str, Any] = {
        "person": person or a_person(),
        "body": body,
        "from_date": mandates.today() - timedelta(days=100),
        "until_date": None,
        "created_at": now(),
    }
    made = Mandate(**{**facts, **changes})
    db.session.add(made)
    db.session.flush()
    return made


def a_correspondent(body: Body, **changes: Any) -> Person:
    """Somebody who speaks for a body today."""
    return a_mandate(body, a_person(**changes)).person


def a_convocation(event: Event, body: Body, **changes: Any) -> Convocation:
    """A body that was invited to an event."""
    made = Convocation(**{"event": event, "body": body, "invited_at": now(), **changes})
    db.session.add(made)
    db.session.flush()
    return made


def days_ago(number: int) -> date:
    """A day in the past."""
    return mandates.today() - timedelta(days=number)
