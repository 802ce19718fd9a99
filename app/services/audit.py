"""The audit trail. It takes ids, names of fields and codes, never values, so that erasing and auditing do not contradict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry
from app.services.actors import Actor


def record(
    actor: Actor, action: str, subject: Any = None, *, event_id: int | None = None, fields: Iterable[str] = ()
) -> AuditEntry:
    """Add a line: who did what to which row; `fields` names what was touched, in codes."""
    entry = AuditEntry(
        at=now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        action=action,
        subject_kind=subject.__tablename__ if subject is not None else "",
        subject_id=getattr(subject, "id", None),
        event_id=event_id if event_id is not None else getattr(subject, "event_id", None),
        fields=list(fields),
    )
    db.session.add(entry)
    return entry
