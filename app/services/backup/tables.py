"""What the tables are like, in words that mean the same on both databases; read from the database, not from the models.

So a place whose tables are of an earlier version can be backed up as well, and a backup says by itself what its columns are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy import types as sql

from app.services.backup.errors import BackupError

VERSION_TABLE = "alembic_version"
# The first that fits is what a column is. Moments are those with a time zone: there are no others in the models.
_KINDS: tuple[tuple[type[Any], str], ...] = (
    (sql.JSON, "json"),
    (sql.Boolean, "boolean"),
    (sql.BigInteger, "long"),
    (sql.Integer, "integer"),
    (sql.Float, "float"),
    (sql.Numeric, "decimal"),
    (sql.DateTime, "moment"),
    (sql.Date, "day"),
    (sql.Time, "hour"),
    (sql.LargeBinary, "bytes"),
    (sql.String, "text"),
)


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, and how long a text may be (None: as long as one likes)."""

    name: str
    kind: str
    length: int | None = None


@dataclass(frozen=True)
class Table:
    """A table. `highest` is the highest number that was ever given to a row, where the database knows it."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    highest: int | None = None

    @property
    def is_heavy(self) -> bool:
        """Whether one row may be hundreds of kilobytes."""
        return any(column.kind == "bytes" for column in self.columns)

    def to_json(self) -> dict[str, Any]:
        """As it stands in a backup."""
        return {
            "table": self.name,
            "columns": [[column.name, column.kind, column.length] for column in self.columns],
            "key": list(self.key),
            "highest": self.highest,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Table:
        """As `to_json` has written it."""
        columns = tuple(Column(*column) for column in values["columns"])
        return cls(str(values["table"]), columns, tuple(values["key"]), values["highest"])


def described(connection: Connection) -> list[Table]:
    """All tables of the database's own schema but the one in which the migrations note where they are."""
    inspector = inspect(connection)
    return [
        Table(
            name,
            tuple(
                Column(column["name"], kind_of(name, column), getattr(column["type"], "length", None))
                for column in inspector.get_columns(name)
                if not column.get("computed")  # the database makes it again by itself
            ),
            tuple(inspector.get_pk_constraint(name)["constrained_columns"]),
            _highest(connection, name, inspector.get_pk_constraint(name)["constrained_columns"]),
        )
        for name in sorted(inspector.get_table_names())
        if name != VERSION_TABLE
    ]


def kind_of(table: str, column: Any) -> str:
    """What a column holds.

    Raises:
        BackupError: something that a backup could not bring back.
    """
    for known, kind in _KINDS:
        if isinstance(column["type"], known):
            return kind
    raise BackupError(f"the column {table}.{column['name']} is of a type that backups do not know")


def sequence_of(connection: Connection, table: str, key: list[str]) -> str | None:
    """PostgreSQL's sequence that numbers the rows of a table."""
    if connection.dialect.name != "postgresql" or len(key) != 1:
        return None
    quoted = connection.dialect.identifier_preparer.quote_identifier(table)
    found = connection.exec_driver_sql("SELECT pg_get_serial_sequence(%s, %s)", (quoted, key[0])).scalar()
    return str(found) if found is not None else None


def _highest(connection: Connection, table: str, key: list[str]) -> int | None:
    sequence = sequence_of(connection, table, key)
    if sequence is None:
        return None
    found = connection.exec_driver_sql(f"SELECT last_value FROM {sequence} WHERE is_called").scalar()  # noqa: S608 - the database's own name
    return int(found) if found is not None else None
