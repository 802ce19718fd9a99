"""METRICS_TOKEN is checked at every start: what somebody could guess is refused, and not repeated."""

from __future__ import annotations

import pytest

from config import Config, ConfigError


@pytest.mark.parametrize(
    "token", ["", "9b1e0c77a4f2d83561cbe0fa94d72638", "kJ8-3vQzXw_4rTyN0bMfLp2sHcGd7aEu"]
)
def test_none_or_a_random_one_is_taken(token: str) -> None:
    assert Config.from_environment({"METRICS_TOKEN": token}).metrics_token == token


@pytest.mark.parametrize(
    "token",
    [
        "9b1e0c77a4f2d83561cbe0fa94d7263",
        "9b1e0c77a4f2d835 61cbe0fa94d72638",
        "9b1e0c77a4f2d83561cbe0fa94d7263é",
        "x" * 40,
        "0123456789abcdefghijklmnopqrstuvwxyz",
        "my-own-secret-token-for-the-metrics-page",
    ],
)
def test_another_is_refused_in_one_line_and_not_repeated(token: str) -> None:
    with pytest.raises(ConfigError, match="^METRICS_TOKEN must be ") as refused:
        Config.from_environment({"METRICS_TOKEN": token})
    assert token not in str(refused.value)
    assert "\n" not in str(refused.value)
