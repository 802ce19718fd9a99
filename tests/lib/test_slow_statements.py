"""Slow statements in the log: recognisable, and without any value."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, NullPool, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.lib import json_lines, slow_statements

_HEARD: list[int] = []


@pytest.fixture
def engine(app: Flask) -> Iterator[Engine]:
    """One that tells of all that takes a millisecond."""
    _HEARD.clear()
    made = create_engine(db.engine.url, poolclass=NullPool)
    slow_statements.install(made, 1, lambda: _HEARD.append(1))
    yield made
    json_lines.end()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line[:1] == "{"]
    return [line for line in found if line["message"] == "slow statement"]


# Long enough on any machine, on both databases.
SLOW = """
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100000)
    SELECT count(*), :who FROM numbers WHERE n <> 3 AND 'Cebotari' <> 'o''clock'
"""


def test_it_is_told_with_what_was_under_way_and_without_values(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    json_lines.begin(request="1", endpoint="public.calendar")
    with engine.connect() as connection:
        connection.execute(text(SLOW), {"who": "Marin"})
    told = [line for line in lines(capsys) if "numbers" in line["statement"]]
    assert len(told) == 1
    assert told[0]["endpoint"] == "public.calendar"
    assert told[0]["milliseconds"] >= 1
    assert "Marin" not in json.dumps(told)
    assert "Cebotari" not in json.dumps(told)
    assert len(_HEARD) >= 1


@pytest.mark.postgresql_only
def test_what_is_given_up_is_told_as_well(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    with engine.connect() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 50"))
        with pytest.raises(SQLAlchemyError):
            connection.execute(text("SELECT pg_sleep(10)"))
    assert [line["statement"] for line in lines(capsys) if "sleep" in line["statement"]] == [
        "SELECT pg_sleep(10)"
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("SELECT a.b,\n  a.c \nFROM a\nWHERE a.b = %(b_1)s::VARCHAR", "SELECT … FROM a WHERE a.b = ?"),
        ("SELECT a FROM a WHERE b IN (?, ?, ?)", "SELECT … FROM a WHERE b IN (?, …)"),
        (
            "INSERT INTO a (b, c) VALUES (%(b)s::VARCHAR, %(c)s::TIMESTAMP WITH TIME ZONE)",
            "INSERT INTO a (b, c) VALUES (?, …)",
        ),
        ("UPDATE a SET b='it''s'", "UPDATE a SET b='…'"),
        ("BEGIN IMMEDIATE", "BEGIN IMMEDIATE"),
    ],
)
def test_the_same_statement_looks_the_same(written: str, shown: str) -> None:
    assert slow_statements.shortened(written) == shown


def test_a_long_one_is_cut() -> None:
    assert len(slow_statements.shortened("UPDATE a SET " + "b, " * 500)) == slow_statements.LONGEST
