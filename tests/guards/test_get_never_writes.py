"""Opening an address changes nothing: mail scanners open every link. Whatever may change something takes its lock first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event, update
from sqlalchemy.engine import Engine

from app.extensions import db
from app.lib import transaction_kind
from app.lib.write_transactions import WriteInReadingUnit
from app.models import User
from tests.factories.users import a_user


@pytest.fixture
def user(app: Flask) -> User:
    made = a_user()
    db.session.commit()
    return made


@pytest.fixture
def reading(user: User) -> Iterator[User]:
    with transaction_kind.reading():
        yield user
    db.session.rollback()


def test_rows_are_not_written_while_reading(reading: User) -> None:
    reading.name = "Somebody Else"
    with pytest.raises(WriteInReadingUnit):
        db.session.commit()


def test_statements_do_not_write_while_reading(reading: User) -> None:
    with pytest.raises(WriteInReadingUnit):
        db.session.execute(update(User).values(name="Somebody Else"))


@pytest.mark.sqlite_only
def test_each_safe_method_only_reads(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for method in {"GET", "HEAD", "OPTIONS"} & (rule.methods or set()):
            with app.test_request_context(method=method):
                from flask import request

                request.url_rule = rule
                for prepare in app.before_request_funcs[None]:
                    if prepare.__module__ == "app.web.units":
                        prepare()
                assert transaction_kind.is_reading(), f"{method} {rule.rule}"
    transaction_kind.set_reading(False)


@pytest.mark.sqlite_only
def test_a_unit_that_may_write_takes_its_lock_first(user: User) -> None:
    begun: list[str] = []

    def note(_connection: object, _cursor: object, text: str, *_: object) -> None:
        if text.startswith("BEGIN"):
            begun.append(text)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        for kind in (transaction_kind.writing, transaction_kind.reading):
            with kind():
                db.session.rollback()
                db.session.get(User, user.id, populate_existing=True)
                db.session.rollback()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert begun == ["BEGIN IMMEDIATE", "BEGIN"]
