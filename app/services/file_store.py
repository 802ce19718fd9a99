"""Files that were handed in: kept in a folder under names that nobody chose, and bound to the transaction.

A file is written before its row is committed; if the transaction is rolled back it goes, and a file that is replaced goes
once the commit is through. A crash in between leaves at worst a file without a row, never a row without its file; the
worker removes such files, because they may name people.
"""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from sqlalchemy import event as database_event
from sqlalchemy.orm import Session

from app.extensions import db
from app.services.errors import NotFound
from app.services.event_errors import FileMissing, FileTooLarge

_WRITTEN = "files_written_in_this_transaction"
_DOOMED = "files_to_remove_after_this_transaction"
_NAME = re.compile(r"[0-9a-f]{32}")
_PIECE = 1 << 16


class Stored(NamedTuple):
    """A file in the folder: its name there and its size in bytes."""

    name: str
    size: int


def keep(folder: Path, content: IO[bytes], most: int) -> Stored:
    """Write a file of at most so many bytes into the folder; it stays if the transaction is committed.

    Raises:
        FileMissing: there is nothing in it.
        FileTooLarge.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = uuid.uuid4().hex
    unfinished = folder / f"{name}.unfinished"
    try:
        size = _write(unfinished, content, most)
        os.replace(unfinished, folder / name)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _noted(_WRITTEN).append(folder / name)
    return Stored(name, size)


def remove(folder: Path, name: str) -> None:
    """Take a file away once the transaction is committed."""
    _noted(_DOOMED).append(folder / name)


def path(folder: Path, name: str) -> Path:
    """Where a file of the folder is.

    Raises:
        NotFound: it is not there.
    """
    found = folder / name
    if not _NAME.fullmatch(name) or not found.is_file():
        raise NotFound
    return found


def remove_strays(folder: Path, known: Collection[str], before: datetime) -> int:
    """Remove the files that no row knows: somebody was killed between writing a file, or its row, and what comes next.

    Args:
        known: the names of the files that have a row.
        before: younger files are left; the transaction that writes their rows may still go on.
    """
    strays = [file for file in folder.glob("*") if _is_stray(file, known, before)]
    _unlink(strays)
    return len(strays)


def _is_stray(file: Path, known: Collection[str], before: datetime) -> bool:
    ours = _NAME.fullmatch(file.name.removesuffix(".unfinished")) is not None
    try:
        return ours and file.name not in known and file.stat().st_mtime < before.timestamp()
    except FileNotFoundError:  # removed in this moment
        return False


def _write(place: Path, content: IO[bytes], most: int) -> int:
    size = 0
    with place.open("xb") as file:
        while piece := content.read(_PIECE):
            size += len(piece)
            if size > most:
                raise FileTooLarge(megabytes=most // (1024 * 1024))
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise FileMissing
    return size


def _noted(what: str) -> list[Path]:
    return cast(list[Path], db.session.info.setdefault(what, []))


@database_event.listens_for(Session, "after_commit")
def _committed(session: Any) -> None:
    session.info.pop(_WRITTEN, None)
    _unlink(session.info.pop(_DOOMED, []))


@database_event.listens_for(Session, "after_rollback")
def _rolled_back(session: Any) -> None:
    session.info.pop(_DOOMED, None)
    _unlink(session.info.pop(_WRITTEN, []))


def _unlink(files: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
