"""Runs the migrations on the application's own engine, each run as one transaction on both databases."""

from __future__ import annotations

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]


def run() -> None:
    """Migrate, or compare the tables with the models (`flask db check`)."""
    with migrate.db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            transactional_ddl=True,  # SQLite can, once the driver leaves transactions to us
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations need the database: there is no offline mode.")
run()
