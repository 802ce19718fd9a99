"""docs/security.md says which test shows what: each of them is there, and no line stands without one."""

from __future__ import annotations

import re
from pathlib import Path

from tests.guards.test_form_tokens import CHECK_THEMSELVES
from tests.known_tests import exists

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
_TEST = re.compile(r"^- `(tests/[^`]+)`$", re.MULTILINE)
_CLAIM = re.compile(r"^\*\*(.+?)\*\*\n\n((?:- [^\n]+\n)*)", re.MULTILINE | re.DOTALL)


def test_each_test_that_is_named_is_there() -> None:
    named = _TEST.findall(PAGE.read_text(encoding="utf-8"))
    assert len(named) > 100
    assert [test for test in [*named, *CHECK_THEMSELVES.values()] if not exists(test)] == []


def test_each_line_is_shown_by_a_test() -> None:
    claims = _CLAIM.findall(PAGE.read_text(encoding="utf-8"))
    assert len(claims) > 25
    assert [claim for claim, tests in claims if not _TEST.findall(tests)] == []


def test_nothing_is_named_twice_under_one_line() -> None:
    for claim, tests in _CLAIM.findall(PAGE.read_text(encoding="utf-8")):
        assert len(set(_TEST.findall(tests))) == tests.count("\n"), claim
