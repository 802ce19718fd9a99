"""Signs of life of the worker, and of trouble with the mail server: in both cases no letter goes out, and people must be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

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
    rows = (session or db.session).execute(_heard()).all()
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
    """Note that a process is alive now."""
    row = db.session.get(Heartbeat, name)
    if row is None:
        db.session.add(Heartbeat(name=name, at=now()))
    else:
        row.at = now()
    db.session.flush()


def silent_for(name: str = WORKER) -> timedelta | None:
    """How long a process has been silent; None if it was never heard of."""
    row = db.session.get(Heartbeat, name)
    return None if row is None else now() - row.at


def worker_is_alive() -> bool:
    """Whether the worker has been heard of lately."""
    return mail_state().worker_alive


def trouble(name: str, said: str) -> None:
    """Note what is wrong, and since when."""
    words = said.replace("\0", "")[:500]  # PostgreSQL keeps no NUL
    row = db.session.get(Heartbeat, name)
    if row is None:
        db.session.add(Heartbeat(name=name, at=now(), said=words))
    else:
        row.said = words
    db.session.flush()


def relieve(name: str) -> None:
    """Note that nothing is wrong any more."""
    db.session.execute(delete(Heartbeat).where(Heartbeat.name == name))


def prove_writing(session: Session) -> None:
    """Write a row that means nothing, in a session of one's own: on SQLite it needs room for some pages, and gives it back.

    Raises:
        SQLAlchemyError: nothing can be written: the database is read-only, full, or locked for too long.
    """
    kind = session.get_bind().dialect.name
    insert = sqlite.insert if kind == "sqlite" else postgresql.insert
    for said in ("x" * _ROOM[kind], None):
        values = {"at": now(), "said": said}
        row = insert(Heartbeat).values(name=_WRITING, **values)
        session.execute(row.on_conflict_do_update(index_elements=[Heartbeat.name], set_=values))
