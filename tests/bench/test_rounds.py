"""Rounds of operations on a server that is none: they alternate, each operation has a number of its own, a failure ends them."""

from __future__ import annotations

from typing import Any, cast

import pytest

from bench import measuring
from bench.measuring import Operation, Pace
from bench.processes import Server
from bench.storage import Storage
from bench.visitor import Visitor

NOWHERE = Storage("none", "", "", None)


class Standing:
    """What stands for a server: it has a port at which nobody asks."""

    port = 1

    def __init__(self) -> None:
        self.process = self
        self.pid = 1

    def forget_peak(self) -> None:
        """There is none."""

    def peak(self) -> list[int]:
        """The most that it held."""
        return [3_000_000]


@pytest.fixture(autouse=True)
def _no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "cpu_seconds", lambda _pid: 0.0)


def noting(name: str, notes: list[tuple[str, int]], statements: Any = 2) -> tuple[Server, Operation]:
    """An operation that takes no time, and the server that it is for."""

    def operation(visitor: Visitor, number: int) -> None:
        visitor.cost.statements = statements
        notes.append((name, number))

    return cast(Server, Standing()), operation


def test_sides_alternate_and_no_operation_is_done_twice() -> None:
    notes: list[tuple[str, int]] = []
    sides = [noting("ours", notes), noting("floor", notes, 1)]
    ours, low = measuring.alternating(NOWHERE, Pace(3, 1.0), sides, most=2)
    counted = [note for note in notes if note[1] >= 0]
    turn = [(name, first) for first in (0, 2, 4) for name in ("ours", "floor")]
    assert counted == [(name, number) for name, first in turn for number in (first, first + 1)]
    assert len(set(notes)) == len(notes), "not in the rounds to warm up either"
    assert (ours["operations"], ours["statements"], low["statements"]) == (6, 2, 1)
    assert ours["memory_mb"] == 3


def test_an_operation_that_fails_ends_the_run() -> None:
    notes: list[tuple[str, int]] = []
    server, _ = noting("ours", notes)

    def refused(_visitor: Visitor, number: int) -> None:
        if number == 1:
            raise RuntimeError("POST /register answered 500")

    with pytest.raises(SystemExit, match="1 failed: POST /register answered 500"):
        measuring.alternating(NOWHERE, Pace(1, 1.0), [(server, refused)], most=2)


def test_the_statements_are_those_of_most_operations_and_the_cpu_that_of_the_cheapest_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used = iter([0, 1, 1, 2, 10, 12, 20, 21, 30, 33])  # two to warm up, then rounds of 2, 1 and 3 seconds
    monkeypatch.setattr(measuring, "cpu_seconds", lambda _pid: next(used))
    counts = iter([4, 4, 4, 4, 4, 4, 4, 4, 4, 9, 4, 4])

    def operation(visitor: Visitor, number: int) -> None:
        visitor.cost.statements = next(counts)

    [figures] = measuring.alternating(NOWHERE, Pace(3, 1.0), [(cast(Server, Standing()), operation)], most=1)
    assert figures["statements"] == 4
    assert figures["cpu_ms"] == 1000
