"""Ratios, goals on another machine, verdicts and growth, with figures that can be reckoned in one’s head."""

from __future__ import annotations

import pytest

from bench import goals
from bench.goals import PLACES, ROWS, Goal, Measured, Row
from tests.bench.figures import one, reached


def row(work: str) -> Row:
    return next(each for each in ROWS if each.work == work)


def test_a_ratio_is_to_the_floor_of_the_same_run() -> None:
    assert goals.ratio(Measured({"cpu_ms": 30.0}, {"cpu_ms": 2.0})) == 15


@pytest.mark.parametrize("floor", [{}, {"cpu_ms": 0.0}], ids=["none", "too little to be measured"])
def test_without_a_floor_there_is_no_ratio(floor: goals.Figures) -> None:
    assert goals.ratio(Measured({"cpu_ms": 30.0}, floor)) is None


def test_processor_time_is_scaled_by_a_plain_request_and_not_by_the_floors_own_work() -> None:
    goal = Goal("cpu_ms", 25, "{:g} ms", scaled=True)
    assert goal.here(Measured({"cpu_ms": 30.0}, {"cpu_ms": 12.0}, plain_ms=2.4)) == pytest.approx(50)
    assert goal.here(Measured({"cpu_ms": 30.0}, {"cpu_ms": 12.0}, plain_ms=0.6)) == pytest.approx(12.5)
    assert goal.here(Measured({"cpu_ms": 30.0}, {})) == 25, "as it was set, where nothing is known"


def test_counts_and_seconds_are_not_scaled() -> None:
    slow = one(plain_ms=12)
    asked = {goal.figure: goal.here(slow) / goal.most for each in ROWS for goal in each.goals}
    assert {figure for figure, factor in asked.items() if factor != 1} == {"cpu_ms"}


def test_just_reached_is_reached_and_a_little_more_is_not() -> None:
    [verdict] = row("statistics").verdicts(one(2.4, {"cpu_ms": 40.0}))
    assert verdict.reached
    [verdict] = row("statistics").verdicts(one(2.4, {"cpu_ms": 40.1}))
    assert not verdict.reached


@pytest.mark.parametrize("sold", [PLACES - 1, PLACES + 1])
def test_one_place_more_or_fewer_is_a_fault(sold: int) -> None:
    found = reached() | {"places": one(figures={"sold": float(sold)})}
    assert list(goals.faults(found)) == [f"100 clients for 50 places: {sold} sold, not 50 sold"]


def test_a_missed_goal_is_no_fault_but_a_missing_work_is() -> None:
    found = reached() | {"event": one(figures={"cpu_ms": 1000.0})}
    assert list(goals.faults(found)) == []
    del found["scan"]
    assert list(goals.faults(found)) == ["check-in scan: not measured"]


def test_a_long_file_is_judged_by_the_time_of_each_row_and_by_memory() -> None:
    shorter = {"seconds": 0.2, "memory_mb": 100.0}
    longer = goals.compared_with_shorter({"seconds": 5.5, "memory_mb": 120.0}, shorter, 25)
    assert longer == {"times_each_row": 1.1, "times_memory": 1.2}
    missed = [
        verdict.goal.figure
        for verdict in row("csv_long").verdicts(one(figures={"seconds": 5.0, **longer}))
        if not verdict.reached
    ]
    assert missed == ["times_memory"]


def test_growth_is_how_many_times_as_much() -> None:
    assert goals.times(one(figures={"cpu_ms": 20.0}), one(figures={"cpu_ms": 25.0}), "cpu_ms") == 1.25
    assert goals.times(one(figures={"cpu_ms": 0.0}), one(), "cpu_ms") is None


def test_every_work_that_grows_is_a_row() -> None:
    works = [each.work for each in ROWS]
    assert len(works) == len(set(works))
    assert {work for pair in goals.GROWING.values() for work in pair} <= set(works)
