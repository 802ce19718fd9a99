"""The parts of a whole run, each by a process and on databases of its own: `python -m bench.parts PART DATABASE FILE`.

What belongs to one world of events is one part. Every operation alternates with the floor’s own way of doing it and with a plain
request of the floor, so that a goal of processor time can be put in proportion.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bench import desk, floor, papers, registration, rush, starting
from bench.goals import FEW, LONG, MANY, PAPERS, Measured, compared_with_shorter
from bench.lists import operations, prepare_few, prepare_long, prepare_many
from bench.measuring import Operation, Pace, alternating
from bench.processes import Server, environment, side_by_side
from bench.storage import Storage, in_a_folder
from bench.visitor import Visitor

Found = Iterator[tuple[str, Measured]]
PROCESSES, CLIENTS = 2, 4
FULL, QUICK = Pace(5, 1.5), Pace(2, 0.3)


def public(place: Storage, folder: Path, pace: Pace) -> Found:
    """Registering, the public page, the rush for the last places; then the start, and the worker with the letters of all that."""
    told = environment(place, folder)
    floor.make_tables()
    registration.prepare()
    rush.prepare()
    place.settle()
    with side_by_side(told, PROCESSES, folder) as (ours, theirs):
        crowd = Meeting(place, ours, theirs, pace.with_clients(CLIENTS))
        yield "registration", crowd.measured(registration.operation)
        page, seats = get(starting.OURS[1]), get(starting.FLOOR[1])
        yield "event", crowd.measured(page, seats)
        yield "places", Measured(rush.sold(ours, place), {})
        yield "worker", starting.worker_resident(told, folder, theirs)
    yield "start", starting.first_answer(told, folder, pace.rounds)


def organisers(place: Storage, folder: Path, pace: Pace) -> Found:
    """List, search, statistics and files of 2,000, then of more: what an event weighs must not weigh on another."""
    told = environment(place, folder)
    floor.make_tables()
    session = prepare_few(os.environ["SECRET_KEY"])
    for number in (FEW, MANY, LONG):
        floor.fill(number)
    place.settle()
    with side_by_side(told, PROCESSES, folder) as (ours, theirs):
        meeting = Meeting(place, ours, theirs, pace)
        few = {}
        for work, operation, low in operations(ours, session, FEW):
            few[work] = meeting.measured(operation, get(low))
            yield work, few[work]
        prepare_many()
        place.settle()
        for work, operation, low in operations(ours, session, MANY):
            yield work, meeting.measured(operation, get(low))
        prepare_long()
        place.settle()
        slowly = Meeting(place, ours, theirs, replace(pace, rounds=(pace.rounds + 1) // 2))
        for work, operation, low in operations(ours, session, LONG):
            longer = slowly.measured(operation, get(low))
            shorter = few[work.removesuffix("_long")].application
            longer.application.update(compared_with_shorter(longer.application, shorter, LONG / FEW))
            yield work, longer


def door(place: Storage, folder: Path, pace: Pace) -> Found:
    """Scans of different people by several desks."""
    told = environment(place, folder)
    floor.make_tables()
    desk.prepare()
    place.settle()
    with side_by_side(told, PROCESSES, folder) as (ours, theirs):
        most = (desk.PEOPLE - 100) // pace.rounds  # nobody is scanned twice
        meeting = Meeting(place, ours, theirs, pace.with_clients(CLIENTS), most)
        yield "scan", meeting.measured(desk.operation, desk.on_the_floor)


def paper(place: Storage, folder: Path, pace: Pace) -> Found:
    """Badges and the list of participants."""
    environment(place, folder)
    options = argparse.Namespace(people=PAPERS, rounds=min(pace.rounds, 3))
    for name, sides in papers.measured(options, place, folder):
        for figures in sides:
            figures |= {"seconds": figures["wall_s"], "cpu_ms": figures["cpu_s"] * 1000}
        yield {"badges": "badges", "list": "papers_list"}[name], Measured(*sides)


PARTS: dict[str, Callable[[Storage, Path, Pace], Found]] = {
    "public": public,
    "organisers": organisers,
    "door": door,
    "papers": paper,
}


class Meeting:
    """The application and the floor on one database, at one pace."""

    def __init__(self, place: Storage, ours: Server, theirs: Server, pace: Pace, most: int = 100_000) -> None:
        self.place, self.ours, self.theirs, self.pace, self.most = place, ours, theirs, pace, most

    def measured(self, operation: Operation, low: Operation | None = None) -> Measured:
        """An operation, the floor’s own way of doing it, and a plain request; without the second the third stands for both."""
        plain = registration.on_the_floor
        sides = [(self.ours, operation), (self.theirs, plain)] + ([(self.theirs, low)] if low else [])
        application, request, *own = alternating(self.place, self.pace, sides, self.most)
        return Measured(application, own[0] if own else request, request["cpu_ms"])


def get(path: str) -> Operation:
    """Opening a page."""

    def operation(visitor: Visitor, _number: int) -> None:
        visitor.get(path)

    return operation


def main(part: str, kind: str, file: str, pace: str) -> None:
    """Measure one part, print its progress, keep its figures in a file."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # and end the servers, too
    logging.getLogger("app.lib.slow_statements").setLevel(logging.ERROR)  # many rows are written at once
    found = {}
    with in_a_folder(kind) as (place, folder):
        for work, measured in PARTS[part](place, folder, QUICK if pace == "quick" else FULL):
            found[work] = measured._asdict()
            print(f"  {place.name}, {work}: {_said(measured)}", flush=True)
        kept = {"database": place.name, "version": place.version, "found": found}
    Path(file).write_text(json.dumps(kept), encoding="utf-8")


def _said(measured: Measured) -> str:
    known = ("cpu_ms", "statements", "seconds", "sold", "memory_mib")
    figures = measured.application
    return ", ".join(f"{name} {figures[name]:g}" for name in known if name in figures)


if __name__ == "__main__":
    main(*sys.argv[1:])
