"""A unit that only reads begins no transaction on PostgreSQL: what it needs one for all the same, and what stays prepared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from psycopg.pq import TransactionStatus
from sqlalchemy import func, select, text, update

from app.extensions import db
from app.lib import transaction_kind
from app.lib.write_transactions import WriteInReadingUnit
from app.models import Body
from app.services.backup.snapshot import snapshot
from tests.factories.users import a_user

pytestmark = pytest.mark.postgresql_only


@pytest.fixture
def reading(app: Flask) -> Iterator[None]:
    with transaction_kind.reading():
        yield
    db.session.rollback()


def _status() -> TransactionStatus:
    held = db.session.connection().connection.dbapi_connection
    return TransactionStatus(held.info.transaction_status)  # type: ignore[union-attr]


def test_a_reading_unit_begins_nothing(reading: None) -> None:
    assert db.session.scalar(text("SELECT 1"))
    assert _status() is TransactionStatus.IDLE


def test_a_unit_that_may_write_is_one_transaction(app: Flask) -> None:
    with transaction_kind.reading():
        db.session.scalar(text("SELECT 1"))
        db.session.rollback()
    assert db.session.scalar(text("SELECT 1"))
    assert _status() is TransactionStatus.INTRANS, "the same connection, after it was used for reading"


def test_portions_are_fetched_within_a_transaction(reading: None) -> None:
    db.session.scalar(text("SELECT 1"))
    rows = db.session.scalars(select(func.generate_series(1, 50)).execution_options(yield_per=10))
    assert sum(rows) == 1275
    assert _status() is TransactionStatus.INTRANS


def test_a_savepoint_has_a_transaction_around_it(reading: None) -> None:
    db.session.scalar(text("SELECT 1"))
    with db.session.begin_nested():
        assert _status() is TransactionStatus.INTRANS
    assert db.session.scalar(text("SELECT 1"))


def test_a_backup_reads_one_moment(app: Flask) -> None:
    with snapshot(db.engine) as seen:
        held = seen.connection.connection.dbapi_connection
        assert held.info.transaction_status == TransactionStatus.INTRANS  # type: ignore[union-attr]
        assert seen.connection.scalar(text("SHOW transaction_isolation")) == "repeatable read"


def test_what_began_as_a_reading_unit_does_not_write(app: Flask) -> None:
    user = a_user()
    db.session.commit()
    with transaction_kind.reading():
        db.session.refresh(user)
    user.name = "Somebody Else"
    with pytest.raises(WriteInReadingUnit):
        db.session.flush()
    with pytest.raises(WriteInReadingUnit):
        db.session.execute(update(Body).values(alias=None))
    db.session.rollback()


def test_statements_stay_prepared_from_one_unit_to_the_next(app: Flask) -> None:
    for _ in range(8):  # the driver prepares what it has been asked five times
        with transaction_kind.reading():
            db.session.scalars(select(Body).limit(3)).all()
            db.session.rollback()
    names = db.session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("FROM body" in statement for statement in names), names
