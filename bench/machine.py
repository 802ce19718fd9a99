"""On what was measured: processor, cores, versions and date. Nothing that names the machine or a place on it."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

_PACKAGES = ("Flask", "SQLAlchemy", "gunicorn")


def conditions(postgresql: str = "") -> dict[str, str]:
    """What belongs beside every figure, in the order in which it is said."""
    load = os.getloadavg()[0]
    return {
        "date": today(),
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "load before": f"{load:.1f}",
        "Python": platform.python_version(),
        **{package: version(package) for package in _PACKAGES},
        "PostgreSQL": postgresql,
        "SQLite": sqlite3.sqlite_version,
    }


def said(found: dict[str, str]) -> str:
    """The conditions as one sentence."""
    date, processor_, cores, load = (found[key] for key in ("date", "processor", "cores", "load before"))
    rest = [f"{name} {found[name]}" for name in ("Python", *_PACKAGES, "PostgreSQL", "SQLite") if found[name]]
    return f"{date}; {processor_}, {cores} cores, load {load} before; {', '.join(rest)}."


def today() -> str:
    """The date as documents write it."""
    now = datetime.now(UTC)
    return f"{now.day} {now:%B %Y}"


def processor() -> str:
    """What the processor calls itself."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    name = told.partition("model name")[2].partition(":")[2].partition("\n")[0]
    return " ".join(name.split()) or platform.machine()
