"""`python -m bench registration`, `desk`, `mail`, `papers`, `statistics` or `organisers`: measure it, beside a floor.

`load` plays the opening minute, the door and a large network instead, with everything at once.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import floor, load, mail, organisers, papers, report, statistics
from bench.measuring import Result, measure, rounds
from bench.processes import environment, side_by_side
from bench.storage import Storage, storage

WORKS = ("registration", "desk", "mail", "papers", "statistics", "organisers", "load")
ROOT = Path(__file__).parents[1]
ROUNDS = 3  # alternating, so that a slow minute of the machine touches both


def main() -> None:
    """Read the command line, measure, report; ends with 1 if an operation failed."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="events-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # run by root, PostgreSQL has a user of its own
        with storage(options.database, folder) as place:
            if options.what == "mail":
                _report_mail(options, place, folder)
                return
            if options.what == "papers":
                _report_papers(options, place, folder)
                return
            if options.what == "statistics":
                _report_pages(statistics, options, place, folder)
                return
            if options.what == "organisers":
                _report_pages(organisers, options, place, folder)
                return
            if options.what == "load":
                load.report(options, place, folder)
                return
            application, low = _measured(options, place, folder)
    for failure in application.failures[:3] + low.failures[:3]:
        print(f"failed: {failure}", file=sys.stderr)
    if application.failures or low.failures:
        sys.exit(1)
    conditions = f"{place.name}, {options.processes} server processes, {options.clients} clients, {os.cpu_count()} cores"
    figures = application.figures(), low.figures()
    print(report.shown(options.what, conditions, *figures))
    report.keep(options.json, options.what, conditions, *figures)
    print(f"\nAlso in {os.path.relpath(options.json)}.")


def _report_mail(options: argparse.Namespace, place: Storage, folder: Path) -> None:
    conditions = f"{place.name}, one worker, {os.cpu_count()} cores"
    for work, figures in mail.measured(options, place, folder).items():
        print(report.shown(f"mail: {work}", conditions, *figures, report.OF_LETTERS) + "\n")
        kept = options.json.with_stem(f"{options.json.stem}-{work}")
        report.keep(kept, f"mail: {work}", conditions, *figures)
    print(f"Also in {os.path.relpath(options.json.parent)}.")


def _report_papers(options: argparse.Namespace, place: Storage, folder: Path) -> None:
    conditions = f"{options.people} people, {place.name}, {os.cpu_count()} cores"
    for work, figures in papers.measured(options, place, folder).items():
        print(report.shown(f"papers: {work}", conditions, *figures, report.OF_PAPERS) + "\n")
        kept = options.json.with_stem(f"{options.json.stem}-{work}")
        report.keep(kept, f"papers: {work}", conditions, *figures)
    print(f"Also in {os.path.relpath(options.json.parent)}.")


def _report_pages(work: Any, options: argparse.Namespace, place: Storage, folder: Path) -> None:
    conditions = f"{place.name}, one server process, one client, {os.cpu_count()} cores"
    for name, (application, beside) in work.measured(options, place, folder):
        words = f"{options.what}: {name}"
        print(report.shown(words, conditions, application, beside, report.OF_STATISTICS) + "\n", flush=True)
        kept = options.json.with_stem(f"{options.json.stem}-{name.replace(' ', '-').replace(',', '')}")
        report.keep(kept, words, conditions, application, beside)
    print(f"Also in {os.path.relpath(options.json.parent)}.")


def _measured(options: argparse.Namespace, place: Storage, folder: Path) -> tuple[Result, Result]:
    work = importlib.import_module(f"bench.{options.what}")
    told = environment(place, folder)
    floor.make_tables()
    work.prepare()
    application, low = Result(), Result()
    with side_by_side(told, options.processes, folder) as (ours, theirs):
        for server, operation in ((ours, work.operation), (theirs, work.on_the_floor)):  # to warm up
            measure(
                server, place.process, operation, options.clients, range(-4 * options.processes, 0), Result()
            )
        for numbers in rounds(options.operations, ROUNDS):
            measure(ours, place.process, work.operation, options.clients, numbers, application)
            measure(theirs, place.process, work.on_the_floor, options.clients, numbers, low)
    return application, low


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("what", nargs="?", default=WORKS[0], choices=WORKS)
    parser.add_argument("--database", default="postgresql", choices=("postgresql", "sqlite"))
    parser.add_argument("--operations", type=int, default=300)
    parser.add_argument("--letters", type=int, default=1000, help="of mail")
    parser.add_argument("--people", type=int, default=500, help="of papers")
    parser.add_argument(
        "--only", default="", help="of statistics, organisers and load: the works whose names hold this"
    )
    parser.add_argument(
        "--pace", type=float, default=1.0, help="of load: so many times as fast as in earnest"
    )
    parser.add_argument(
        "--times", type=int, default=120, help="of organisers: how often each page is opened, in three rounds"
    )
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=Path, default=None)
    options = parser.parse_args()
    options.json = options.json or ROOT / "instance" / "bench" / f"{options.what}-{options.database}.json"
    return options


if __name__ == "__main__":
    main()
