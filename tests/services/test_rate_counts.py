"""Counts of attempts: shared through the database, exact when several come at once, begun anew after their period."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import RateCount
from app.services import rate_counts, settings
from app.services.errors import TooManyAttempts
from tests.at_once import at_once
from tests.statement_count import Statements

PERIOD = timedelta(minutes=15)
LIMIT = "registrations_per_address_per_hour"


def test_each_attempt_gets_the_next_number(app: Flask) -> None:
    key, other = rate_counts.key("test", "a"), rate_counts.key("test", "b")
    assert [rate_counts.add(key, PERIOD).number for _ in range(3)] == [1, 2, 3]
    assert rate_counts.add(other, PERIOD).number == 1


def test_a_count_begins_anew_after_its_period(app: Flask) -> None:
    key = rate_counts.key("test", "a")
    with time_machine.travel("2027-06-09T06:00:00Z", tick=False) as clock:
        first = rate_counts.add(key, PERIOD)
        clock.shift(PERIOD - timedelta(seconds=1))
        assert rate_counts.add(key, PERIOD) == (2, first.until)
        clock.shift(timedelta(seconds=1))
        assert rate_counts.add(key, PERIOD) == (1, first.until + PERIOD)


def test_what_is_over_is_removed(app: Flask) -> None:
    with time_machine.travel("2027-06-09T06:00:00Z", tick=False) as clock:
        rate_counts.add(rate_counts.key("test", "old"), PERIOD)
        clock.shift(PERIOD - timedelta(seconds=1))
        rate_counts.add(rate_counts.key("test", "new"), PERIOD)
        clock.shift(timedelta(seconds=1))
        assert rate_counts.remove_spent() == 1
    assert db.session.scalar(select(func.count()).select_from(RateCount)) == 1


def test_what_is_allowed_is_a_setting(app: Flask) -> None:
    key = rate_counts.key("test", "a")
    settings.change(LIMIT, 10)
    db.session.commit()
    with time_machine.travel("2027-06-09T06:00:00Z", tick=False) as clock:
        for _ in range(10):
            rate_counts.add_within(LIMIT, key)
        clock.shift(timedelta(minutes=20))
        with pytest.raises(TooManyAttempts) as refused:
            rate_counts.add_within(LIMIT, key)
        assert refused.value.seconds == 40 * 60
        clock.shift(timedelta(minutes=40))
        rate_counts.add_within(LIMIT, key)


def test_asking_counts_nothing(app: Flask) -> None:
    key = rate_counts.key("test", "a")
    settings.change(LIMIT, 10)
    db.session.commit()
    with time_machine.travel("2027-06-09T06:00:00Z", tick=False) as clock:
        for _ in range(10):
            rate_counts.refuse_more_than(LIMIT, key)
            rate_counts.add(key, rate_counts.HOUR)
        with pytest.raises(TooManyAttempts):
            rate_counts.refuse_more_than(LIMIT, key)
        clock.shift(rate_counts.HOUR)
        rate_counts.refuse_more_than(LIMIT, key)


def test_an_attempt_is_counted_by_one_statement(
    app: Flask, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    with statements() as asked:
        rate_counts.add_within(LIMIT, rate_counts.key("test", "a"))
    asked.within(1)


def test_an_attempt_can_be_taken_back_and_a_count_forgotten(app: Flask) -> None:
    key = rate_counts.key("test", "a")
    rate_counts.add(key, PERIOD)
    rate_counts.add(key, PERIOD)
    rate_counts.take_back(key)
    assert rate_counts.add(key, PERIOD).number == 2
    rate_counts.forget(key)
    assert rate_counts.add(key, PERIOD).number == 1


def test_ten_at_once_get_ten_numbers(app: Flask) -> None:
    key = rate_counts.key("test", "a")

    def attempt(_number: int) -> int:
        return rate_counts.add(key, PERIOD).number

    assert sorted(at_once(app, 10, attempt)) == list(range(1, 11))


def test_a_key_tells_nobody_whose_it_is(app: Flask) -> None:
    key = rate_counts.key("sign_in", "h.marchetti@coe.example", "192.0.2.7")
    assert "marchetti" not in key
    assert "192" not in key
