"""Where a backup is written: never over another file, never half under its name, readable for its owner alone.

While it is written it is called `….unfinished` and locked; what is left of one that was interrupted is told by having no lock.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from app.services.backup import header
from app.services.backup.errors import BackupError

UNFINISHED = ".unfinished"
_OURS = re.compile(r"events-\d{4}-\d\d-\d\dT\d{6}Z\.backup")


def name_at(moment: datetime) -> str:
    """What a backup is called in a folder of backups; the names are in the order of the moments."""
    return f"events-{moment:%Y-%m-%dT%H%M%SZ}.backup"


@contextmanager
def new_file(place: Path) -> Iterator[IO[bytes]]:
    """A file to write into and to read again; it gets its name at the end, once it is on the disk.

    Raises:
        BackupError: there is such a file, or another backup is being written there.
        OSError.
    """
    if place.exists():
        raise BackupError(f"{place} is there already: nothing is written over it")
    unfinished = place.with_name(place.name + UNFINISHED)
    try:
        with _written(place, unfinished) as file:
            yield file
    except OSError as error:  # that a disk is full is not said of any file: name this one
        error.filename = error.filename or str(unfinished)
        raise
    _sync(place.parent)


@contextmanager
def _written(place: Path, unfinished: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        if not _locked(descriptor):
            raise BackupError(f"another backup is being written to {place}")
        try:
            os.fchmod(descriptor, 0o600)
            os.ftruncate(descriptor, 0)
            yield file
            file.flush()
            os.fsync(descriptor)
            if place.exists():
                raise BackupError(f"{place} is there already: nothing is written over it")
            unfinished.rename(place)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise


def remove_older(folder: Path, days: int, moment: datetime) -> list[Path]:
    """Remove the backups of this application in a folder that are older than so many days, and what interrupted ones left.

    A file counts by what its beginning says, not by its date; whatever is not ours stays.
    """
    gone = []
    for file in sorted(folder.iterdir()):
        leftover = file.name.endswith(UNFINISHED)
        ours = (
            _OURS.fullmatch(file.name.removesuffix(UNFINISHED)) and file.is_file() and not file.is_symlink()
        )
        try:
            if ours and (_is_left(file) if leftover else _is_older(file, moment - timedelta(days=days))):
                file.unlink()
                gone.append(file)
        except OSError:  # of another user, or just removed by another: the new backup is there all the same
            continue
    if gone:
        _sync(folder)
    return gone


def _is_older(file: Path, moment: datetime) -> bool:
    with file.open("rb") as opened:
        try:
            return header.read(opened)[0].moment < moment
        except BackupError:
            return False


def _is_left(file: Path) -> bool:
    with file.open("rb") as opened:
        return _locked(opened.fileno())


def _locked(descriptor: int) -> bool:
    """Whether the lock could be had; it goes with the file's closing."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
