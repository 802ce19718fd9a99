"""Signs of life of the worker, and of trouble with the mail server: in both cases no letter goes out, and people must be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from app.extensions import db
from app.lib.clock import now
from app.models import Heartbeat
from app.services import settings

WORKER = "worker"
MAIL_SERVER = "mail_server"  # its row says since when the mail server is out of reach, and what it said


@dataclass(frozen=True)
class MailState:
    """Whether letters go out at the moment, and if not, why."""

    silent: timedelta | None  # how long nothing has been heard of the worker; None: never anything
    worker_alive: bool
    unreachable_since: datetime | None = None  # the mail server
    said: str = ""

    @property
    def delivers(self) -> bool:
        return self.worker_alive and self.unreachable_since is None


def mail_state() -> MailState:
    """How it stands with the worker and the mail server, in one statement."""
    bound = "worker_silent_after_seconds"
    query = select(Heartbeat.name, Heartbeat.at, Heartbeat.said, settings.changed_value(bound))
    rows = db.session.execute(query.where(Heartbeat.name.in_((WORKER, MAIL_SERVER)))).all()
    seen = {name: (at, said, changed) for name, at, said, changed in rows}
    at, _said, changed = seen.get(WORKER, (None, None, None))
    silent = now() - at if at is not None else None
    alive = silent is not None and silent <= timedelta(seconds=settings.effective(bound, changed))
    since, said, _changed = seen.get(MAIL_SERVER, (None, None, None))
    return MailState(silent, alive, since, said or "")


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
