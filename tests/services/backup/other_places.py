"""Empty places to restore into, data of every kind to find there again, and backups without files on a disk."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, select

from app.extensions import db
from app.lib import write_transactions
from app.lib.clock import now
from app.lib.transaction_kind import reading
from app.models import AuditEntry, Job, Language, Registration, Setting
from app.services import audit
from app.services.actors import SYSTEM
from app.services.backup import archive
from app.services.backup.archive import Archive
from app.services.backup.schema import Migrations
from app.services.backup.snapshot import LEFT_OUT, snapshot
from app.services.records import chain
from config import ROOT
from tests import databases, run_folder
from tests.factories.letters import every_letter

KEY = bytes.fromhex("8f1c5ab09d3e7742ac19e6f0b37d2581c4f60e9a7b12d8835e0fa9c3716d24be")
OTHER_KEY = KEY[::-1]
KINDS = ("sqlite", "postgresql")
MIGRATIONS = Migrations(ROOT / "migrations")
Rows = dict[str, list[dict[str, Any]]]


def address(kind: str, name: str = "other") -> str:
    """The address of a database without any table."""
    name = f"backup_{name}_{databases.WORKER}"
    if kind == "postgresql":
        return databases.empty_postgresql(name).replace("postgresql://", "postgresql+psycopg://", 1)
    file = run_folder.path() / f"{name}.db"
    for leftover in ("", "-wal", "-shm"):
        Path(f"{file}{leftover}").unlink(missing_ok=True)
    return f"sqlite:///{file}"


@contextmanager
def engine_at(url: str) -> Iterator[Engine]:
    """An engine as the application makes it."""
    engine = create_engine(url)
    write_transactions.install(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def backed_up(file: io.BytesIO | None = None) -> Archive:
    """A backup of the test's database, in memory."""
    db.session.commit()
    db.session.remove()
    file = file or io.BytesIO()
    with snapshot(db.engine, LEFT_OUT) as seen:
        archive.write(seen, file, KEY, "0.1.0")
    return archive.opened(file, KEY)


def rows(engine: Engine) -> Rows:
    """Whatever stands in the tables, by the database's own types, without what backups leave out."""
    there = MetaData()
    there.reflect(engine)
    with reading(), engine.connect() as connection:
        return {
            table.name: [
                {name: as_said(value) for name, value in row.items()}
                for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
            ]
            for table in there.sorted_tables
            if table.name not in LEFT_OUT
        }


def as_said(value: Any) -> Any:
    """A moment without its zone, as SQLite keeps it: both databases keep UTC."""
    if getattr(value, "tzinfo", None) is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def a_full_database() -> None:
    """Letters of every kind with all that they are about, JSON of every kind, a sealed trail, a row before its referent."""
    every_letter(Language.EN)
    db.session.info.clear()  # no worker is told of the letters
    odd: list[Any] = [None, 0, 7, -3, 1.5, True, "", "7", "é 𝄞 \ud800 half", [], {"a": {"b": [None, "\x00"]}}]
    for number, value in enumerate(odd):
        db.session.add(Setting(name=f"odd_{number}", value=value, changed_at=now()))
    db.session.add(Job(kind="nothing", parameters={}, created_at=now()))
    first, *_, last = db.session.scalars(select(Registration).order_by(Registration.id)).all()
    first.replaces_id, first.title, first.service = last.id, "", None
    first.family_name = "ŞAHİN-O’NEILL\t“𝄞”\r\n"
    for _ in range(3):
        audit.record(SYSTEM, "setting.changed", fields=["odd_1", "é"])
    db.session.commit()
    chain.seal()
    db.session.commit()
    assert db.session.scalars(select(AuditEntry)).first() is not None
