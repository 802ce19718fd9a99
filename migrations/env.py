"""Runs the migrations on the application's own engine, each run as one transaction on both databases.

Whoever migrates at the same moment waits, and then finds nothing left to do. The application goes on while this runs: on
PostgreSQL a migration that cannot get a table quickly gives up everything, lets those through who wait behind it, and tries again.
"""

from __future__ import annotations

import time

from alembic import context
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

migrate = current_app.extensions["migrate"]

TURN = 0x316A7E  # of whoever migrates, among PostgreSQL's advisory locks
TRIES = 10
LOCK_SECONDS = 3  # for which everybody else may have to wait behind a migration that waits for a table
PAUSE_SECONDS = 3
BUSY = {"55P03", "40P01"}  # a lock was not to be had in time; a deadlock
SQLITE_MINUTES = 10  # to wait for whoever migrates or writes for long


def run() -> None:
    """Migrate, or compare the tables with the models (`flask db check`)."""
    for tries_left in reversed(range(TRIES)):
        try:
            with migrate.db.engine.connect() as connection:
                migrate_on(connection)
            return
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in BUSY:
                raise
            if not tries_left:
                raise CommandError(
                    "A table was in use the whole time. Nothing was changed: try again later."
                ) from error
        time.sleep(PAUSE_SECONDS)


def migrate_on(connection: Connection) -> None:
    """One attempt, all or nothing."""
    if connection.dialect.name == "sqlite":
        connection.detach()  # what is set here is of no concern to others
        connection.connection.execute(f"PRAGMA busy_timeout = {SQLITE_MINUTES * 60_000}")
    context.configure(
        connection=connection,
        target_metadata=migrate.db.metadata,
        transactional_ddl=True,  # SQLite can, once the driver leaves transactions to us
        **migrate.configure_args,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            take_turn(connection)
        context.run_migrations()


def take_turn(connection: Connection) -> None:
    """Wait for whoever migrates now, as long as it takes; then for tables only briefly, and for statements as long as they take."""
    for limit in ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout"):
        connection.execute(text(f"SET LOCAL {limit} = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))


if context.is_offline_mode():
    raise SystemExit("Migrations need the database: there is no offline mode.")
run()
