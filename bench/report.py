"""A result as a table for people and as JSON for comparison."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path

LINES = (
    ("operations_per_second", "operations/s", "{:,.1f}"),
    ("p50_ms", "p50, ms", "{:,.1f}"),
    ("p95_ms", "p95, ms", "{:,.1f}"),
    ("cpu_ms", "server CPU, ms", "{:,.2f}"),
    ("statements", "statements", "{:,.1f}"),
    ("requests", "requests", "{:,.1f}"),
    ("kilobytes", "received, kB", "{:,.1f}"),
)
OF_LETTERS = (
    ("wall_s", "all together, s", "{:,.3f}"),
    ("together_ms", "CPU together, ms", "{:,.0f}"),
    ("operations_per_second", "letters/s", "{:,.1f}"),
    ("cpu_ms", "CPU per letter, ms", "{:,.2f}"),
    ("statements", "statements each", "{:,.2f}"),
)
OF_PAPERS = (
    ("wall_s", "gathered and set, s", "{:,.2f}"),
    ("cpu_s", "CPU, s", "{:,.2f}"),
    ("statements", "statements", "{:,.0f}"),
    ("kilobytes", "PDF, kB", "{:,.0f}"),
    ("memory_mb", "memory at most, MB", "{:,.0f}"),
)
OF_STATISTICS = (
    ("p50_ms", "p50, ms", "{:,.1f}"),
    ("p95_ms", "p95, ms", "{:,.1f}"),
    ("cpu_ms", "server CPU, ms", "{:,.2f}"),
    ("statements", "statements", "{:,.1f}"),
    ("kilobytes", "received, kB", "{:,.1f}"),
    ("memory_mb", "memory at most, MB", "{:,.0f}"),
)
Lines = tuple[tuple[str, str, str], ...]


def shown(
    what: str,
    conditions: str,
    application: dict[str, float],
    floor: dict[str, float],
    kept: Lines = LINES,
) -> str:
    """The table: each figure of the application, of the floor, and their ratio."""
    lines = [f"{what}, {int(application['operations'])} operations; {conditions}", ""]
    first = "per operation" if kept is LINES else ""
    lines.append(f"{first:18}{'application':>14}{'floor':>14}{'ratio':>10}")
    for key, words, form in kept:
        ratio = f"{application[key] / floor[key]:.2f}" if floor[key] else "–"
        lines.append(f"{words:18}{form.format(application[key]):>14}{form.format(floor[key]):>14}{ratio:>10}")
    return "\n".join(lines)


def keep(
    file: Path, what: str, conditions: str, application: dict[str, float], floor: dict[str, float]
) -> None:
    """Write the figures down as JSON."""
    ratios = {key: round(application[key] / floor[key], 3) for key, value in floor.items() if value}
    machine = {"cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    kept = {"what": what, "conditions": conditions, "machine": machine}
    kept |= {"application": application, "floor": floor, "ratio": ratios}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
