"""Everything, one part after the other, on both databases: tables with every goal, JSON, what has changed since the last run.

Each part is measured by a process of its own, on PostgreSQL and then at once on SQLite. A failed operation or a place sold twice
ends the run with 1; a goal that is missed does not, it stands in the table.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench import goals, keeping, machine, table
from bench.goals import Measured
from bench.parts import CLIENTS, FULL, PARTS, PROCESSES, QUICK

ROOT = Path(__file__).parents[1]
DOCUMENT, KEPT = ROOT / "docs" / "performance.md", ROOT / "docs" / "performance.json"
KINDS = ("postgresql", "sqlite")
_TRIED = (
    "**A quick run with few operations, perhaps beside other work: it shows that everything runs. Its times are no figures"
    " to rely on;** statements and places are."
)


def report(options: argparse.Namespace) -> None:
    """Measure, print, keep; ends with 1 after a failure or a place too many, before that if there is no room for the tables."""
    document = DOCUMENT.read_text(encoding="utf-8")
    if options.keep:
        _refuse_without_markers(document)
    began, conditions = time.monotonic(), machine.conditions()
    kinds, failures = _measured(options)
    conditions["PostgreSQL"] = kinds.pop("version", "")
    tables = _tables(conditions, kinds, options.quick)
    print(f"\n{tables}\n")
    for change in keeping.changes(keeping.earlier(KEPT), kinds):
        print(f"Changed since the figures that were kept: {change}")
    failures += [f"{name}: {fault}" for name, found in kinds.items() for fault in goals.faults(found)]
    kept = {**conditions, "quick": options.quick}
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(keeping.as_json(kept, kinds), encoding="utf-8")
    if options.keep and not failures:
        DOCUMENT.write_text(keeping.replaced(document, tables), encoding="utf-8")
        KEPT.write_text(keeping.as_json(kept, kinds), encoding="utf-8")
    _end(options, failures, time.monotonic() - began)


def _refuse_without_markers(document: str) -> None:
    try:
        keeping.replaced(document, "")
    except keeping.MarkerMissing as missing:
        sys.exit(f"{os.path.relpath(DOCUMENT)}: {missing}; nothing was measured.")


def _measured(options: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    """The figures by database; what went wrong."""
    kinds: dict[str, Any] = {}
    failures = []
    for part in PARTS:
        for kind in KINDS:
            began = time.monotonic()
            told = _by_a_process(part, kind, options.quick)
            print(f"{part} on {kind}: {time.monotonic() - began:.0f} s", flush=True)
            if told is None:
                failures.append(f"{part} on {kind} was not measured to its end")
                continue
            found = kinds.setdefault(told["database"], {})
            found |= {work: Measured.of(kept) for work, kept in told["found"].items()}
            if told["version"]:
                kinds["version"] = told["version"]
    return kinds, failures


def _by_a_process(part: str, kind: str, quick: bool) -> dict[str, Any] | None:
    with tempfile.TemporaryDirectory(prefix="events-bench-") as folder:
        file = Path(folder) / "found.json"
        command = [sys.executable, "-m", "bench.parts", part, kind, str(file), "quick" if quick else "full"]
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode or not file.exists():
            return None
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return told


def _tables(conditions: dict[str, str], kinds: dict[str, Any], quick: bool) -> str:
    pace = QUICK if quick else FULL
    how = (
        f"{PROCESSES} server processes; {CLIENTS} clients for registrations, the public page and scans, one for the rest;"
        f" {pace.rounds} rounds of {pace.seconds:g} s each, alternating with the floor."
    )
    said = [f"{machine.said(conditions)} {how}"] + ([_TRIED] if quick else [])
    for name, found in kinds.items():
        said += [f"**{name}**", table.works(found)]
    said += ["**Beside each other**", table.beside(kinds)]
    return "\n\n".join([*said, "**Growth**", table.growth(kinds), table.memory(kinds)])


def _end(options: argparse.Namespace, failures: list[str], seconds: float) -> None:
    print(f"\n{seconds / 60:.1f} minutes. Also in {os.path.relpath(options.json)}.")
    if options.keep:
        print("Nothing was kept in docs." if failures else f"Kept in {os.path.relpath(DOCUMENT)}.")
    for failure in failures:
        print(f"wrong: {failure}", file=sys.stderr)
    if failures:
        sys.exit(1)
