"""Connections that rested in the pool: one that is lost is replaced before anybody uses it, one that is well is asked nothing."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from flask import Flask
from sqlalchemy import text

from app.extensions import db
from app.lib import patience
from app.lib.patience import PatientConnection

pytestmark = pytest.mark.postgresql_only


@pytest.fixture
def asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[PatientConnection]:
    """The connections that were asked whether they still live."""
    found: list[PatientConnection] = []
    answers: Callable[[PatientConnection], bool] = PatientConnection.answers

    def noted(connection: PatientConnection) -> bool:
        found.append(connection)
        return answers(connection)

    monkeypatch.setattr(PatientConnection, "answers", noted)
    return found


def _process() -> int:
    number = int(db.session.scalar(text("SELECT pg_backend_pid()")) or 0)
    db.session.rollback()
    return number


def _hang_up(process: int) -> None:
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


def test_used_again_at_once_it_is_asked_nothing(asked: list[PatientConnection]) -> None:
    assert _process() == _process() == _process()
    assert not asked


def test_after_a_rest_it_is_asked(asked: list[PatientConnection], monkeypatch: pytest.MonkeyPatch) -> None:
    first = _process()
    monkeypatch.setattr(patience, "_RESTED", -1.0)
    assert _process() == first
    assert len(asked) == 1


def test_one_that_was_cut_off_is_replaced_at_once(asked: list[PatientConnection]) -> None:
    first = _process()
    _hang_up(first)
    assert _process() != first
    assert not asked, "the end of the line was heard"


def test_one_that_is_lost_without_a_word_is_replaced_after_a_rest(
    asked: list[PatientConnection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PatientConnection, "has_heard", lambda _connection: False)
    monkeypatch.setattr(patience, "_RESTED", -1.0)
    first = _process()
    _hang_up(first)
    assert _process() != first
    assert len(asked) == 1
