"""Breakdowns for the public: none that singles out a few, alone or beside another version that was public."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.dimensions import UNRECORDED
from app.services.statistics import breakdowns
from app.services.statistics.breakdowns import FEWEST, Cells

Version = dict[str | None, int]


def shown(*versions: Version, step: str = "attended") -> Cells | None:
    """What the public reads of the gender in the last of some versions; an error where it is not even named."""
    found = breakdowns.shown(
        [(step, {"gender": [(key, {step: number}) for key, number in one.items()]}) for one in versions]
    )
    return found["gender"]


@pytest.mark.parametrize(
    ("cells", "stands"),
    [
        ({"woman": 20, "man": 25}, True),
        ({"woman": 5, "man": 5}, True),
        ({"woman": 4, "man": 25}, False),
        ({"woman": 20, "man": 25, "other": 1}, False),
        ({"woman": 20, "man": 25, None: 4}, False),
        ({"woman": 20, "man": 25, "other": 0, None: 7}, True),
        ({"woman": 45}, True),
    ],
)
def test_a_breakdown_stands_where_each_cell_has_five_or_nobody(cells: Version, stands: bool) -> None:
    assert (shown(cells) is not None) is stands


def test_nobody_stands_in_no_cell() -> None:
    assert shown({"woman": 20, "man": 25, "other": 0}) == {"woman": 20, "man": 25}


@pytest.mark.parametrize(
    "cells", [{}, {UNRECORDED: 60}, {None: 60}, {None: 20, UNRECORDED: 40}, {"woman": 0}]
)
def test_what_nobody_knows_is_no_breakdown(cells: Version) -> None:
    with pytest.raises(KeyError):
        shown(cells)


def test_a_correction_by_one_person_does_not_tell_who_it_was() -> None:
    first, second = {"woman": 20, "man": 25}, {"woman": 21, "man": 25}
    assert shown(first, second) is None
    assert shown(second) == second, "by itself it could stand"
    assert shown(first, {"woman": 25, "man": 25}) == {"woman": 25, "man": 25}
    assert shown(first, first) == first


def test_a_few_who_appear_in_a_new_cell_are_told_apart_neither() -> None:
    assert shown({"woman": 20, "man": 25}, {"woman": 15, "man": 25, "other": 5}) is not None
    assert shown({"woman": 20, "man": 25}, {"woman": 18, "man": 25, "other": 5}) is None


def test_what_was_withheld_cannot_be_compared() -> None:
    first, second = {"woman": 4, "man": 25}, {"woman": 5, "man": 25}
    assert shown(first, second) == second


def test_every_version_that_was_read_counts_not_only_the_last_one() -> None:
    assert shown({"woman": 20, "man": 25}, {"woman": 30, "man": 25}, {"woman": 21, "man": 25}) is None


def test_another_step_is_compared_as_well() -> None:
    rows = [("woman", {"confirmed": 20, "attended": 18}), ("man", {"confirmed": 25, "attended": 25})]
    both = [("confirmed", {"gender": rows}), ("attended", {"gender": rows})]
    assert breakdowns.shown(both)["gender"] is None, "two women were absent"


def test_only_what_may_be_public_at_all_is_there() -> None:
    rows = [("head", {"attended": 20}), ("delegate", {"attended": 40})]
    assert breakdowns.shown([("attended", {"role": rows, "first_recorded": rows})]) == {}


cells = st.dictionaries(st.sampled_from(["woman", "man", "other", None]), st.integers(0, 40))


@given(st.lists(cells, min_size=1, max_size=5))
def test_no_two_breakdowns_that_were_read_single_anybody_out(versions: Sequence[Version]) -> None:
    read = [
        found
        for number in range(len(versions))
        if (found := breakdowns.shown(_told(versions[: number + 1])).get("gender")) is not None
    ]
    for one in read:
        assert min(one.values()) >= FEWEST
    for first, second in combinations(read, 2):
        differences = {abs(first.get(key, 0) - second.get(key, 0)) for key in {*first, *second}}
        assert not differences & set(range(1, FEWEST))


def _told(
    versions: Sequence[Version],
) -> list[tuple[str, dict[str, list[tuple[str | None, dict[str, int | None]]]]]]:
    return [
        ("attended", {"gender": [(key, {"attended": number}) for key, number in one.items()]})
        for one in versions
    ]
