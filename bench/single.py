"""Registrations or scans, as many as are wanted, by several clients, beside the floor."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from bench import floor
from bench.measuring import Figures, Result, measure, rounds
from bench.processes import environment, side_by_side
from bench.storage import Storage

Measuring = Callable[[argparse.Namespace, Storage, Path], Iterator[tuple[str, tuple[Figures, Figures]]]]


def of(work: ModuleType) -> Measuring:
    """How a work is measured that has `prepare`, `operation` and `on_the_floor`."""

    def measured(
        options: argparse.Namespace, place: Storage, folder: Path
    ) -> Iterator[tuple[str, tuple[Figures, Figures]]]:
        told = environment(place, folder)
        floor.make_tables()
        work.prepare()
        application, low = Result(), Result()
        with side_by_side(told, options.processes, folder) as (ours, theirs):
            first = range(-4 * options.processes, 0)  # to warm up
            for server, operation in ((ours, work.operation), (theirs, work.on_the_floor)):
                measure(server, place.process, operation, options.clients, first, Result())
            for numbers in rounds(options.operations, options.rounds):
                measure(ours, place.process, work.operation, options.clients, numbers, application)
                measure(theirs, place.process, work.on_the_floor, options.clients, numbers, low)
        if failures := application.failures + low.failures:
            raise SystemExit(f"{len(failures)} failed: " + "; ".join(failures[:3]))
        yield "", (application.figures(), low.figures())

    return measured
