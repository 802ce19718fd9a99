"""Reading everything as it is at one moment, while others go on writing.

SQLite: one reading transaction in WAL mode. PostgreSQL: REPEATABLE READ, READ ONLY. Nobody waits for it on either, and whatever
was committed before is in it whole, whatever comes later not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError

from app.lib.clock import actual
from app.lib.transaction_kind import reading
from app.services.backup import values
from app.services.backup.errors import BackupError, NothingThere
from app.services.backup.parts import Part, Row
from app.services.backup.tables import VERSION_TABLE, Table, described

# Rows of these hold for the running place alone: who is signed in, who was heard of, how often something was tried lately.
# Brought back later they would open sessions that were ended since.
LEFT_OUT = frozenset({"heartbeat", "login_session", "rate_count"})
_AT_ONCE, _HEAVY_AT_ONCE = 500, 8  # rows
_PATIENT = (
    "SELECT set_config(name, '0', true) FROM pg_settings"
    " WHERE name IN ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout')"
)


@dataclass(frozen=True)
class Snapshot:
    """The database as it was at one moment. It can be read as often as one likes while it is open."""

    connection: Connection
    at: datetime  # a moment before; what was acknowledged by then is in it
    revision: str
    tables: list[Table]

    def parts(self) -> Iterator[Part]:
        """All tables with their rows."""
        for table in self.tables:
            yield table
            yield from rows(self.connection, table)


@contextmanager
def snapshot(engine: Engine, left_out: frozenset[str] = frozenset()) -> Iterator[Snapshot]:
    """Open a snapshot without the rows of some tables.

    Raises:
        NothingThere: the database has no tables.
    """
    with reading(), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        at = actual()
        with connection.begin():
            be_patient(connection)
            revision = revision_of(connection)
            if revision is None:
                raise NothingThere("the database has no tables: there is nothing to read")
            tables = [table for table in described(connection) if table.name not in left_out]
            yield Snapshot(connection, at, revision, tables)


def be_patient(connection: Connection) -> None:
    """Take back, for this transaction, the limits that end statements of requests that take too long."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_PATIENT)


def revision_of(connection: Connection) -> str | None:
    """The state of the tables, as the migrations have noted it; None where there is none."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()  # noqa: S608 - a constant
    return str(found) if found is not None else None


def rows(connection: Connection, table: Table) -> Iterator[Row]:
    """The rows of a table in the order of its key, a few at a time.

    Raises:
        BackupError: something in it cannot be read.
    """
    statement = _statement(connection, table)
    steps = values.readers(connection.dialect.name, table.columns)
    options = {"stream_results": True, "yield_per": _HEAVY_AT_ONCE if table.is_heavy else _AT_ONCE}
    try:
        for row in connection.exec_driver_sql(statement, execution_options=options):
            yield values.converted(row, steps)
    except (DBAPIError, ValueError, TypeError) as error:
        raise BackupError(f"a row of the table {table.name} cannot be read: {_said(error)}") from None


def _statement(connection: Connection, table: Table) -> str:
    quote = connection.dialect.identifier_preparer.quote_identifier
    texts = {column.name for column in table.columns if column.kind == "text"}
    by_bytes = ' COLLATE "C"' if connection.dialect.name == "postgresql" else ""  # as SQLite sorts
    columns = ", ".join(values.selected(column, quote(column.name)) for column in table.columns)
    order = ", ".join(quote(name) + (by_bytes if name in texts else "") for name in table.key)
    return f"SELECT {columns} FROM {quote(table.name)}" + (f" ORDER BY {order}" if order else "")  # noqa: S608 - names of tables


def _said(error: Exception) -> str:
    """What went wrong, in one line and without a value."""
    if isinstance(error, DBAPIError):
        return str(error.orig).splitlines()[0]
    return type(error).__name__
