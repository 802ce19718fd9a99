"""Web servers beside each other: registrations and the public page of an event through each of them, in rounds that alternate.

All of them serve the same database at the same time, with the same number of processes, except for the one that knows one only.
"""

from __future__ import annotations

import argparse
import json
import os
from contextlib import ExitStack
from pathlib import Path

from bench import floor, machine, registration, starting
from bench.candidates import CANDIDATES
from bench.measuring import Figures, Operation, alternating
from bench.parts import CLIENTS, FULL, PROCESSES, QUICK, get
from bench.processes import Server, environment
from bench.storage import Storage, in_a_folder

WORKS: dict[str, Operation] = {
    "one complete registration": registration.operation,
    "public event page": get(starting.OURS[1]),
}
Found = dict[str, dict[str, Figures]]


def report(options: argparse.Namespace) -> None:
    """Measure them, print a table in Markdown, keep the figures as JSON."""
    with in_a_folder(options.database) as (place, folder):
        conditions = machine.conditions(place.version) | {"database": place.name}
        found = _measured(options, place, folder)
    for work, figures in found.items():
        print(f"\n**{work}**, {machine.said(conditions)}\n\n{shown(figures)}")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps({"conditions": conditions, "figures": found}, indent=1) + "\n")
    print(f"\nAlso in {os.path.relpath(options.json)}.")


def _measured(options: argparse.Namespace, place: Storage, folder: Path) -> Found:
    told = environment(place, folder)
    floor.make_tables()
    registration.prepare()
    place.settle()
    pace = (QUICK if options.quick else FULL).with_clients(CLIENTS)
    with ExitStack() as running:
        servers = {
            name: running.enter_context(Server("bench.serving:app", told, PROCESSES, folder, command, name))
            for name, command in CANDIDATES.items()
        }
        low = running.enter_context(Server("bench.floor:app", told, PROCESSES, folder))
        found: Found = {}
        for work, operation in WORKS.items():
            sides = [(server, operation) for server in servers.values()]
            taken = alternating(place, pace, [*sides, (low, registration.on_the_floor)])
            found[work] = dict(zip([*servers, "the floor, a plain request"], taken, strict=True))
            for name, server in servers.items():
                found[work][name]["resident_mib"] = round(sum(server.resident()) / 2**20, 1)
    return found


def shown(found: dict[str, Figures]) -> str:
    """The table of one work; the first server is the one of today, with which the others are compared."""
    first = next(iter(found.values()))
    lines = [
        "| Server | operations/s | p50, ms | p95, ms | CPU, ms | beside the first | resident, MiB |",
        "|" + "---|" * 7,
    ]
    for name, figures in found.items():
        memory = f"{figures['resident_mib']:.0f}" if "resident_mib" in figures else "–"
        lines.append(
            f"| {name} | {figures['operations_per_second']:,.1f} | {figures['p50_ms']:.1f} | {figures['p95_ms']:.1f}"
            f" | {figures['cpu_ms']:.1f} | {figures['cpu_ms'] / first['cpu_ms'] - 1:+.0%} | {memory} |"
        )
    return "\n".join(lines)
