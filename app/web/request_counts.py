"""How many requests there were, by view, method and kind of answer, how long they took, and how full the pool of connections is.

Counted only where METRICS_TOKEN lets somebody ask for it. Nothing that was typed or stands in an address is a name here: views,
methods and statuses that we do not know are one each.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from flask import Flask, Response, current_app, g, has_app_context, request
from sqlalchemy import Pool, QueuePool, event

from app.extensions import db
from app.lib.shared_counts import SharedCounts
from config import Config

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "other")
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
UNKNOWN = "none"  # the view of an address that does not exist
_ASKED_FOR_THESE = "metrics.metrics"
_POOL = ("pool_size", "pool_in_use", "pool_overflow")
_COUNTERS = ("slow_statements",)
_SIZE, _IN_USE, _OVERFLOW, _SLOW = range(4)
_ANSWERS = len(METHODS) * len(CLASSES)
_OF_A_VIEW = _ANSWERS + len(BOUNDS) + 2  # what took longer than the last bound; microseconds in all


class Requests(NamedTuple):
    """What was asked of one view: answers by method and class, how many took up to each bound and longer, and all the time."""

    view: str
    answers: dict[tuple[str, str], int]
    within: list[int]
    seconds: float


class Counted(NamedTuple):
    """What all processes of this machine have counted."""

    requests: list[Requests]
    slow_statements: int
    pool_size: int
    pool_in_use: int
    pool_overflow: int


def init_app(app: Flask) -> None:
    """Count from now on, if somebody may ask for it. It comes right after the log of requests."""
    settings: Config = app.extensions["config"]
    if not settings.metrics_token:
        return
    views = _Views(app)
    counts = SharedCounts(Path(settings.instance_path) / "counts", views.names, len(_POOL))
    app.extensions["counts"] = (counts, views)
    app.after_request(_count)


def watch_pool(app: Flask) -> None:
    """Count connections too, once the database is bound."""
    if "counts" not in app.extensions:
        return
    counts: SharedCounts = app.extensions["counts"][0]
    with app.app_context():
        engine = db.engine

    def note(pool: Pool, given_back: int) -> None:
        if isinstance(pool, QueuePool):
            used = pool.checkedout() - given_back
            counts.put({_SIZE: pool.size(), _IN_USE: used, _OVERFLOW: max(pool.overflow(), 0)})

    event.listen(engine, "checkout", lambda *_: note(engine.pool, 0))
    event.listen(engine, "checkin", lambda *_: note(engine.pool, 1))


def slow_statement() -> None:
    """Count a statement that took longer than it should; whoever logs it calls this."""
    if has_app_context() and "counts" in current_app.extensions:
        counts: SharedCounts = current_app.extensions["counts"][0]
        counts.add({_SLOW: 1})


def counted() -> Counted:
    """What was counted so far."""
    counts, views = current_app.extensions["counts"]
    totals: list[int] = counts.totals()
    return Counted(
        requests=list(views.read(totals)),
        slow_statements=totals[_SLOW],
        pool_size=totals[_SIZE],
        pool_in_use=totals[_IN_USE],
        pool_overflow=totals[_OVERFLOW],
    )


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
        named = [*_POOL, *_COUNTERS]
        views = [UNKNOWN, *sorted({rule.endpoint for rule in self._app.url_map.iter_rules()})]
        self._places = {view: len(named) + number * _OF_A_VIEW for number, view in enumerate(views)}
        return [*named, *(f"{view} {number}" for view in views for number in range(_OF_A_VIEW))]

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
