"""What a test needs of the machine: missing, it fails where CI is set; elsewhere it is left out, loudly."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

NOT_HERE = "NOT TESTED, missing here:"


def missing(what: str, why: str) -> NoReturn:
    """Fail or leave out the present test, because the machine lacks a browser or a database."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI is set: {why}", pytrace=False)
    pytest.skip(f"{NOT_HERE} {what} ({why})")


def report(terminal: pytest.TerminalReporter) -> None:
    """One line for each thing that was missing."""
    reasons: dict[str, int] = {}
    for skipped in terminal.stats.get("skipped", []):
        reason = skipped.longrepr[2] if isinstance(skipped.longrepr, tuple) else ""
        if NOT_HERE in reason:
            key = reason.split(NOT_HERE, 1)[1].splitlines()[0].strip()
            reasons[key] = reasons.get(key, 0) + 1
    for reason, number in sorted(reasons.items()):
        terminal.write_line(f"!!! {NOT_HERE} {reason}: {number} tests left out", red=True, bold=True)
