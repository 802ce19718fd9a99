"""The extensions that pages, commands and worker share; those of the pages alone are in `app/web/extensions.py`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import click
from flask import Flask
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

if TYPE_CHECKING:
    from flask_migrate import Migrate


class Base(DeclarativeBase):
    """The parent of every model. Constraints are named, so that migrations can change them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class _MigrationCommands(click.Command):
    """Perform database migrations."""  # by Flask-Migrate's own group, as soon as it is asked for something

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """What it goes on in."""
        from flask_migrate.cli import db as commands  # type: ignore[import-not-found] # noqa: PLC0415 - as said below

        context: click.Context = commands.make_context(info_name, args, parent, **extra)
        return context


class Migrations:
    """Flask-Migrate under the name where it looks for itself, `app.extensions["migrate"]`, loaded by whoever migrates.

    With Alembic and what that brings along it would be a tenth of each process, and of its start.
    """

    def init_app(self, app: Flask, directory: str) -> None:
        """Bind it; `directory` holds the migrations."""
        self.db, self.directory = db, directory
        app.extensions["migrate"] = self
        app.cli.add_command(_MigrationCommands("db", help=_MigrationCommands.__doc__))

    @cached_property
    def migrate(self) -> Migrate:
        """The extension itself."""
        from flask_migrate import Migrate  # noqa: PLC0415 - as said above

        return Migrate(db=self.db, directory=self.directory)

    @property
    def configure_args(self) -> dict[str, Any]:
        """What Alembic is told besides."""
        told: dict[str, Any] = self.migrate.alembic_ctx_kwargs
        return told


db = SQLAlchemy(model_class=Base)
migrate = Migrations()
mail = Mail()
