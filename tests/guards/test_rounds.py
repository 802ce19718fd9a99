"""`make chaos` runs every test that is repeated in rounds, and nothing else."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.known_tests import exists

ROOT = Path(__file__).parents[2]
_REPEATED = re.compile(r"^@repeated\ndef (test_\w+)", re.MULTILINE)
_CHAOS = re.compile(r"^CHAOS := (.+)$", re.MULTILINE)


def test_make_chaos_runs_all_that_is_repeated() -> None:
    named = _named()
    repeated = {
        f"{file.relative_to(ROOT)}::{name}"
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in _REPEATED.findall(file.read_text(encoding="utf-8"))
    }
    assert len(repeated) >= 3
    assert {test for test in repeated if not any(test.startswith(place) for place in named)} == set()
    assert {place for place in named if not any(test.startswith(place) for test in repeated)} == set()
    assert [test for test in repeated if not exists(test)] == []


def _named() -> list[str]:
    found = _CHAOS.search((ROOT / "Makefile").read_text(encoding="utf-8"))
    assert found
    return shlex.split(found[1])
