"""Going up and down one migration after the other."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import inspect

from app import create_app
from app.extensions import db
from tests import databases, run_folder
from tests.configuration import configured
from tests.migrations import filling
from tests.migrations.filling import Refused, Rows

MIGRATIONS = str(Path(__file__).parents[2] / "migrations")
NAME = f"migrations_{databases.WORKER}"


def revisions() -> list[str]:
    """The revisions from the first to the last; there is one line, without branches."""
    configuration = AlembicConfig()
    configuration.set_main_option("script_location", MIGRATIONS)
    script = ScriptDirectory.from_config(configuration)
    assert len(script.get_heads()) == 1
    return [step.revision for step in reversed(list(script.walk_revisions()))]


def tables() -> set[str]:
    """The names of the tables that are there."""
    return set(inspect(db.engine).get_table_names()) - {filling.VERSIONS}


def rows() -> Rows:
    """Whatever stands in the tables, as the database describes them."""
    with db.engine.connect() as connection:
        return filling.rows(connection)


def rows_of(revision: str) -> Rows:
    """Rows for each table and column of a revision; the same for both databases."""
    return made(revision)[0]


@cache
def made(revision: str) -> tuple[Rows, set[Refused]]:
    """The same, and what no row could hold although its column could."""
    app = create_app(configured(empty_database("sqlite", f"{NAME}_filled"), run_folder.path() / NAME))
    with app.app_context():
        upgrade(MIGRATIONS, revision)
        with db.engine.begin() as connection:
            refused = filling.fill(connection)
        filled = rows()
        db.engine.dispose()
    return filled, refused


def empty_database(kind: str, name: str = NAME) -> str:
    """The address of a database without tables."""
    if kind == "postgresql":
        return databases.empty_postgresql(name)
    file = run_folder.path() / f"{name}.db"
    for leftover in ("", "-wal", "-shm"):
        Path(f"{file}{leftover}").unlink(missing_ok=True)
    return f"sqlite:///{file}"
