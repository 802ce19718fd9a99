"""Where backups lie: for their owner alone, never over another file, never half under their name; old ones go."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest
from flask import Flask

from app.extensions import db
from app.services.backup import archive, backup_files, header, making
from app.services.backup.errors import BackupError, Damaged
from app.services.backup.header import Header
from tests.services.backup.other_places import KEY

NOW = datetime(2027, 6, 9, 2, 0, tzinfo=UTC)


def a_backup(folder: Path, days: int, name: str | None = None) -> Path:
    """A file that begins like a backup of so many days ago."""
    at = NOW - timedelta(days=days)
    file = folder / (name or backup_files.name_at(at))
    file.write_bytes(Header("0.1.0", "0005", at.isoformat()).to_bytes() + b"frames")
    return file


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


@pytest.mark.sqlite_only
def test_a_backup_is_for_its_owner_alone_and_is_not_written_over(app: Flask, tmp_path: Path) -> None:
    place = tmp_path / "one.backup"
    (tmp_path / "one.backup.unfinished").write_bytes(b"left behind by a backup that was killed" * 100_000)
    before = os.umask(0)
    try:
        made = making.make(db.engine, place, KEY, "0.1.0")
    finally:
        os.umask(before)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert names(tmp_path) == {"one.backup"}
    assert made.size == place.stat().st_size
    content = place.read_bytes()
    with pytest.raises(BackupError, match="there already"):
        making.make(db.engine, place, KEY, "0.1.0")
    assert place.read_bytes() == content
    with place.open("rb") as opened:
        assert archive.opened(opened, KEY).check() == made.counts


@pytest.mark.sqlite_only
def test_in_a_folder_it_is_called_by_its_moment(app: Flask, tmp_path: Path) -> None:
    made = making.make(db.engine, tmp_path, KEY, "0.1.0")
    assert made.file == tmp_path / f"events-{made.at:%Y-%m-%dT%H%M%S}Z.backup"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_what_goes_wrong_leaves_nothing_behind(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    def fail(*_arguments: object) -> None:
        raise fault

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(type(fault)):
        making.make(db.engine, tmp_path / "one.backup", KEY, "0.1.0")
    assert names(tmp_path) == set()


@pytest.mark.sqlite_only
def test_a_disk_that_returns_something_else_is_noticed(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive.Archive, "check", lambda _archive: {})
    with pytest.raises(Damaged, match="disk"):
        making.make(db.engine, tmp_path / "one.backup", KEY, "0.1.0")
    assert names(tmp_path) == set()


def test_two_do_not_write_into_one_file(tmp_path: Path) -> None:
    place = tmp_path / "one.backup"
    with backup_files.new_file(place) as file:
        file.write(b"the first")
        with (
            pytest.raises(BackupError, match="another backup is being written"),
            backup_files.new_file(place),
        ):
            pass
    assert place.read_bytes() == b"the first"


def test_a_file_that_has_come_meanwhile_stays(tmp_path: Path) -> None:
    place = tmp_path / "one.backup"
    with pytest.raises(BackupError, match="there already"), backup_files.new_file(place):
        place.write_bytes(b"another")
    assert place.read_bytes() == b"another"
    assert names(tmp_path) == {"one.backup"}


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"stays")
    (tmp_path / "one.backup.unfinished").symlink_to(target)
    with pytest.raises(OSError, match="symbolic links"), backup_files.new_file(tmp_path / "one.backup"):
        pass
    assert target.read_bytes() == b"stays"


def test_only_older_backups_of_ours_go(tmp_path: Path) -> None:
    gone = {a_backup(tmp_path, 31), a_backup(tmp_path, 300)}
    a_backup(tmp_path, 29)
    a_backup(tmp_path, 0)
    a_backup(tmp_path, 40, "before the upgrade.backup")
    foreign = tmp_path / backup_files.name_at(NOW - timedelta(days=50))
    foreign.write_bytes(b"called like ours, and is not")
    (tmp_path / "deeper").mkdir()
    a_backup(tmp_path / "deeper", 40)
    link = tmp_path / backup_files.name_at(NOW - timedelta(days=60))
    link.symlink_to(a_backup(tmp_path / "deeper", 61))
    left = names(tmp_path) - {file.name for file in gone}
    assert set(backup_files.remove_older(tmp_path, 30, NOW)) == gone
    assert names(tmp_path) == left
    assert backup_files.remove_older(tmp_path, 30, NOW) == []


def test_a_file_that_cannot_be_read_stays_and_keeps_none_from_going(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It once ended the command after the backup was made, which then said that none was."""
    of_another, ours = a_backup(tmp_path, 50), a_backup(tmp_path, 40)
    read = header.read

    def refused(file: IO[bytes]) -> tuple[header.Header, bytes]:
        if file.name == str(of_another):
            raise PermissionError
        return read(file)

    monkeypatch.setattr(header, "read", refused)
    assert backup_files.remove_older(tmp_path, 30, NOW) == [ours]
    assert names(tmp_path) == {of_another.name}


def test_what_interrupted_backups_left_goes_unless_one_is_still_written(tmp_path: Path) -> None:
    dead = a_backup(tmp_path, 0, backup_files.name_at(NOW) + backup_files.UNFINISHED)
    living = a_backup(tmp_path, 1, backup_files.name_at(NOW - timedelta(days=1)) + backup_files.UNFINISHED)
    with living.open("rb") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        assert backup_files.remove_older(tmp_path, 30, NOW) == [dead]
    assert names(tmp_path) == {living.name}
