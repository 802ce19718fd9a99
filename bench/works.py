"""What `python -m bench` can measure: a line for each work."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from bench import (
    desk,
    load,
    mail,
    organisers,
    papers,
    registration,
    report,
    servers,
    single,
    statistics,
    whole,
)
from bench.single import Measuring
from bench.storage import in_a_folder


class Beside(NamedTuple):
    """A work with a floor beside it: how it is measured, which lines its table has, under which conditions."""

    measured: Measuring
    lines: report.Lines
    conditions: str

    def report(self, what: str, options: argparse.Namespace) -> None:
        """Measure it on the database that was chosen, print its tables and keep them as JSON."""
        with in_a_folder(options.database) as (place, folder):
            said = self.conditions.format(**vars(options))
            conditions = f"{place.name}, {said}, {os.cpu_count()} cores"
            for name, figures in self.measured(options, place, folder):
                words = f"{what}: {name}" if name else what
                print(report.shown(words, conditions, *figures, self.lines) + "\n", flush=True)
                report.keep(_file(options.json, name), words, conditions, *figures)
        print(f"Also in {os.path.relpath(options.json.parent)}.")


class Alone(NamedTuple):
    """A work that reports by itself: at everything, on databases of its own."""

    run: Callable[[argparse.Namespace], None]

    def report(self, _what: str, options: argparse.Namespace) -> None:
        """Run it."""
        self.run(options)


def _load(options: argparse.Namespace) -> None:
    with in_a_folder(options.database) as (place, folder):
        load.report(options, place, folder)


def _file(file: Path, name: str) -> Path:
    return file.with_stem("-".join([file.stem, *name.replace(",", "").split()]))


_CROWD, _ONE = "{processes} server processes, {clients} clients", "one server process, one client"
WORKS: dict[str, Beside | Alone] = {
    "everything": Alone(whole.report),
    "registration": Beside(single.of(registration), report.LINES, _CROWD),
    "desk": Beside(single.of(desk), report.LINES, _CROWD),
    "mail": Beside(mail.measured, report.OF_LETTERS, "one worker"),
    "papers": Beside(papers.measured, report.OF_PAPERS, "{people} people"),
    "statistics": Beside(statistics.measured, report.OF_STATISTICS, _ONE),
    "organisers": Beside(organisers.measured, report.OF_STATISTICS, _ONE),
    "servers": Alone(servers.report),
    "load": Alone(_load),
}
