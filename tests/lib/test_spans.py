"""Spans of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.lib.spans import Span, cut, joined, minutes

START = datetime(2027, 6, 9, 8, tzinfo=UTC)
spans = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50)).map(
        lambda ends: Span(START + timedelta(minutes=ends[0]), START + timedelta(minutes=ends[1]))
    ),
    max_size=8,
)


def covered(found: list[Span]) -> set[int]:
    """The minutes that lie within the spans, counted one by one."""
    return {
        number
        for number in range(60)
        for span in found
        if span.begins <= START + timedelta(minutes=number) < span.ends
    }


@given(spans)
def test_what_overlaps_counts_once(found: list[Span]) -> None:
    assert covered(joined(found)) == covered(found)
    assert minutes(found) == len(covered(found))
    assert all(one.ends < other.begins for one, other in zip(joined(found), joined(found)[1:], strict=False))


@given(spans, spans)
def test_what_is_cut_lies_in_both(found: list[Span], bounds: list[Span]) -> None:
    assert covered(cut(found, bounds)) == covered(found) & covered(bounds)


def test_seconds_add_up_before_minutes_are_counted() -> None:
    halves = [
        Span(START + timedelta(minutes=number), START + timedelta(minutes=number, seconds=30))
        for number in range(5)
    ]
    assert minutes(halves) == 2
