"""Counts of attempts: shared through the database, exact when several come at once, begun anew after their period."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import RateCount
from app.services import rate_counts

PERIOD = timedelta(minutes=15)


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
        clock.shift(PERIOD)
        rate_counts.add(rate_counts.key("test", "new"), PERIOD)
    assert db.session.scalar(select(func.count()).select_from(RateCount)) == 1


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
        with app.app_context():
            return rate_counts.add(key, PERIOD).number

    with ThreadPoolExecutor(10) as threads:
        assert sorted(threads.map(attempt, range(10))) == list(range(1, 11))


def test_a_key_tells_nobody_whose_it_is(app: Flask) -> None:
    key = rate_counts.key("sign_in", "h.marchetti@coe.example", "192.0.2.7")
    assert "marchetti" not in key
    assert "192" not in key
