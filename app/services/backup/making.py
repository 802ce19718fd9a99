"""Making a backup, and putting on record that there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from app.extensions import db
from app.services import audit, heartbeats
from app.services.actors import SYSTEM
from app.services.backup import archive, backup_files
from app.services.backup.archive import Counts
from app.services.backup.errors import Damaged
from app.services.backup.snapshot import LEFT_OUT, snapshot


@dataclass(frozen=True)
class Made:
    """A backup that was written, read again and found whole."""

    file: Path
    at: datetime
    size: int
    counts: Counts


def make(engine: Engine, place: Path, key: bytes, application: str) -> Made:
    """Write a backup into a file, or under a name of its own into a folder.

    Raises:
        BackupError: it cannot be made; nothing is left behind.
        OSError: the same, for want of space or permission.
    """
    with snapshot(engine, LEFT_OUT) as seen:
        file = place / backup_files.name_at(seen.at) if place.is_dir() else place
        with backup_files.new_file(file) as opened:
            counts = archive.write(seen, opened, key, application)
            opened.flush()
            if archive.opened(opened, key).check() != counts:
                raise Damaged("what was written is not what is read: the disk is not to be trusted")
    return Made(file, seen.at, file.stat().st_size, counts)


def note(made: Made) -> None:
    """Let everybody who watches know of it. The caller commits."""
    heartbeats.note_backup(made.at, made.size)
    audit.record(SYSTEM, "backup.made", fields=[f"bytes={made.size}"])
    db.session.flush()
