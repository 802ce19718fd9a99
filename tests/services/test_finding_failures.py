"""Failed letters are few among all that were sent, and PostgreSQL knows it: they are found by their state."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import String, cast, func, insert, literal, select, true
from sqlalchemy import event as database_event

from app.extensions import db
from app.models import Event, Letter, LetterKind, LetterState, Status
from app.services import letter_failures, outbox
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration


@pytest.mark.postgresql_only
def test_the_few_that_failed_are_found_among_all_that_were_sent(app: Flask) -> None:
    """By a plan that was made once, for whichever event: it knows how few they are, because the state stands in the statement."""
    registration = a_registration(a_conference(), Status.CONFIRMED)
    event = registration.event
    outbox.put(LetterKind.CONFIRMED, registration).state = LetterState.FAILED
    db.session.flush()
    db.session.info.clear()
    _many_were_sent(event)
    plan = _plan_for_any(letter_failures.of_event, event)
    assert "ix_letter_state_not_before" in plan, plan


def _plan_for_any(ask: Callable[[Event], object], event: Event) -> str:
    """How PostgreSQL answers the statement of a function, by the plan that it keeps for all values."""
    told: list[tuple[str, dict[str, object]]] = []
    connection = db.session.connection()

    def note(_connection: object, _cursor: object, text: str, values: dict[str, object], *_: object) -> None:
        told.append((text, values))

    database_event.listen(connection, "before_cursor_execute", note)
    ask(event)
    [(text, values), *_] = told
    names = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", text)))
    numbered = re.sub(r"%\((\w+)\)s", lambda found: f"${names.index(found[1]) + 1}", text)
    given = ", ".join(f"'{values[name]}'" for name in names)
    connection.exec_driver_sql("ANALYZE letter")
    connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
    connection.exec_driver_sql(f"PREPARE asked AS {numbered}")
    lines = connection.exec_driver_sql(f"EXPLAIN EXECUTE asked ({given})").scalars().all()
    connection.exec_driver_sql("DEALLOCATE asked")
    return "\n".join(lines)


def _many_were_sent(event: Event) -> None:
    copied = ("kind", "event_id", "recipient", "language", "facts", "attempts", "not_before", "created_at")
    numbers = func.generate_series(1, 2_000).table_valued("number").render_derived()
    key = literal("sent ").concat(cast(numbers.c.number, String))
    state = literal(LetterState.SENT, Letter.state.type)
    each = select(*(getattr(Letter, name) for name in copied), state, key, key).join(numbers, true())
    names = [*copied, "state", "dedupe_key", "message_id"]
    db.session.execute(insert(Letter).from_select(names, each.where(Letter.event_id == event.id)))
