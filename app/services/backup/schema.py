"""The tables themselves: built anew at any state that the migrations know, brought up to the newest, numbered and bound.

All of it on one connection and in its transaction: a place is filled whole, or stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import IntegrityError

from app.extensions import Base
from app.services.backup.errors import Incomplete, NotEmpty, TooNew
from app.services.backup.tables import Table, sequence_of

_LOCK = 0xBAC4  # PostgreSQL's name for "only one restores at a time"
_REFERENCES = (
    "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY oid"
)


class Migrations:
    """The migrations of this version of the application."""

    def __init__(self, folder: Path) -> None:
        from alembic.script import ScriptDirectory  # noqa: PLC0415 - only whoever migrates or restores loads it

        self._script = ScriptDirectory(str(folder))

    @property
    def newest(self) -> str:
        """The state of the tables that this version works with."""
        return str(self._script.get_current_head())

    def require_known(self, revision: str, application: str) -> None:
        """Refuse what a newer version has made.

        Raises:
            TooNew.
        """
        if revision not in {step.revision for step in self._script.walk_revisions()}:
            raise TooNew(
                f"its tables are at {revision} (version {application}), this version knows up to {self.newest}:"
                " install that version or a later one"
            )

    def bring_to(self, connection: Connection, revision: str) -> None:
        """Build or migrate the tables, within the connection's transaction."""
        from alembic.config import Config  # noqa: PLC0415 - as above
        from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415

        def steps(current: Any, _context: Any) -> Any:
            return self._script._upgrade_revs(revision, current)

        with EnvironmentContext(Config(), self._script, fn=steps, destination_rev=revision) as environment:
            environment.configure(
                connection=connection, target_metadata=Base.metadata, transactional_ddl=True
            )
            environment.run_migrations()


def require_empty(connection: Connection) -> None:
    """Let one fill the place at a time, and only an empty one.

    Raises:
        NotEmpty.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    found = sorted(inspect(connection).get_table_names())
    if found:
        raise NotEmpty(
            f"the database is not empty (it has {len(found)} tables, such as {found[0]}): choose an empty place"
        )


@contextmanager
def unbound(connection: Connection) -> Iterator[None]:
    """Within, rows may come in any order; afterwards each reference leads to a row again, or it is refused.

    SQLite's references must have been switched off before the transaction began.

    Raises:
        Incomplete: a row refers to one that is not there.
    """
    if connection.dialect.name == "sqlite":
        yield
        if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise Incomplete(f"a row of the table {lost[0]} refers to a row of {lost[2]} that is not there")
        return
    references = connection.exec_driver_sql(_REFERENCES).all()
    for table, name, _definition in references:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in references:
        try:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        except IntegrityError:
            raise Incomplete(f"a row of the table {table} refers to one that is not there ({name})") from None


def number_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL's next row have a number that no row ever had."""
    sequence = sequence_of(connection, table.name, list(table.key))
    if sequence is None:
        return
    quote = connection.dialect.identifier_preparer.quote_identifier
    newest = f"SELECT max({quote(table.key[0])}) FROM {quote(table.name)}"  # noqa: S608 - names of tables
    found = connection.exec_driver_sql(newest).scalar()
    highest = max(found or 0, table.highest or 0)
    if highest:
        connection.exec_driver_sql("SELECT setval(%s, %s)", (sequence, highest))
