"""Bringing a backup back into an empty place, or everything from one database into another."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from app.services.backup import holding
from app.services.backup import parts as stream
from app.services.backup.archive import Archive, Counts
from app.services.backup.errors import Damaged
from app.services.backup.fitting import fitting
from app.services.backup.holding import Held
from app.services.backup.loading import empty_place, load
from app.services.backup.schema import Migrations
from app.services.backup.snapshot import snapshot


@dataclass(frozen=True)
class Restored:
    """What there is now, and what was held; None where letters go on as they were."""

    counts: Counts
    held: Held | None


def restore(archive: Archive, engine: Engine, migrations: Migrations, *, hold: bool = True) -> Restored:
    """Check the whole of a backup, then fill an empty database with it, in one transaction.

    Raises:
        BackupError: nothing was touched; the message says why.
    """
    migrations.require_known(archive.header.revision, archive.header.application)
    expected = stream.counts(fitting(archive.parts(), engine.dialect.name))
    with empty_place(engine) as connection:
        counts = load(connection, migrations, archive.header.revision, archive.parts())
        if counts != expected:
            raise Damaged("it was changed while it was read")
        held = holding.hold(connection) if hold else None
        holding.note(connection, held)
    return Restored(counts, held)


def move(source: Engine, target: Engine, migrations: Migrations) -> Counts:
    """Bring everything from one database into an empty one, as it is at one moment; the source is only read.

    Raises:
        BackupError: nothing was changed; the message says why.
    """
    with snapshot(source) as seen:
        migrations.require_known(seen.revision, "newer")
        for _part in fitting(seen.parts(), target.dialect.name):
            pass
        with empty_place(target) as connection:
            counts = load(connection, migrations, seen.revision, seen.parts())
    return counts
