"""A backup or a restore that is killed, or runs out of disk, leaves nothing that looks whole, and can simply be done again."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, inspect, text

from app.extensions import db
from app.lib.transaction_kind import reading
from app.services.backup import backup_files, making
from tests.cli.programs import ROOT, eventually
from tests.factories.events import an_event
from tests.factories.many_registrations import many_registrations
from tests.services.backup.other_places import KEY, address, engine_at

MANY = 4000


def command(folder: Path, url: str, *words: object, room: int | None = None) -> subprocess.Popen[bytes]:
    """A command in a process of its own, in which no file may become larger than there is room for."""
    environment = os.environ | {
        "BACKUP_KEY": KEY.hex(), "DATABASE_URL": url, "INSTANCE_PATH": str(folder / "instance"),
        "SECRET_KEY": "for tests only, and long enough for anybody", "ENVIRONMENT": "development",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-m", "flask", *map(str, words)], cwd=ROOT, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=None if room is None else partial(_limit, room),
    )  # fmt: skip


def _limit(room: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


@contextmanager
def killed_when(process: subprocess.Popen[bytes], reached: Callable[[], object]) -> Iterator[None]:
    """Kill a process at the moment at which something holds; it must not have ended by then."""
    deadline = time.monotonic() + 60
    while not reached():
        assert process.poll() is None, process.communicate()[0].decode()
        assert time.monotonic() < deadline
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    yield


@pytest.fixture
def crowd(app: Flask) -> Flask:
    """So many registrations that reading and writing them takes a while."""
    many_registrations(an_event(), MANY)
    db.session.commit()
    db.session.remove()
    return app


@pytest.mark.sqlite_only
def test_a_killed_backup_leaves_no_file_that_looks_whole(crowd: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    url = crowd.config["SQLALCHEMY_DATABASE_URI"]
    begun = command(tmp_path, url, "backup", folder)
    with killed_when(begun, lambda: list(folder.iterdir())):
        [left] = folder.iterdir()
        assert left.name.endswith(backup_files.UNFINISHED)
    again = command(tmp_path, url, "backup", folder, "--keep-days", "30")
    said = again.communicate()[0].decode()
    assert again.returncode == 0, said
    [whole] = folder.iterdir()
    assert whole.suffix == ".backup"
    assert f"{left}: removed" in said


@pytest.mark.postgresql_only
@pytest.mark.parametrize("room", [0, 4096, 100_000])
def test_a_full_disk_is_named_and_leaves_what_was_there(crowd: Flask, tmp_path: Path, room: int) -> None:
    """On PostgreSQL, because the files of SQLite would be limited as well."""
    folder = tmp_path / "kept"
    folder.mkdir()
    older = folder / "events-2026-11-22T020000Z.backup"
    older.write_bytes(b"of the night before")
    url = crowd.config["SQLALCHEMY_DATABASE_URI"]
    begun = command(tmp_path, url, "backup", folder, "--keep-days", "1", room=room)
    lines = begun.communicate()[0].decode().splitlines()
    said = [line for line in lines if line[0] != "{"]  # the log tells of slow statements on a busy machine
    assert begun.returncode == 1, said
    assert len(said) == 1
    assert said[0].startswith(f"{folder}/events-2")
    assert said[0].endswith(".unfinished: File too large. No backup was made or restored.")
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {older.name: b"of the night before"}


def test_a_killed_restore_leaves_an_empty_place(crowd: Flask, database: str, tmp_path: Path) -> None:
    file = making.make(db.engine, tmp_path / "one.backup", KEY, "0.1.0").file
    url = address(database)
    with engine_at(url) as engine:
        begun = command(tmp_path, url, "restore", file)
        with killed_when(begun, lambda: is_under_way(engine)):
            eventually(lambda: not is_under_way(engine, killed=True), "the killed one is gone")
        with reading():
            assert inspect(engine).get_table_names() == []
        again = command(tmp_path, url, "restore", file)
        said = again.communicate()[0].decode()
        assert "Restored: " in said
        with reading(), engine.connect() as connection:
            assert connection.scalar(text("SELECT count(*) FROM registration")) == MANY


def is_under_way(engine: Engine, *, killed: bool = False) -> bool:
    """Whether a restore has written a good part of its rows, and not committed."""
    if engine.dialect.name == "sqlite":
        wal = Path(f"{engine.url.database}-wal")
        return not killed and wal.exists() and wal.stat().st_size > 1_000_000
    busy = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    if not killed:
        busy += " AND query LIKE 'INSERT INTO \"registration\"%'"
    with reading(), engine.connect() as connection:
        return bool(connection.scalar(text(busy)))
