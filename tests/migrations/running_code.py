"""What a change of the tables does to code of the version before that still runs beside it.

That code reads each of its columns, writes rows that have no others, and knows no codes but its own. `findings` says what of
this does not go on, in words that a migration answers for (test_side_by_side.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from tests.migrations import filling
from tests.migrations.filling import VERSIONS, Rows

_LISTED = re.compile(r"\W*(\w+)\W+(?:text\W+)?(?:IN|=\s*ANY)\W")  # as SQLite and PostgreSQL write it
_CODE = re.compile(r"'([^']*)'")
_VARYING = re.compile(r"VARCHAR\((\d+)\)")
REFUSES = "does not take what was written before"


@dataclass(frozen=True)
class Shape:
    """The kinds of the columns of each table, and the codes that a column is limited to."""

    columns: dict[str, dict[str, str]]
    codes: dict[str, set[str]]  # by table.column


def shape(connection: Connection) -> Shape:
    """The tables as they are."""
    tables = [table for table in filling.reflected(connection).sorted_tables if table.name != VERSIONS]
    codes = {
        f"{table.name}.{match[1]}": set(_CODE.findall(check["sqltext"]))
        for table in tables
        for check in inspect(connection).get_check_constraints(table.name)
        if (match := _LISTED.match(check["sqltext"]))
    }
    return Shape(
        {table.name: {each.name: str(each.type) for each in table.columns} for table in tables}, codes
    )


def findings(before: Shape, rows: Rows, connection: Connection) -> set[str]:
    """What breaks; the tables that are there now take the rows of before while they are looked at."""
    after = shape(connection)
    found = {f"{table} is gone" for table in before.columns.keys() - after.columns.keys()}
    for table in before.columns.keys() & after.columns.keys():
        for name, kind in before.columns[table].items():
            found |= _changed(f"{table}.{name}", kind, after.columns[table].get(name))
    for column, known in before.codes.items():
        found |= {f"{column} can be {code}" for code in after.codes.get(column, set()) - known}
    for table, lines in rows.items():  # in an order in which each refers to those before it
        if table in after.columns:
            found |= _written(connection, table, [_only(line, after.columns[table]) for line in lines])
    return found


def _changed(column: str, before: str, after: str | None) -> set[str]:
    if after is None:
        return {f"{column} is gone"}
    short, long = _VARYING.fullmatch(before), _VARYING.fullmatch(after)
    wider = short and long and int(short[1]) <= int(long[1])
    return set() if wider or before == after else {f"{column} is {after}, and was {before}"}


def _only(line: dict[str, Any], columns: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in line.items() if name in columns}


def _written(connection: Connection, table: str, lines: list[dict[str, Any]]) -> set[str]:
    try:
        with connection.begin_nested():
            filling.load(connection, {table: lines})
    except DBAPIError:
        return {f"{table} {REFUSES}"}
    return set()
