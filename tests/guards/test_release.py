"""What a release asks for (tests/release), as far as it has to hold on every day."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.lib.version import version
from tests.release import changelog, checks, locks
from tests.release.checks import Release

ROOT = Path(__file__).parents[2]


def test_the_changelog_keeps_its_form() -> None:
    assert changelog.faults((ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) == []


def test_the_version_is_not_behind_the_changelog() -> None:
    told = changelog.sections((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    newest = max((changelog.number(each.version) for each in told if each.version), default=(0, 0, 0))
    assert changelog.number(version()) >= newest


def test_the_locks_hold_what_is_asked_for() -> None:
    assert locks.faults(ROOT) == []


@pytest.mark.parametrize("check", [checks.figures_have_dates, checks.every_word_is_translated])
def test_figures_and_words(check: object) -> None:
    assert callable(check)
    assert check(Release(version(), ROOT)) == []
