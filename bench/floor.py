"""The floor: one form field after another into one row, with raw SQL. Nothing that serves the purpose can cost less."""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
from flask import Flask, Response, request

COLUMNS = ("event", "given_name", "family_name", "email", "function", "body", "category", "mode")
SEATS = "CREATE TABLE event (name TEXT PRIMARY KEY, held INTEGER NOT NULL, places INTEGER NOT NULL)"
ROWS = f"CREATE TABLE registration (id {{key}}, {', '.join(f'{column} TEXT NOT NULL' for column in COLUMNS)})"

ARRIVALS = "CREATE TABLE arrival (code TEXT PRIMARY KEY, at TEXT NOT NULL)"

own = threading.local()
app = Flask(__name__)


def connection() -> Any:
    """This thread's connection, opened once."""
    if not hasattr(own, "connection"):
        url = os.environ["FLOOR_DATABASE_URL"]
        if url.startswith("sqlite:///"):
            own.connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
            own.connection.execute("PRAGMA journal_mode = WAL")
            own.connection.execute("PRAGMA synchronous = NORMAL")
            own.mark = "?"
        else:
            own.connection = psycopg.connect(url, autocommit=True)
            own.mark = "%s"
    return own.connection


def make_tables() -> None:
    """Make the tables, and the event."""
    sqlite = os.environ["FLOOR_DATABASE_URL"].startswith("sqlite")
    key = "INTEGER PRIMARY KEY" if sqlite else "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    connection().execute(SEATS)
    connection().execute(ROWS.format(key=key))
    connection().execute("CREATE INDEX registration_event ON registration (event, id)")
    connection().execute(ARRIVALS)
    connection().execute("INSERT INTO event VALUES ('conference', 0, 1000000)")


def fill(number: int) -> None:
    """So many people at an event of that name, in nine categories and for sixty bodies."""
    database = connection()
    marks = ", ".join([own.mark] * len(COLUMNS))
    common = (str(number), "Élodie", "MÜLLER", "person@example.org", "Adviser")
    rows = [(*common, f"B{each % 60}", f"C{each % 9}", "online") for each in range(number)]
    with database if own.mark == "?" else database.transaction():
        cursor = database.cursor()
        cursor.executemany(f"INSERT INTO registration ({', '.join(COLUMNS)}) VALUES ({marks})", rows)


@app.get("/figures/<event>")
def figures(event: str) -> tuple[str, dict[str, str]]:
    """How many people there are of each body and category."""
    database = connection()
    rows = database.execute(
        f"SELECT body, category, count(*) FROM registration WHERE event = {own.mark} GROUP BY body, category",
        [event],
    )
    return "\n".join(f"{body} {category} {number}" for body, category, number in rows.fetchall()), {
        "X-Statements": "1"
    }


@app.get("/event/<name>")
def seats(name: str) -> tuple[str, dict[str, str]]:
    """An event, and how many places are left."""
    row = connection().execute(f"SELECT held, places FROM event WHERE name = {own.mark}", [name]).fetchone()
    return f"{name}: {row[1] - row[0]} places", {"X-Statements": "1"}


@app.get("/page/<event>")
def first_page(event: str) -> tuple[str, dict[str, str]]:
    """The first fifty people of an event, and how many there are; of those whose name holds a word, if one is given."""
    database = connection()
    where = f"FROM registration WHERE event = {own.mark} AND lower(family_name) LIKE {own.mark}"
    values = [event, f"%{request.args.get('q', '')}%"]
    number = database.execute(f"SELECT count(*) {where}", values).fetchone()[0]
    rows = database.execute(f"SELECT {', '.join(COLUMNS)} {where} ORDER BY id LIMIT 50", values).fetchall()
    return "\n".join([str(number), *map(", ".join, rows)]), {"X-Statements": "2"}


@app.get("/list/<event>")
def as_list(event: str) -> Response:
    """All people of an event as CSV, row by row."""
    database = connection()
    cursor = database.cursor() if own.mark == "?" else database.cursor("list", withhold=True)
    cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM registration WHERE event = {own.mark}", [event])

    def lines() -> Iterator[str]:
        while rows := cursor.fetchmany(1000):
            buffer = io.StringIO()
            csv.writer(buffer).writerows(rows)
            yield buffer.getvalue()
        cursor.close()

    return Response(lines(), headers={"X-Statements": "1"}, content_type="text/csv")


@app.get("/healthz")
def alive() -> str:
    """Say that the server answers."""
    return "ok"


@app.post("/register")
def register() -> tuple[str, dict[str, str]]:
    """Take a seat if there is one, keep who takes it, and answer."""
    database = connection()
    values = [request.form[column] for column in COLUMNS]
    marks = ", ".join([own.mark] * len(COLUMNS))
    database.execute("BEGIN IMMEDIATE" if own.mark == "?" else "BEGIN")
    database.execute(
        f"UPDATE event SET held = held + 1 WHERE name = {own.mark} AND held < places", values[:1]
    )
    database.execute(f"INSERT INTO registration ({', '.join(COLUMNS)}) VALUES ({marks})", values)
    database.execute("COMMIT")
    return "registered", {"X-Statements": "2"}


@app.post("/scan")
def scan() -> tuple[str, dict[str, str]]:
    """Keep who came, the first time, and say since when."""
    database, code = connection(), request.form["code"]
    database.execute("BEGIN IMMEDIATE" if own.mark == "?" else "BEGIN")
    database.execute(
        f"INSERT INTO arrival VALUES ({own.mark}, {own.mark}) ON CONFLICT DO NOTHING",
        [code, datetime.now(UTC).isoformat()],
    )
    at = database.execute(f"SELECT at FROM arrival WHERE code = {own.mark}", [code]).fetchone()
    database.execute("COMMIT")
    return f"in since {at[0]}", {"X-Statements": "2"}
