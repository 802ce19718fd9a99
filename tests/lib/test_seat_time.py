"""Moments by the clocks of Strasbourg, in summer and in winter, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.lib import seat_time

SUMMER = datetime(2027, 6, 9, 8, 10, 5, tzinfo=UTC)
NIGHT = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "language", "words"),
    [
        (SUMMER, "en", "9 June 2027, 10:10"),
        (SUMMER, "fr", "9 juin 2027, 10\u00a0h\u00a010"),
        (NIGHT, "en", "1 January 2027, 00:30"),
        (NIGHT, "fr", "1er janvier 2027, 0\u00a0h\u00a030"),
    ],
)
def test_the_day_and_the_hour_are_those_of_strasbourg(at: datetime, language: str, words: str) -> None:
    assert seat_time.moment(at, language) == words


def test_seconds_are_said_where_they_are_asked_for() -> None:
    assert seat_time.moment(SUMMER, "en", seconds=True) == "9 June 2027, 10:10:05"


def test_a_moment_that_stands_alone_says_whose_clocks_these_are() -> None:
    assert seat_time.with_place(SUMMER, "en") == "9 June 2027, 10:10, Strasbourg time"
    assert seat_time.with_place(SUMMER, "fr") == "9 juin 2027, 10\u00a0h\u00a010, heure de Strasbourg"
