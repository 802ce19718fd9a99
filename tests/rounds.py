"""Rounds of the tests that kill: one short one in `make test`, as many long ones in `make chaos` as ROUNDS says."""

from __future__ import annotations

import os
import secrets

import pytest

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "0"))  # what `make chaos` sets
LONG = bool(ROUNDS)
repeated = pytest.mark.parametrize("number", range(max(ROUNDS, 1)))


def a_seed() -> str:
    """The seed of a round: a new one, or the one to be repeated. Whoever uses it says which it was."""
    return os.environ.get("CHAOS_SEED") or str(secrets.randbelow(1_000_000))


def tell(capsys: pytest.CaptureFixture[str], counts: str) -> None:
    """Say at the end of a round what was counted: at once where it is a long one, otherwise if the test fails."""
    if LONG:
        with capsys.disabled():
            print(f"\n{counts}", flush=True)
    else:
        print(counts)
