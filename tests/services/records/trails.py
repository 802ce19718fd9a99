"""An audit trail to be sealed and checked, and the hand that reaches past the application into its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, NullPool, create_engine, text

from app.extensions import db
from app.models import ActorKind, AuditEntry
from app.services import audit
from app.services.actors import Actor
from app.services.records import chain

SOMEBODY = Actor(ActorKind.STAFF, 7)


def entries(number: int, action: str = "event.edited") -> list[AuditEntry]:
    """So many lines of the trail, committed."""
    made = [audit.record(SOMEBODY, action, fields=["title_en", "é"]) for _ in range(number)]
    db.session.commit()
    return made


def sealed(number: int) -> chain.Head:
    """So many lines, committed and sealed; the head of the chain."""
    entries(number)
    while chain.seal():
        db.session.commit()
    return chain.head()


@contextmanager
def by_force() -> Iterator[Connection]:
    """A connection of somebody who has the database itself: no rule of it holds."""
    db.session.commit()
    engine = create_engine(db.engine.url, poolclass=NullPool)  # without what ours asks of each connection
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            triggers = _triggers(connection)
            for name in triggers:
                connection.execute(text(f"DROP TRIGGER {name}"))
            yield connection
            for statement in triggers.values():
                connection.execute(text(statement))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield connection
    db.session.expire_all()


def _triggers(connection: Connection) -> dict[str, str]:
    query = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_%'"
    return dict(connection.execute(text(query)).tuples().all())
