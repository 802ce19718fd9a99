"""Failed letters are few among all that were sent, and PostgreSQL knows it: they are found by their state."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import String, cast, func, insert, literal, select, true

from app.extensions import db
from app.models import Event, Letter, LetterKind, LetterState, Status
from app.services import letter_failures, outbox
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration
from tests.kept_plans import explained


@pytest.mark.postgresql_only
def test_the_few_that_failed_are_found_among_all_that_were_sent(app: Flask) -> None:
    """By a plan that was made once, for whichever event: it knows how few they are, because the state stands in the statement."""
    registration = a_registration(a_conference(), Status.CONFIRMED)
    event = registration.event
    outbox.put(LetterKind.CONFIRMED, registration).state = LetterState.FAILED
    db.session.flush()
    db.session.info.clear()
    _many_were_sent(event)
    db.session.connection().exec_driver_sql("ANALYZE letter")
    plan = "\n".join(explained(lambda: letter_failures.of_event(event)))
    assert "ix_letter_state_not_before" in plan, plan


def _many_were_sent(event: Event) -> None:
    copied = ("kind", "event_id", "recipient", "language", "facts", "attempts", "not_before", "created_at")
    numbers = func.generate_series(1, 2_000).table_valued("number").render_derived()
    key = literal("sent ").concat(cast(numbers.c.number, String))
    state = literal(LetterState.SENT, Letter.state.type)
    each = select(*(getattr(Letter, name) for name in copied), state, key, key).join(numbers, true())
    names = [*copied, "state", "dedupe_key", "message_id"]
    db.session.execute(insert(Letter).from_select(names, each.where(Letter.event_id == event.id)))
