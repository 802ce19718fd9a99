"""What is large and seldom needed is loaded where it is needed: every process of the web server and the worker would hold it."""

from __future__ import annotations

import subprocess
import sys

from config import ROOT

SELDOM = {
    "PIL",
    "cryptography",
    "docx",
    "email_validator",
    "fontTools",
    "icalendar",
    "python_calamine",
    "typst",
    "ua_parser",
    "xlsxwriter",
    "zxcvbn",
    "zxingcpp",
}
MIGRATING = {"alembic", "flask_migrate", "mako"}


def test_the_application_begins_without_what_is_seldom_needed() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "import app, sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(told.stdout.split())
    assert "sqlalchemy" in loaded
    assert not (SELDOM | MIGRATING) & loaded
