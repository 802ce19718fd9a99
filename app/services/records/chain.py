"""The chain that seals the audit trail: each digest is made of the one before and of everything an entry holds.

Who changes or removes an entry would have to make every later digest anew; the head of the chain, which the worker writes to
the log and which can be kept elsewhere, would then be another.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, insert, select, text

from app.extensions import db
from app.lib import clock
from app.models import AuditEntry, AuditSeal

BEGINNING = "0" * 64  # what the first digest is made of, in place of one before
AT_ONCE = 500  # entries that are sealed in one transaction
WINDOW = (
    10_000  # how far behind the newest sealed entry the worker looks for entries that were committed late
)
_FORM = 1  # of what is digested; another form would get another number
_LOCK = 0x5EA1  # PostgreSQL's name for "only one seals at a time"


class Head(NamedTuple):
    """The newest seal: how many entries are sealed, and the digest that stands for all of them."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


def canonical(entry: AuditEntry) -> dict[str, object]:
    """Everything that an entry holds, in plain values that both databases give alike."""
    return {
        "id": entry.id,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_kind": entry.actor_kind.value,
        "actor_id": entry.actor_id,
        "action": entry.action,
        "subject_kind": entry.subject_kind,
        "subject_id": entry.subject_id,
        "event_id": entry.event_id,
        "fields": list(entry.fields),
    }


def digest(number: int, previous: str, entry: AuditEntry) -> str:
    """The digest that seals an entry as the one with a number, after the previous digest."""
    whole = {"form": _FORM, "number": number, "previous": previous, "entry": canonical(entry)}
    sealed = json.dumps(whole, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(sealed.encode("ascii")).hexdigest()


def head() -> Head:
    """The newest seal; number 0 while nothing is sealed."""
    newest = select(AuditSeal.number, AuditSeal.digest).order_by(AuditSeal.number.desc()).limit(1)
    row = db.session.execute(newest).one_or_none()
    return Head(row.number, row.digest) if row is not None else Head(0, BEGINNING)


def something_waits() -> bool:
    """Whether an entry is to be sealed; asks without locking anything."""
    return db.session.scalar(select(AuditEntry.id).where(*_unsealed(_window())).limit(1)) is not None


def seal(*, whole: bool = False) -> int:
    """Seal the entries that wait, a batch of them, in the order of their numbers; returns how many.

    Two at once make one chain: SQLite has one writer, and on PostgreSQL the second waits here for the first. With `whole`,
    entries are found however late they came.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": _LOCK})
    before, last = head()
    waiting = select(AuditEntry).where(*_unsealed(0 if whole else _window()))
    at, seals = clock.now(), []
    entries = db.session.scalars(waiting.order_by(AuditEntry.id).limit(AT_ONCE))
    for number, entry in enumerate(entries, before + 1):
        last = digest(number, last, entry)
        seals.append({"number": number, "entry_id": entry.id, "digest": last, "sealed_at": at})
    if seals:
        db.session.execute(insert(AuditSeal), seals)
    return len(seals)


def unsealed() -> int:
    """How many entries wait for their seal, all of the trail looked at."""
    sealed = db.session.scalar(select(func.count()).select_from(AuditSeal)) or 0
    entries = db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    return max(entries - sealed, 0)


def _window() -> int:
    newest = db.session.scalar(select(func.max(AuditSeal.entry_id))) or 0
    return newest - WINDOW


def _unsealed(since: int) -> tuple[ColumnElement[bool], ...]:
    seals = select(AuditSeal.entry_id).where(AuditSeal.entry_id == AuditEntry.id)
    return AuditEntry.id > since, ~seals.exists()
