"""How many requests there were, by view, method and kind of answer, and how long they took.

Counted only where METRICS_TOKEN lets somebody ask for it. Nothing that was typed or stands in an address is a name here: views,
methods and statuses that we do not know are one each.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from flask import Flask, Response, current_app, g, request

from app.lib.shared_counts import SharedCounts
from config import Config

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "other")
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
UNKNOWN = "none"  # the view of an address that does not exist
_ASKED_FOR_THESE = "metrics.metrics"
_ANSWERS = len(METHODS) * len(CLASSES)
_OF_A_VIEW = _ANSWERS + len(BOUNDS) + 2  # what took longer than the last bound; microseconds in all


class Requests(NamedTuple):
    """What was asked of one view: answers by method and class, how many took up to each bound and longer, and all the time."""

    view: str
    answers: dict[tuple[str, str], int]
    within: list[int]
    seconds: float


def init_app(app: Flask) -> None:
    """Count from now on, if somebody may ask for it. It comes right after the log of requests."""
    settings: Config = app.extensions["config"]
    if not settings.metrics_token:
        return
    views = _Views(app)
    counts = SharedCounts(Path(settings.instance_path) / "counts", views.names, passing=0)
    app.extensions["counts"] = (counts, views)
    app.after_request(_count)


def counted() -> list[Requests]:
    """What all processes of this machine have counted so far."""
    counts, views = current_app.extensions["counts"]
    return list(views.read(counts.totals()))


def _count(response: Response) -> Response:
    if request.endpoint == _ASKED_FOR_THESE or "request_begun" not in g:
        return response
    counts, views = current_app.extensions["counts"]
    seconds = time.perf_counter() - g.request_begun
    begin = views.place_of(request.endpoint)
    method = METHODS.index(request.method) if request.method in METHODS else len(METHODS) - 1
    status = min(max(response.status_code // 100, 1), len(CLASSES)) - 1
    counts.add(
        {
            begin + method * len(CLASSES) + status: 1,
            begin + _ANSWERS + bisect_left(BOUNDS, seconds): 1,
            begin + _OF_A_VIEW - 1: round(seconds * 1_000_000),
        }
    )
    return response


class _Views:
    """Where the numbers of each view stand."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._places: dict[str, int] = {}

    def names(self) -> Sequence[str]:
        """All that is counted, in order; asked when every view is there."""
        views = [UNKNOWN, *sorted({rule.endpoint for rule in self._app.url_map.iter_rules()})]
        self._places = {view: number * _OF_A_VIEW for number, view in enumerate(views)}
        return [f"{view} {number}" for view in views for number in range(_OF_A_VIEW)]

    def place_of(self, endpoint: str | None) -> int:
        if not self._places:
            self.names()
        return self._places.get(endpoint or UNKNOWN, self._places[UNKNOWN])

    def read(self, totals: Sequence[int]) -> Iterator[Requests]:
        """What was asked of each view that was asked for at all."""
        for view, begin in self._places.items():
            numbers = totals[begin : begin + _OF_A_VIEW]
            if any(numbers[:_ANSWERS]):
                kinds = [(method, status) for method in METHODS for status in CLASSES]
                answers = {kind: number for kind, number in zip(kinds, numbers, strict=False) if number}
                yield Requests(view, answers, list(numbers[_ANSWERS:-1]), numbers[-1] / 1_000_000)
