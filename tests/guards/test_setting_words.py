"""Each limit and period has words in both languages, or a place on the page of what is kept how long."""

from __future__ import annotations

import pytest

from app.lib.wording import catalogue
from app.services import setting_words
from app.services.privacy.retention import PERIODS
from app.services.setting_words import GROUPS, UNITS, WORDS
from app.services.settings import DEFINITIONS


def test_each_setting_has_words_or_is_a_period_of_keeping() -> None:
    assert set(WORDS) | set(PERIODS) == set(DEFINITIONS)
    assert not set(WORDS) & set(PERIODS)


@pytest.mark.parametrize(
    "message", [text for one in WORDS.values() for text in one[2:4]] + [*GROUPS.values(), *UNITS.values()]
)
def test_the_words_are_there_in_french(message: str) -> None:
    french = catalogue("fr").ugettext(message)
    assert french != message or message.rpartition("\x04")[2] == "minutes"
    assert "\x04" not in french


def test_what_is_sensible_lies_within_the_bounds() -> None:
    for name, words in WORDS.items():
        known = DEFINITIONS[name]
        assert not words.beyond(known.default), name
        for bound in (words.sensible_least, words.sensible_most):
            assert bound is None or known.least <= bound <= known.most, name


def test_each_setting_stands_in_one_group() -> None:
    listed = [name for group in setting_words.Group for name in setting_words.of_group(group)]
    assert sorted(listed) == sorted(WORDS)
