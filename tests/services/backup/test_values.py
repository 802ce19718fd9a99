"""Values of every kind of column stay what they are from either database to either; content in pieces needs little memory."""

from __future__ import annotations

import io
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    DateTime,
    Engine,
    Float,
    Index,
    Integer,
    Interval,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    Time,
    insert,
    select,
    text,
)

from app.extensions import Base
from app.lib.transaction_kind import reading, writing
from app.models.column_types import UtcDateTime
from app.services.backup import archive, file_contents, loading
from app.services.backup.errors import BackupError
from app.services.backup.snapshot import snapshot
from app.services.backup.tables import described, kind_of
from tests.services.backup.other_places import KEY, KINDS, address, engine_at

ODD = MetaData()
TABLE = Table(
    "order",  # a word of SQL's own
    ODD,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("from", Text),
    Column("short", String(5)),
    Column("flag", Boolean),
    Column("price", Numeric(12, 4)),
    Column("share", Float),
    Column("at", UtcDateTime),
    Column("day", Date),
    Column("hour", Time),
    Column("content", LargeBinary),
    Column("said", JSON),
    Column("length", BigInteger, Computed("id - 1")),
)
Index("ix_some", TABLE.c.short, unique=True, sqlite_where=text("flag"), postgresql_where=text("flag"))
NAMED = Table("named", ODD, Column("name", String(20), primary_key=True), Column("n", Integer))
ROWS: list[dict[str, Any]] = [
    {"from": "", "short": "", "flag": False, "price": Decimal("0"), "share": 0.0, "content": b"", "said": None},
    {"from": "a\r\n\t\\N “𝄞”", "short": "ΑΒΓ", "flag": True, "price": Decimal("-12.5000"), "share": 0.1},
    {"price": Decimal("99999999.9999"), "share": 1e300, "content": bytes(range(256)), "said": {"b": 1, "a": None}},
    {"at": datetime(2027, 3, 28, 1, 59, 59, 999999, UTC), "day": date(2024, 2, 29), "hour": time(23, 59, 59, 1)},
    {"at": datetime(1, 1, 1, tzinfo=UTC), "day": date(1, 1, 1), "hour": time(0, 0), "said": "\ud800 half"},
    {"at": datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "day": date(9999, 12, 31), "said": [1.5, True, "\x00"]},
    {"said": 12}, {"said": -1.25}, {"said": True}, {"said": "12"}, {"said": ""}, {"said": []},
]  # fmt: skip


@pytest.fixture(params=KINDS)
def odd(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database with a column of every kind."""
    with engine_at(address(request.param, "odd")) as engine:
        with writing(), engine.begin() as connection:
            ODD.create_all(connection)
            for number, row in enumerate(ROWS):
                connection.execute(insert(TABLE).values(id=(1 << 62) + number, **row))
            for name in ("b", "B", "é", "a b", "a-b", "ab", "Z", "_", "\U0001d11e", "﻿"):
                connection.execute(insert(NAMED).values(name=name, n=1))
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
            connection.execute(text("INSERT INTO alembic_version VALUES ('odd')"))
        yield engine


@pytest.mark.parametrize("kind", KINDS)
def test_each_value_is_what_it_was(odd: Engine, kind: str) -> None:
    file = io.BytesIO()
    with snapshot(odd) as seen:
        archive.write(seen, file, KEY, "0.1.0")
    with engine_at(address(kind)) as engine:
        with writing(), engine.begin() as connection:
            ODD.create_all(connection)
            counts = loading.fill(connection, archive.opened(file, KEY).parts())
        assert counts["order"].rows == len(ROWS)
        for table in (TABLE, NAMED):
            assert everything(engine, table) == everything(odd, table)


def everything(engine: Engine, table: Table) -> list[tuple[Any, ...]]:
    with reading(), engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(table)))


def test_what_cannot_be_read_is_named_without_its_value(odd: Engine) -> None:
    if odd.dialect.name != "sqlite":
        return
    with writing(), odd.begin() as connection:
        connection.execute(text("""UPDATE "order" SET at = 'no moment of ANA CEBOTARI' WHERE flag"""))
    with snapshot(odd) as seen, pytest.raises(BackupError, match="the table order cannot be read") as refused:
        archive.write(seen, io.BytesIO(), KEY, "0.1.0")
    assert "ANA" not in str(refused.value)


def test_each_column_of_the_models_is_of_a_kind_that_backups_know() -> None:
    for table in Base.metadata.tables.values():
        assert len(table.primary_key) > 0, f"{table.name} has no key to be read by"
        for column in table.columns:
            stored = getattr(column.type, "impl", column.type)  # what the database is told
            kind_of(table.name, {"name": column.name, "type": stored})
            assert isinstance(column.type, UtcDateTime) or not isinstance(column.type, DateTime)
    with pytest.raises(BackupError, match="x.y is of a type"):
        kind_of("x", {"name": "y", "type": Interval()})


PIECES = 96
PIECE = 256 << 10


@pytest.mark.parametrize("kind", KINDS)
def test_content_goes_through_piece_by_piece(kind: str) -> None:
    """24 MiB in a file, out and in again, need far less memory than that."""
    files = MetaData()
    Table("stored_file", files, Column("name", String(32), primary_key=True), Column("size", BigInteger),
          Column("sha256", String(64)))  # fmt: skip
    pieces = Table("stored_piece", files, Column("id", Integer, primary_key=True), Column("file", String(32)),
                   Column("number", Integer), Column("content", LargeBinary))  # fmt: skip
    with engine_at(address(kind, "odd")) as engine, engine_at(address(kind)) as other:
        with writing(), engine.begin() as connection:
            files.create_all(connection)
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
            connection.execute(text("INSERT INTO alembic_version VALUES ('odd')"))
            for number in range(PIECES):
                content = bytes([number]) * PIECE
                connection.execute(insert(pieces).values(file="a" * 32, number=number, content=content))
        with tempfile.TemporaryFile() as file:
            tracemalloc.start()
            with snapshot(engine) as seen:
                archive.write(seen, file, KEY, "0.1.0")
            with writing(), other.begin() as connection:
                files.create_all(connection)
                loading.fill(connection, archive.opened(file, KEY).parts())
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        with reading(), other.connect() as connection:
            assert connection.scalar(select(pieces.c.id).order_by(pieces.c.id.desc()).limit(1)) == PIECES
    assert peak < 18 << 20


@pytest.mark.parametrize("kind", KINDS)
def test_files_are_held_against_their_digests(kind: str) -> None:
    whole = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # of “abc”
    with engine_at(address(kind, "odd")) as engine:
        with reading(), engine.connect() as connection:
            assert file_contents.unlike(connection) == (0, [])
        with writing(), engine.begin() as connection:
            bytes_of = {"sqlite": "BLOB", "postgresql": "BYTEA"}[kind]
            connection.execute(text("CREATE TABLE stored_file (name TEXT, size INTEGER, sha256 TEXT)"))
            connection.execute(
                text(f"CREATE TABLE stored_piece (file TEXT, number INTEGER, content {bytes_of})")
            )
            for name, size, content in (
                ("whole", 3, (b"a", b"bc")), ("changed", 3, (b"a", b"bd")), ("cut", 3, (b"a",)), ("lost", 3, ()),
                ("longer", 2, (b"abc",)),
            ):  # fmt: skip
                connection.execute(
                    text("INSERT INTO stored_file VALUES (:name, :size, :digest)"),
                    {"name": name, "size": size, "digest": whole},
                )
                for number, piece in reversed(list(enumerate(content))):
                    connection.execute(
                        text("INSERT INTO stored_piece VALUES (:name, :number, :content)"),
                        {"name": name, "number": number, "content": piece},
                    )
        with reading(), engine.connect() as connection:
            assert file_contents.unlike(connection) == (5, ["changed", "cut", "longer", "lost"])


def test_the_tables_are_told_alike_by_both_databases() -> None:
    told = []
    for kind in KINDS:
        with engine_at(address(kind, "odd")) as engine:
            with writing(), engine.begin() as connection:
                ODD.create_all(connection)
            with reading(), engine.connect() as connection:
                told.append(described(connection))
    assert told[0] == told[1]
    assert [column.kind for column in told[0][1].columns] == [
        "long", "text", "text", "boolean", "decimal", "float", "moment", "day", "hour", "bytes", "json",
    ]  # fmt: skip
