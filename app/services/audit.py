"""The audit trail. It takes ids, names of fields and codes, never values, so that erasing and auditing do not contradict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from app.extensions import db
from app.lib import clock
from app.lib.transaction_kind import writing
from app.models import AuditEntry
from app.services.actors import Actor


def record(
    actor: Actor, action: str, subject: Any = None, *, event_id: int | None = None, fields: Iterable[str] = ()
) -> AuditEntry:
    """Add a line: who did what to which row; `fields` names what was touched, in codes."""
    entry = _entry(actor, action, subject, event_id, fields)
    db.session.add(entry)
    return entry


def record_refusal(actor: Actor, action: str, fields: Iterable[str] = ()) -> None:
    """Add a line about something refused, in a short transaction of its own: it stands whatever becomes of the request.

    Call it while no unit of work is open: on SQLite there is one writer at a time.
    """
    with writing(), Session(db.engine) as own:
        own.add(_entry(actor, action, None, None, fields))
        own.commit()


def _entry(
    actor: Actor, action: str, subject: Any, event_id: int | None, fields: Iterable[str]
) -> AuditEntry:
    return AuditEntry(
        at=clock.actual(),  # also of fictional history it is written down when it was made
        actor_kind=actor.kind,
        actor_id=actor.id,
        action=action,
        subject_kind=subject.__tablename__ if subject is not None else "",
        subject_id=getattr(subject, "id", None),
        event_id=event_id if event_id is not None else getattr(subject, "event_id", None),
        fields=list(fields),
    )
