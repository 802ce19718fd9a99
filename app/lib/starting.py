"""What keeps a web server or a worker from starting: tables that are not those of the code. Commands start whatever they are.

A database that cannot be reached keeps nobody from starting: pages say so (503) and the worker waits, until it is back.
"""

from __future__ import annotations

from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import SQLAlchemyError

from app.lib import patience, schema_state
from app.lib.schema_state import Found, Schema
from app.lib.transaction_kind import reading
from config import ROOT, Config

_SECONDS = 5  # for which the tables are looked for


def refusal(config: Config) -> str | None:
    """Why a process must not start, in one line; None if it may."""
    found = _look(config)
    if found is None or found.state is Schema.CURRENT:
        return None
    if found.state is Schema.NEWER:
        return newer(found)
    if found.state is Schema.EMPTY:
        return "The database has no tables of this application: run flask db upgrade"
    return (
        f"The database is older than this version (at {found.at}, not {found.needed}): run flask db upgrade"
    )


def refusal_to_migrate(config: Config) -> str | None:
    """Why the tables cannot be brought up to date, in one line; None if they can, or nobody knows."""
    found = _look(config)
    return newer(found) if found is not None and found.state is Schema.NEWER else None


def newer(found: Found) -> str:
    """What is said of tables that the code does not know."""
    return (
        f"The database is newer than this version (at {found.at}; this version knows them up to {found.needed}): "
        "install the version that it belongs to, or restore a backup"
    )


def _look(config: Config) -> Found | None:
    """The state of the tables; None if the database does not say. Nothing stays open that a fork would inherit."""
    engine = create_engine(
        config.sqlalchemy_url, poolclass=NullPool, hide_parameters=True, connect_args=config.connect_options
    )
    patience.install(engine, _SECONDS)
    try:
        with reading(), patience.at_most(_SECONDS), engine.connect() as connection:
            return schema_state.look(connection, str(ROOT / "migrations"))
    except SQLAlchemyError:
        return None
