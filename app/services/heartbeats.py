"""Signs of life of the worker, and of trouble with the mail server: in both cases no letter goes out, and people must be told."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from app.extensions import db
from app.lib.clock import now
from app.models import Heartbeat
from app.services import settings

WORKER = "worker"
MAIL_SERVER = "mail_server"  # its row says since when the mail server is out of reach, and what it said


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
    silence = silent_for()
    return silence is not None and silence <= timedelta(
        seconds=settings.number("worker_silent_after_seconds")
    )


def trouble(name: str, said: str) -> None:
    """Note what is wrong, and since when."""
    row = db.session.get(Heartbeat, name)
    if row is None:
        db.session.add(Heartbeat(name=name, at=now(), said=said[:500]))
    else:
        row.said = said[:500]
    db.session.flush()


def relieve(name: str) -> None:
    """Note that nothing is wrong any more."""
    db.session.execute(delete(Heartbeat).where(Heartbeat.name == name))
