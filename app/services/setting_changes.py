"""Limits and periods are changed together; each change is on record with both numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, Setting, User
from app.services import audit, settings
from app.services.actors import Actor
from app.services.records.trail import USERS

CHANGED = "setting.changed"


class Change(NamedTuple):
    """When something was changed last, and by whom; without a name where it was nobody of the staff, or is not known any more."""

    at: datetime
    by: str


def present(names: tuple[str, ...]) -> dict[str, int]:
    """What holds now."""
    return dict(zip(names, settings.numbers(*names), strict=True))


def change(numbers: Mapping[str, int], actor: Actor) -> list[str]:
    """Set limits; the caller has checked who may. Returns the names of those that are different now.

    Raises:
        KeyError: there is no such setting.
        ValueError: a number is out of its bounds.
    """
    names = tuple(numbers)
    settings.lock()
    held = present(names)
    changed = [name for name in names if numbers[name] != held[name]]
    for name in changed:
        row = settings.change(name, numbers[name])
        audit.record(actor, CHANGED, row, fields=[name, str(held[name]), str(numbers[name])])
    return changed


def last_changes() -> dict[str, Change]:
    """Who changed which setting last, and when, by the names of the settings or of what the trail calls it."""
    lines = (
        select(AuditEntry.action, AuditEntry.fields, AuditEntry.at, AuditEntry.actor_kind, User.name)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_kind == Setting.__tablename__)
        .order_by(AuditEntry.id.desc())
        .limit(500)
    )
    found: dict[str, Change] = {}
    for action, names, at, kind, name in db.session.execute(lines).tuples():
        key = names[0] if action == CHANGED and names else action
        found.setdefault(key, Change(at, (name or "") if kind in USERS else ""))
    return found
