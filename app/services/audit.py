"""The audit trail. It takes ids, names of fields and codes, never values, so that erasing and auditing do not contradict."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, exists, insert, literal, select
from sqlalchemy.orm import Session

from app.extensions import db
from app.lib import clock
from app.lib.transaction_kind import writing
from app.models import AuditEntry
from app.services.actors import Actor

_ONE_REFUSAL_IN = timedelta(minutes=1)
_NOTED = insert(cast("Table", AuditEntry.__table__)).inline()


def record(
    actor: Actor, action: str, subject: Any = None, *, event_id: int | None = None, fields: Iterable[str] = ()
) -> AuditEntry:
    """Add a line: who did what to which row; `fields` names what was touched, in codes."""
    entry = AuditEntry(**_columns(actor, action, subject, event_id, fields))
    db.session.add(entry)
    return entry


def record_at_once(actor: Actor, action: str, subject: Any) -> None:
    """Add a line about a row that stands already: written at once, and not held in the session."""
    db.session.execute(_NOTED, _columns(actor, action, subject, None, ()))


def record_refusal(actor: Actor, action: str, fields: Iterable[str] = ()) -> None:
    """Add a line about something refused, in a short transaction of its own: it stands whatever becomes of the request.

    Of a flood one line a minute for each actor, or it would fill a trail that forgets nothing. It is asked in the statement that
    adds the line: a refusal costs no more by it. Call it while no unit of work is open: on SQLite there is one writer at a time.
    """
    values = _columns(actor, action, None, None, fields)
    table = cast("Table", AuditEntry.__table__)
    lately = exists().where(
        table.c.action == action,
        table.c.actor_kind == actor.kind,
        table.c.actor_id == actor.id,
        table.c.at.between(values["at"] - _ONE_REFUSAL_IN, values["at"]),
    )
    line = select(*(literal(value, table.c[name].type) for name, value in values.items())).where(~lately)
    with writing(), Session(db.engine) as own:
        own.execute(insert(table).from_select(list(values), line))
        own.commit()


def _columns(
    actor: Actor, action: str, subject: Any, event_id: int | None, fields: Iterable[str]
) -> dict[str, Any]:
    return {
        "at": clock.actual(),  # also of fictional history it is written down when it was made
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "action": action,
        "subject_kind": subject.__tablename__ if subject is not None else "",
        "subject_id": getattr(subject, "id", None),
        "event_id": event_id if event_id is not None else getattr(subject, "event_id", None),
        "fields": list(fields),
    }
