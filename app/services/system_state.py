"""How the application stands as a whole: letters, jobs, worker, mail server, backup, audit trail, tables. One statement.

Both the page for administrators and what monitoring asks for are made of it. Ask it in a unit that only reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    cast,
    column,
    func,
    literal,
    null,
    select,
    table,
)
from sqlalchemy.sql.selectable import CompoundSelect

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, AuditSeal, Heartbeat, Job, JobState, Letter, LetterState, Setting
from app.models.column_types import UtcDateTime
from app.services import delivery, heartbeats, settings

BACKUP_DUE = timedelta(hours=36)  # one is made each night: a night was missed
SEAL_DUE = timedelta(minutes=15)  # the worker seals each minute
LETTER_DUE = timedelta(
    minutes=15
)  # a letter goes out within a minute; a long message to many takes some more
_SILENT = "worker_silent_after_seconds"  # a setting


class Waiting(NamedTuple):
    """How many wait, and since when the oldest does."""

    number: int = 0
    since: datetime | None = None


class Backup(NamedTuple):
    """The latest backup: of which moment it is, and its size in bytes."""

    at: datetime
    size: int | None


@dataclass(frozen=True)
class SystemState:
    """What the database knows of the application, at a moment."""

    at: datetime
    letters: dict[str, int]  # by the code of their state
    failed: int  # letters that nobody has set aside yet
    due: Waiting  # letters that could go out now; not those of drafts and of messages that are paused
    jobs: dict[str, int]  # by the code of their state
    unfinished: Waiting  # jobs
    worker_heard: datetime | None  # None: never
    worker_silent_after: timedelta
    mail_down_since: datetime | None
    mail_said: str
    backup: Backup | None  # the latest that is known of
    seals: int
    sealed_at: datetime | None
    unsealed: Waiting  # lines of the audit trail
    schema: str  # where the tables are
    size: int  # of the database, in bytes

    @property
    def worker_alive(self) -> bool:
        return self.worker_heard is not None and self.at - self.worker_heard <= self.worker_silent_after

    @property
    def backup_late(self) -> bool:
        """Whether the latest backup is older than it should be; False where none is known of."""
        return self.backup is not None and is_late(self.backup.at, self.at)

    @property
    def letters_late(self) -> bool:
        """Whether letters wait longer than they should, although the worker and the mail server are there."""
        return self.due.since is not None and self.at - self.due.since > LETTER_DUE

    @property
    def seal_late(self) -> bool:
        """Whether lines of the audit trail wait longer than they should for their seal."""
        return self.unsealed.since is not None and self.at - self.unsealed.since > SEAL_DUE


def is_late(backup: datetime, at: datetime) -> bool:
    """Whether a backup of a moment is older at another than it should be."""
    return at - backup > BACKUP_DUE


def state() -> SystemState:
    """How everything stands now."""
    rows = db.session.execute(_question(db.engine.dialect.name)).all()
    numbers: dict[str, dict[str, int]] = {"letter": {}, "job": {}}
    single: dict[str, Any] = {}
    for about, name, number, at, said in rows:
        if about in numbers:
            numbers[about][name] = number
        else:
            single[f"{about} {name}" if name else about] = (number, at, said)
    return _made(numbers, single)


def _made(numbers: dict[str, dict[str, int]], single: dict[str, Any]) -> SystemState:
    nothing = (0, None, None)
    _number, worker_heard, _said = single.get(f"heard {heartbeats.WORKER}", nothing)
    _number, mail_down_since, mail_said = single.get(f"heard {heartbeats.MAIL_SERVER}", nothing)
    _number, backup_at, backup_size = single.get(f"heard {heartbeats.BACKUP}", nothing)
    seals, sealed_at, _said = single.get("seal", nothing)
    silent_after = settings.effective(_SILENT, single.get("setting", nothing)[2])
    return SystemState(
        at=now(),
        letters=numbers["letter"],
        failed=single["failed"][0],
        due=Waiting(*single["due"][:2]),
        jobs=numbers["job"],
        unfinished=Waiting(*single["unfinished"][:2]),
        worker_heard=worker_heard,
        worker_silent_after=timedelta(seconds=silent_after),
        mail_down_since=mail_down_since,
        mail_said=mail_said or "",
        backup=Backup(backup_at, int(backup_size) if (backup_size or "").isdigit() else None)
        if backup_at
        else None,
        seals=seals,
        sealed_at=sealed_at,
        unsealed=Waiting(*single["unsealed"][:2]),
        schema=single.get("schema", nothing)[2] or "",
        size=single["size"][0],
    )


def _question(dialect: str) -> CompoundSelect[Any]:
    """All of it, as rows of one shape."""
    newest = select(func.max(AuditSeal.number)).scalar_subquery()
    sealed = select(func.coalesce(func.max(AuditSeal.entry_id), 0)).scalar_subquery()
    open_jobs = Job.state.in_((JobState.QUEUED, JobState.RUNNING))
    failed = (Letter.state == LetterState.FAILED, Letter.set_aside_at.is_(None))
    version = table("alembic_version", column("version_num", Text))
    first, *others = (
        _row("letter", name=cast(Letter.state, Text), number=func.count()).group_by(Letter.state),
        _row("failed", number=func.count()).where(*failed),
        _row("due", number=func.count(), at=func.min(Letter.not_before)).where(delivery.is_due()),
        _row("job", name=cast(Job.state, Text), number=func.count()).group_by(Job.state),
        _row("unfinished", number=func.count(), at=func.min(Job.created_at)).where(open_jobs),
        _row("heard", name=Heartbeat.name, at=Heartbeat.at, said=Heartbeat.said).where(
            Heartbeat.name.in_((heartbeats.WORKER, heartbeats.MAIL_SERVER, heartbeats.BACKUP))
        ),
        _row("seal", number=AuditSeal.number, at=AuditSeal.sealed_at).where(AuditSeal.number == newest),
        _row("unsealed", number=func.count(), at=func.min(AuditEntry.at)).where(AuditEntry.id > sealed),
        _row("setting", said=cast(Setting.value, Text)).where(Setting.name == _SILENT),
        _row("schema", said=version.c.version_num).select_from(version),
        _size(dialect),
    )
    return first.union_all(*others)


def _row(
    about: str,
    *,
    name: ColumnElement[Any] | Any = None,
    number: ColumnElement[Any] | Any = None,
    at: ColumnElement[Any] | Any = None,
    said: ColumnElement[Any] | Any = None,
) -> Select[Any]:
    return select(
        literal(about, Text).label("about"),
        cast(null(), Text).label("name") if name is None else name,
        cast(literal(0) if number is None else number, BigInteger).label("number"),
        cast(null(), UtcDateTime).label("at") if at is None else at,
        cast(null(), Text).label("said") if said is None else said,
    )


def _size(dialect: str) -> Select[Any]:
    if dialect == "postgresql":
        return _row("size", number=func.pg_database_size(func.current_database()))
    pages, length = (
        select(table(f"pragma_{name}", column(name)).c[name]).scalar_subquery()
        for name in ("page_count", "page_size")
    )
    return _row("size", number=pages * length)
