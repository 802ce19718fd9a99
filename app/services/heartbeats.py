"""Signs of life of the worker, and of trouble with the mail server: in both cases no letter goes out, and people must be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, scoped_session

from app.extensions import db
from app.lib.clock import now
from app.models import Heartbeat
from app.services import settings

WORKER = "worker"
MAIL_SERVER = "mail_server"  # its row says since when the mail server is out of reach, and what it said
BACKUP = "backup"  # its row says of which moment the latest backup is, and how many bytes it has
_WRITING = "writing"  # its row is written to see whether anything can be
_ROOM = {"sqlite": 20_000, "postgresql": 500}  # signs, for which room must be found
_SILENT = "worker_silent_after_seconds"  # a setting


@dataclass(frozen=True)
class MailState:
    """Whether letters go out at the moment, and if not, why."""

    silent: timedelta | None  # how long nothing has been heard of the worker; None: never anything
    worker_alive: bool
    unreachable_since: datetime | None = None  # the mail server
    said: str = ""
    backup_at: datetime | None = None  # of which moment the latest backup is that is known of

    @property
    def delivers(self) -> bool:
        return self.worker_alive and self.unreachable_since is None


def mail_state(session: Session | None = None) -> MailState:
    """How it stands with the worker and the mail server, and when the latest backup was made, in one statement."""
    rows: Iterable[Any] = (session or db.session()).connection().execute(_heard())  # plain rows, no objects
    seen = {name: (at, said, changed) for name, at, said, changed in rows}
    at, _said, changed = seen.get(WORKER, (None, None, None))
    silent = now() - at if at is not None else None
    alive = silent is not None and silent <= timedelta(seconds=settings.effective(_SILENT, changed))
    since, said, _changed = seen.get(MAIL_SERVER, (None, None, None))
    backup_at, _said, _changed = seen.get(BACKUP, (None, None, None))
    return MailState(silent, alive, since, said or "", backup_at)


@cache
def _heard() -> Select[str, datetime, str | None, object]:
    """Built once: every page of the organisers' asks it."""
    told = select(Heartbeat.name, Heartbeat.at, Heartbeat.said, settings.changed_value(_SILENT))
    return told.where(Heartbeat.name.in_((WORKER, MAIL_SERVER, BACKUP)))


def beat(name: str = WORKER) -> None:
    """Note that a process is alive now. Several may say so at once, also for the first time."""
    moment = {"at": now()}
    _put(db.session, name, moment, moment)


def heard_at(name: str = WORKER) -> datetime | None:
    """When something was last heard of; None: never."""
    return db.session.scalar(select(Heartbeat.at).where(Heartbeat.name == name))


def silent_for(name: str = WORKER) -> timedelta | None:
    """How long a process has been silent; None if it was never heard of."""
    at = heard_at(name)
    return None if at is None else now() - at


def trouble(name: str, said: str) -> None:
    """Note what is wrong, and since when: since it was noted first, by whichever worker."""
    words = {"said": said.replace("\0", "")[:500]}  # PostgreSQL keeps no NUL
    _put(db.session, name, {"at": now(), **words}, words)


def note_backup(at: datetime, size: int) -> None:
    """Note of which moment the latest backup is, and how many bytes it has."""
    told = {"at": at, "said": str(size)}
    _put(db.session, BACKUP, told, told)


def relieve(name: str) -> None:
    """Note that nothing is wrong any more."""
    db.session.execute(delete(Heartbeat).where(Heartbeat.name == name))


def prove_writing(session: Session) -> None:
    """Write a row that means nothing, in a session of one's own: on SQLite it needs room for some pages, and gives it back.

    Raises:
        SQLAlchemyError: nothing can be written: the database is read-only, full, or locked for too long.
    """
    for said in ("x" * _ROOM[session.get_bind().dialect.name], None):
        values = {"at": now(), "said": said}
        _put(session, _WRITING, values, values)


def _put(
    session: Session | scoped_session[Any], name: str, new: dict[str, Any], changes: dict[str, Any]
) -> None:
    """Write a row, or change the one that is there, in one statement: workers do so at the same moment."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = insert(Heartbeat).values(name=name, **new)
    session.execute(row.on_conflict_do_update(index_elements=[Heartbeat.name], set_=changes))
