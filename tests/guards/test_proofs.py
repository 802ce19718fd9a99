"""`make prove` takes minutes; that its list still fits the code is seen in a moment."""

from __future__ import annotations

import pytest

from tests.known_tests import exists
from tests.prove.guard import Guard, TextNotFound, breaks_the_file
from tests.prove.registry import GUARDS


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_each_guard_stands_where_it_is_said_to(guard: Guard) -> None:
    breaks_the_file(
        guard
    )  # raises where its text is not found exactly once, or Python is not Python without it


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_each_guard_has_a_test_that_is_there(guard: Guard) -> None:
    assert guard.tests
    assert [test for test in guard.tests if not exists(test)] == []


def test_each_guard_is_listed_once() -> None:
    assert len({guard.name for guard in GUARDS}) == len(GUARDS)
    assert len({(guard.file, guard.text, guard.instead) for guard in GUARDS}) == len(GUARDS)
    assert [guard.name for guard in GUARDS if guard.text == guard.instead] == []


def test_a_guard_that_moved_away_is_noticed() -> None:
    with pytest.raises(TextNotFound):
        Guard("gone", "wsgi.py", "this never stood there", "", "x").without("app = create_app()\n")
    with pytest.raises(TextNotFound):
        Guard("twice", "wsgi.py", "a", "", "x").without("a a")
