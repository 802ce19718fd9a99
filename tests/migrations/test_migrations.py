"""The migrations, up and down, one by one, on both databases; and the tables are what the models say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from app import create_app
from app.extensions import Base, db
from tests import databases, run_folder
from tests.configuration import configured

MIGRATIONS = str(Path(__file__).parents[2] / "migrations")
NAME = f"migrations_{databases.WORKER}"


@pytest.fixture
def unmigrated(database: str) -> Iterator[Flask]:
    """An application whose database has no tables yet."""
    if database == "sqlite":
        file = run_folder.path() / f"{NAME}.db"
        for leftover in ("", "-wal", "-shm"):
            Path(f"{file}{leftover}").unlink(missing_ok=True)
        url = f"sqlite:///{file}"
    else:
        url = databases.empty_postgresql(NAME)
    flask = create_app(configured(url, run_folder.path() / NAME))
    with flask.app_context():
        yield flask
        db.session.remove()
        db.engine.dispose()


def revisions() -> list[str]:
    """The revisions from the first to the last; there is one line, without branches."""
    configuration = AlembicConfig()
    configuration.set_main_option("script_location", MIGRATIONS)
    script = ScriptDirectory.from_config(configuration)
    assert len(script.get_heads()) == 1
    return [step.revision for step in reversed(list(script.walk_revisions()))]


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_each_migration_goes_up_down_and_up_again(unmigrated: Flask) -> None:
    for revision in revisions():
        before = tables()
        upgrade(MIGRATIONS, revision)
        after = tables()
        downgrade(MIGRATIONS, "-1")
        assert tables() == before, f"{revision} leaves something behind"
        upgrade(MIGRATIONS, revision)
        assert tables() == after


def test_all_migrations_can_be_taken_back(unmigrated: Flask) -> None:
    upgrade(MIGRATIONS)
    downgrade(MIGRATIONS, "base")
    assert tables() == set()


def test_the_tables_are_what_the_models_say(unmigrated: Flask) -> None:
    upgrade(MIGRATIONS)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    assert not differences, "\n".join(map(str, differences))
    assert tables() == set(Base.metadata.tables)
