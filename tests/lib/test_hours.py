"""Hours and numbers as each language writes them."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from app.lib import dates, hours, numbers


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        (time(9, 5), "en", "09:05"),
        (time(9, 5), "fr", "9\u00a0h\u00a005"),
        (time(14, 30), "fr", "14\u00a0h\u00a030"),
        (time(0, 0), "en", "00:00"),
        (time(0, 0), "fr", "0\u00a0h\u00a000"),
    ],
)
def test_an_hour(value: time, language: str, words: str) -> None:
    assert hours.clock(value, language) == words


def test_seconds() -> None:
    assert hours.clock(time(9, 5, 7), "en", seconds=True) == "09:05:07"
    assert hours.clock(time(9, 5, 7), "fr", seconds=True) == "9\u00a0h\u00a005\u00a0min\u00a007\u00a0s"


def test_from_when_to_when_breaks_behind_the_dash_alone() -> None:
    assert hours.hours(time(9, 15), time(10, 30), "en") == "09:15–10:30"
    assert hours.hours(time(9, 15), time(10, 30), "fr") == "9\u00a0h\u00a015\u00a0– 10\u00a0h\u00a030"


def test_a_day_and_an_hour() -> None:
    moment = datetime(2027, 6, 1, 14, 30)
    assert hours.day_and_clock(moment, "en", year=True) == "Tuesday 1 June 2027, 14:30"
    assert hours.day_and_clock(moment, "fr", weekday=False) == "1er juin, 14\u00a0h\u00a030"


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        (1234, "en", "1,234"),
        (1234, "fr", "1\u202f234"),
        (1234.5, "en", "1,234.5"),
        (1234.5, "fr", "1\u202f234,5"),
        (-3, "fr", "-3"),
    ],
)
def test_a_number(value: float, language: str, words: str) -> None:
    assert numbers.number(value, language) == words


def test_a_percentage() -> None:
    assert numbers.percent(12, "en") == "12%"
    assert numbers.percent(12, "fr") == "12\u202f%"


def test_the_size_of_a_file() -> None:
    assert dates.file_size(1_250_000, "en") == "1.2\u00a0MB"
    assert dates.file_size(1_250_000, "fr") == "1,2\u00a0Mo"
    assert dates.file_size(240_300, "fr") == "240\u00a0Ko"
