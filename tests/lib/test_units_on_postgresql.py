"""A unit that only reads begins no transaction on PostgreSQL: what it needs one for all the same, and what stays prepared."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from flask import Flask
from psycopg.pq import TransactionStatus
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import NotSupportedError

from app.extensions import db
from app.lib import outages, transaction_kind
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


def test_what_was_prepared_before_a_migration_is_an_outage_that_goes_by(app: Flask) -> None:
    words = text("SELECT word FROM changing")
    with db.engine.connect() as other:
        other.execute(text("CREATE TABLE changing (word varchar(10))"))
        other.commit()
        try:
            with transaction_kind.reading():
                for _ in range(8):
                    db.session.execute(words).all()
                    db.session.rollback()
                other.execute(text("ALTER TABLE changing ALTER word TYPE varchar(20)"))
                other.commit()
                with pytest.raises(NotSupportedError) as refused:
                    db.session.execute(words)
                assert outages.is_outage(refused.value)
                outages.let_go(db.session)
                assert db.session.execute(words).all() == []
                db.session.rollback()
        finally:
            with psycopg.connect(_address(), autocommit=True) as last:
                last.execute("DROP TABLE changing")


def _address() -> str:
    return db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def test_statements_stay_prepared_from_one_unit_to_the_next(app: Flask) -> None:
    for _ in range(8):  # the driver prepares what it has been asked five times
        with transaction_kind.reading():
            db.session.scalars(select(Body).limit(3)).all()
            db.session.rollback()
    names = db.session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("FROM body" in statement for statement in names), names
