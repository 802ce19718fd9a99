"""Spans of time: several are joined, cut to others and counted, each moment once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple


class Span(NamedTuple):
    """From a moment until another."""

    begins: datetime
    ends: datetime


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same moments in as few spans as it takes, in their order; empty ones are left out."""
    whole: list[Span] = []
    for span in sorted(span for span in spans if span.begins < span.ends):
        if whole and span.begins <= whole[-1].ends:
            whole[-1] = Span(whole[-1].begins, max(whole[-1].ends, span.ends))
        else:
            whole.append(span)
    return whole


def cut(spans: Iterable[Span], bounds: Iterable[Span]) -> list[Span]:
    """Those moments of the spans that lie within the bounds."""
    limits = joined(bounds)
    return joined(
        Span(max(span.begins, limit.begins), min(span.ends, limit.ends))
        for span in joined(spans)
        for limit in limits
    )


def minutes(spans: Iterable[Span]) -> int:
    """How long they are together, in whole minutes; what overlaps counts once."""
    return int(sum((span.ends - span.begins).total_seconds() for span in joined(spans)) // 60)
