"""Filling an empty place, in one transaction: whatever happens on the way, it is as empty as before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from app.lib.transaction_kind import writing
from app.services.backup import parts as stream
from app.services.backup import schema, values
from app.services.backup.errors import BackupError, Damaged, Incomplete
from app.services.backup.parts import Count, Part, Row, Tally
from app.services.backup.schema import Migrations
from app.services.backup.snapshot import be_patient, rows
from app.services.backup.tables import Table, described

_ROWS_AT_ONCE = 500
_BYTES_AT_ONCE = 2 << 20


@contextmanager
def empty_place(engine: Engine) -> Iterator[Connection]:
    """A transaction in an empty database, committed at the end.

    Raises:
        NotEmpty.
    """
    with writing(), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _pragmas(
                connection, "foreign_keys=OFF", "synchronous=FULL"
            )  # what is said to be there outlives a power cut
        try:
            with connection.begin():
                be_patient(connection)
                schema.require_empty(connection)
                yield connection
            if engine.dialect.name == "sqlite":
                _pragmas(connection, "wal_checkpoint(TRUNCATE)")
        finally:
            connection.invalidate()  # nobody shall get a connection that minds no references


def _pragmas(connection: Connection, *pragmas: str) -> None:
    """Tell SQLite's driver: some do nothing within a transaction, and SQLAlchemy would begin one."""
    for pragma in pragmas:
        connection.connection.cursor().execute(f"PRAGMA {pragma}")


def load(
    connection: Connection, migrations: Migrations, revision: str, parts: Iterable[Part]
) -> dict[str, Count]:
    """Build the tables as they were, put all rows into them, look at each again, then bring the tables up to date.

    Returns:
        What there is of each table, as it was read back before the tables were brought up to date.

    Raises:
        Incomplete: what stands there is not what was loaded.
        BackupError: the rows do not belong to these tables.
    """
    migrations.bring_to(connection, revision)
    counts = fill(connection, parts)
    migrations.bring_to(connection, migrations.newest)
    return counts


def fill(connection: Connection, parts: Iterable[Part]) -> dict[str, Count]:
    """Put rows into tables that are there, and look at each again.

    Raises:
        Incomplete, BackupError: as `load`.
    """
    tally, loader = Tally(), _Loader(connection)
    with schema.unbound(connection):
        for part in stream.tallied(parts, tally):
            loader.take(part)
        loader.finish()
    _compare(connection, loader.tables, tally.counts)
    for table in loader.tables:
        schema.number_on(connection, table)
    return tally.counts


def _compare(connection: Connection, tables: list[Table], expected: dict[str, Count]) -> None:
    for table in tables:
        read = _as_parts(connection, table)
        found = stream.counts(read)[table.name]
        if found != expected[table.name]:
            raise Incomplete(
                f"the table {table.name} holds other rows than were loaded"
                f" ({found.rows} of {expected[table.name].rows})"
            )


def _as_parts(connection: Connection, table: Table) -> Iterator[Part]:
    yield table
    yield from rows(connection, table)


class _Loader:
    """Takes tables and rows one after the other and inserts the rows in batches."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._there = {table.name: table for table in described(connection)}
        self.tables: list[Table] = []
        self._batch: list[tuple[object, ...]] = []
        self._size = 0
        self._statement = ""
        self._steps: list[Callable[[object], object] | None] = []

    def take(self, part: Part) -> None:
        """Take a table, or a row of the last one."""
        if isinstance(part, Table):
            self.finish()
            self._begin(part)
        elif not self.tables:
            raise Damaged("it holds a row that is of no table")
        else:
            self._add(part)

    def finish(self) -> None:
        """Insert what has not been inserted."""
        if self._batch:
            try:
                self._connection.exec_driver_sql(self._statement, self._batch)
            except DBAPIError as error:
                reason = str(error.orig).splitlines()[0] if error.orig else type(error).__name__
                raise BackupError(
                    f"the table {self.tables[-1].name} does not take its rows: {reason}"
                ) from None
        self._batch, self._size = [], 0

    def _begin(self, table: Table) -> None:
        there = self._there.get(table.name)
        if there is None or {(one.name, one.kind) for one in there.columns} != {
            (one.name, one.kind) for one in table.columns
        }:
            raise BackupError(f"the table {table.name} is not one of this application’s as it was then")
        quote = self._connection.dialect.identifier_preparer.quote_identifier
        name, columns = quote(table.name), [quote(column.name) for column in table.columns]
        sign = "?" if self._connection.dialect.name == "sqlite" else "%s"
        if self._connection.exec_driver_sql(f"SELECT 1 FROM {name} LIMIT 1").first():  # noqa: S608 - names of tables
            self._connection.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608 - a migration's, and in the backup
        into = f"{name} ({', '.join(columns)})"
        self._statement = f"INSERT INTO {into} VALUES ({', '.join([sign] * len(columns))})"  # noqa: S608
        self._steps = values.writers(self._connection.dialect.name, table.columns)
        self.tables.append(table)

    def _add(self, row: Row) -> None:
        self._batch.append(tuple(values.converted(row, self._steps)))
        self._size += sum(len(value) for value in row if isinstance(value, str))
        if len(self._batch) >= _ROWS_AT_ONCE or self._size >= _BYTES_AT_ONCE:
            self.finish()
