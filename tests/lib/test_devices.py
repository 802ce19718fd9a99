"""A browser as its owner knows it: name and system, no version, whatever it says of itself."""

from __future__ import annotations

import pytest

from app.lib.devices import device_of, worded

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/17.0 Mobile/15E148 Safari/604.1"
)


@pytest.mark.parametrize(
    ("said", "language", "words"),
    [
        (FIREFOX, "en", "Firefox on Windows"),
        (FIREFOX, "fr", "Firefox sous Windows"),
        (IPHONE, "en", "Mobile Safari on iOS"),
        ("curl/8.0", "en", "curl"),
        ("", "en", "Unknown browser"),
        (None, "fr", "Navigateur inconnu"),
        ("<script>alert(1)</script>", "en", "Unknown browser"),
    ],
)
def test_the_words(said: str | None, language: str, words: str) -> None:
    assert worded(device_of(said), language) == words


@pytest.mark.parametrize("said", ["x" * 100_000, "Mozilla/5.0 (" * 5_000, "\0\r\n|" * 500, FIREFOX * 1_000])
def test_whatever_a_browser_says_fits_its_column(said: str) -> None:
    assert len(device_of(said)) <= 80
