"""The cursor's own description says of each column what the driver's says: its name and its type."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from app.extensions import db
from app.lib.plain_columns import PlainColumns

pytestmark = pytest.mark.postgresql_only


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 AS one, 'é' AS \"deuxième\", now(), NULL::json, ARRAY[1]",
        "SELECT",
        "SELECT 1 AS nobody WHERE false",
    ],
)
def test_names_and_types_are_those_of_the_driver(app: object, statement: str) -> None:
    cursor = _asked(statement)
    own, drivers = cursor.description, psycopg.Cursor.description.__get__(cursor)
    assert own is not None
    assert drivers is not None
    assert [tuple(column[:2]) for column in own] == [tuple(column[:2]) for column in drivers]
    assert all(len(column) == 7 for column in own)


def test_a_statement_without_rows_has_none(app: object) -> None:
    assert _asked("SET LOCAL search_path TO public").description is None


def _asked(statement: str) -> Any:
    held = db.session.connection().connection.cursor()
    assert isinstance(held, PlainColumns)
    return held.execute(statement)
