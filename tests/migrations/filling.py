"""Rows for every table and column of a revision, made from its tables as the database describes them, not from the models.

Each column gets NULL where it may, the longest text, letters of five scripts, the ends of numbers and times, and each of its
codes. What the constraints refuse is drawn again, always in the same order, so that the rows are the same in each run.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    inspect,
    select,
)
from sqlalchemy.exc import IntegrityError

from tests.migrations.meanings import FIRST, MEANINGS, sensible

Rows = dict[str, list[dict[str, Any]]]
Refused = tuple[str, str, str | None]  # table, column, value
VERSIONS = "alembic_version"
_PARENTS = 9  # rows that others refer to
_TRIES = 500  # until a wish is given up that the constraints do not allow
_CODES = re.compile(r"^\W*(\w+) IN \(([^()]*)\)$")
_SCRIPTS = "Þórðr Ξένος Іван გიორგი Հակոբ “’” \"'; -- \\ % _ {x} <b> 🏛 \u202f\u200e"
_LINES = f"First line\r\n\tsecond\n\n{_SCRIPTS}\n" * 40
_NUMBERS = (0, 1, -1, 2_147_483_647, -2_147_483_648)
_MOMENTS = (
    datetime(1900, 1, 1),
    datetime(2024, 2, 29, 23, 59, 59, 999999),
    datetime(2199, 12, 31, 23, 59, 59, 1),
)
_DATES = (date(1949, 5, 5), date(2024, 2, 29), date(2199, 12, 31))


def reflected(connection: Connection) -> MetaData:
    """The tables as they are."""
    there = MetaData()
    there.reflect(connection)
    return there


def rows(connection: Connection) -> Rows:
    """Whatever stands in the tables, in the order of their keys; moments in UTC."""
    return {
        table.name: [
            {name: _in_utc(value) for name, value in row.items()}
            for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
        ]
        for table in reflected(connection).sorted_tables
        if table.name != VERSIONS
    }


def fill(connection: Connection) -> set[Refused]:
    """Put rows into each table of an empty SQLite database; which NULL and which codes no row could hold, nevertheless."""
    chance, refused = random.Random(9), set()
    for table in reflected(connection).sorted_tables:
        if table.name != VERSIONS:
            refused |= _Filler(connection, table, chance).fill()
    return refused


def load(connection: Connection, wanted: Rows) -> None:
    """Put the same rows into an empty database of the same revision, and let its sequences go on behind them."""
    tables = reflected(connection).tables
    postgresql = connection.dialect.name == "postgresql"
    for name, found in wanted.items():
        for row in found:  # one by one: some refer to those before them
            values = {column: _aware(value) for column, value in row.items()} if postgresql else row
            connection.execute(insert(tables[name]), values)
        if postgresql and "id" in tables[name].columns:
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('\"{name}\"', 'id'), max(id)) FROM \"{name}\""
            )


class _Filler:
    """One table: the values that its columns can have, which of them are still wished for, and the rows that it took."""

    def __init__(self, connection: Connection, table: Table, chance: random.Random) -> None:
        self.connection, self.table, self.chance = connection, table, chance
        self.codes, self.unique = codes(connection, table), _unique(table)
        self.insertion = insert(table)
        self.numbers = count(1)
        self.taken: list[dict[str, Any]] = []
        self.pools = {column.name: self._pool(column) for column in table.columns}
        referring = {column.name for column in table.columns if column.foreign_keys}
        self.wished = {
            name: set(range(min(len(pool), 2 if name in referring else len(pool))))
            for name, pool in self.pools.items()
        }

    def fill(self) -> set[Refused]:
        """Rows until each value stands in one, or has proven to be refused."""
        refused: set[Refused] = set()
        for given in FIRST.get(self.table.name, []):
            if not self._insert({}, given):
                raise AssertionError(f"the table {self.table.name} does not take {given}")
        for name, wished in self.wished.items():
            while wished:
                first = min(wished)
                value = self.pools[name][first]
                if not self._insert({name: first}, {}) and (value is None or name in self.codes):
                    refused.add((self.table.name, name, value))
                wished.discard(first)
        return refused

    def _insert(self, chosen: dict[str, int], given: dict[str, Any]) -> bool:
        for _ in range(_TRIES):
            drawn = {name: self._draw(name) for name in self.pools} | chosen
            wanted = {
                name: self._value(name, self.pools[name][index]) for name, index in drawn.items()
            } | given
            row = sensible(self.table.name, wanted, self.taken)
            if row and all(row[name] == wanted[name] for name in chosen) and self._taken(row):
                for name in drawn.keys() - given.keys():
                    self.wished[name] -= {drawn[name]} if row[name] == wanted[name] else set()
                return True
        return False

    def _taken(self, row: dict[str, Any]) -> bool:
        try:
            self.connection.execute(self.insertion, row)
        except IntegrityError:
            return False
        self.taken.append(row)
        for column in self.table.columns:  # whoever comes next can refer to this row
            for key in column.foreign_keys:
                if key.column.table is self.table:
                    self.pools[column.name].append(row[key.column.name])
                    self.wished[column.name] |= {1} if len(self.taken) == 1 else set()
        return True

    def _draw(self, name: str) -> int:
        wished = self.wished[name]
        if wished and self.chance.random() < 0.5:
            return self.chance.choice(sorted(wished))
        return self.chance.randrange(len(self.pools[name]))

    def _pool(self, column: Column[Any]) -> list[Any]:
        return [*([None] if column.nullable else []), *self._values(column)]

    def _values(self, column: Column[Any]) -> Sequence[Any]:
        for key in column.foreign_keys:
            if key.column.table is self.table:
                return ()  # until there is a row
            return list(self.connection.scalars(select(key.column).order_by(key.column)))[:_PARENTS]
        return meaning(column) or self.codes.get(column.name) or _by_kind(column)

    def _value(self, name: str, value: Any) -> Any:
        """A value of a pool as it goes into the row: with a number of its own where the column asks for that."""
        column = self.table.columns[name]
        if name == "id":
            return len(self.taken) + 1
        if isinstance(value, str) and meaning(column):
            return value.format(n=next(self.numbers)) if "{n" in value else value
        if name not in self.unique or name in self.codes or column.foreign_keys or value is None:
            return value
        if isinstance(column.type, String):
            number = f"{next(self.numbers)} "
            return number + value[: (column.type.length or 99) - len(number)]
        return next(self.numbers) if column.primary_key else value


def meaning(column: Column[Any]) -> Sequence[Any]:
    """What is known of the values of a column beyond its kind."""
    return MEANINGS.get(f"{column.table.name}.{column.name}", MEANINGS.get(column.name, ()))


def _by_kind(column: Column[Any]) -> Sequence[Any]:
    kind = column.type
    if isinstance(kind, Boolean):
        return (False, True)
    if isinstance(kind, DateTime):
        return _MOMENTS
    if isinstance(kind, Date):
        return _DATES
    if isinstance(kind, JSON):
        return ({}, [], {"né": [None, True, 1.5, _SCRIPTS]})
    if isinstance(kind, Integer):
        return _NUMBERS
    if isinstance(kind, LargeBinary):
        return (b"", bytes(range(256)) * 64)
    if isinstance(kind, Text):
        return ("", _LINES)
    if isinstance(kind, String) and kind.length:
        return ("", _SCRIPTS[: kind.length], ("Ž" * kind.length))
    raise AssertionError(
        f"nothing is known of values like {kind!r} of {column}: say so in tests/migrations/meanings.py"
    )


def codes(connection: Connection, table: Table) -> dict[str, Sequence[str]]:
    """The codes that columns are limited to."""
    checks = inspect(connection).get_check_constraints(table.name)
    found: dict[str, Sequence[str]] = {}
    for check in checks:
        if match := _CODES.match(" ".join(check["sqltext"].split())):
            told = tuple(re.findall(r"'([^']*)'", match[2]))
            found[match[1]] = [code for code in found.get(match[1], told) if code in told]
    return found


def _unique(table: Table) -> set[str]:
    """The columns that a unique key holds."""
    keys = [each for each in table.constraints if isinstance(each, PrimaryKeyConstraint | UniqueConstraint)]
    together = [*keys, *(each for each in table.indexes if each.unique)]
    return {column.name for each in together for column in each.columns}


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _in_utc(value: Any) -> Any:
    return (
        value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
    )
