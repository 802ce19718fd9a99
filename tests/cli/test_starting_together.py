"""Two hosts start on one empty database at the same moment: one makes the tables and fills them in, the other finds it done.

And a migration beside people who work: it does not keep them waiting behind a table that somebody holds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select, text

from app import create_app
from app.extensions import db
from app.models import Body, Event, Notice
from tests import databases, run_folder
from tests.configuration import configured

ROOT = Path(__file__).parents[2]
NAME = f"starting_{databases.WORKER}"
PATIENCE = 120  # seconds
# What `flask serve` does before it starts anything; both wait until both are ready.
START = """
import sys, time
from pathlib import Path
from app import create_app
from app.cli import preparing
app = create_app()
own, other = Path(sys.argv[1]), Path(sys.argv[2])
own.touch()
while not other.exists():
    time.sleep(0.001)
with app.app_context():
    preparing.prepare(app.extensions["config"])
"""


@pytest.fixture
def empty(database: str) -> Iterator[Flask]:
    """An application on a database without tables."""
    file = run_folder.path() / f"{NAME}.db"
    for leftover in ("", "-wal", "-shm"):
        Path(f"{file}{leftover}").unlink(missing_ok=True)
    url = f"sqlite:///{file}" if database == "sqlite" else databases.empty_postgresql(NAME)
    flask = create_app(configured(url, run_folder.path() / NAME))
    with flask.app_context():
        yield flask
        db.session.remove()
        db.engine.dispose()


def started(app: Flask, *command: str) -> subprocess.Popen[str]:
    """A process of an installation on the same database."""
    settings = app.extensions["config"]
    environment = os.environ | {
        "ENVIRONMENT": "testing",
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
        "INSTANCE_PATH": settings.instance_path,
        "PYTHONPATH": str(ROOT),
    }
    program = [sys.executable, *command]
    return subprocess.Popen(
        program, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def test_two_hosts_that_start_together_prepare_once(empty: Flask, tmp_path: Path) -> None:
    marks = [str(tmp_path / "one"), str(tmp_path / "two")]
    hosts = [started(empty, "-c", START, *pair) for pair in (marks, marks[::-1])]
    for host in hosts:
        said, _ = host.communicate(timeout=PATIENCE)
        assert host.returncode == 0, said
    counts = [db.session.scalar(select(func.count()).select_from(table)) for table in (Body, Event, Notice)]
    assert counts == [123, 5, 1]


@pytest.mark.postgresql_only
def test_nobody_waits_long_behind_a_migration_that_waits(empty: Flask) -> None:
    folder = str(ROOT / "migrations")
    upgrade(folder, "0003")
    with db.engine.connect() as holder, db.engine.connect() as visitor:
        holder.execute(text("SELECT id FROM event"))  # a unit of work that goes on and on
        migrating = started(empty, "-m", "flask", "db", "upgrade", "0004")
        _wait_until_it_waits()
        visitor.execute(text(f"SET LOCAL statement_timeout = '{PATIENCE}s'"))
        visitor.execute(text("SELECT id FROM event"))  # queues up behind the migration, and comes through
        visitor.rollback()
        assert migrating.poll() is None, "it tries again"
        holder.rollback()
        said, _ = migrating.communicate(timeout=PATIENCE)
        assert migrating.returncode == 0, said
        assert visitor.scalar(text("SELECT version_num FROM alembic_version")) == "0004"


def _wait_until_it_waits() -> None:
    end = time.monotonic() + PATIENCE
    asked = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock' AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    with db.engine.connect() as watcher:
        while not watcher.scalar(asked):
            watcher.rollback()
            assert time.monotonic() < end, "the migration never asked for the table"
            time.sleep(0.02)
