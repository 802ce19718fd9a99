"""What is large and seldom needed is loaded where it is needed: every process of the web server and the worker would hold it.

The worker shows no page and holds none: what it lacks beside the whole application is a sixth of a process.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import ROOT

SELDOM = {
    "PIL",
    "cryptography",
    "docx",
    "email_validator",
    "fontTools",
    "icalendar",
    "markdown_it",
    "python_calamine",
    "typst",
    "ua_parser",
    "xlsxwriter",
    "zxcvbn",
    "zxingcpp",
}
MIGRATING = {"alembic", "flask_migrate", "mako"}
DOORS = {f"app.{door}" for door in ("public", "delegation", "organiser", "checkin", "accounts", "cli")}
OF_PAGES = {"wtforms", "flask_babel", "flask_bootstrap", "flask_compress", "flask_login", "flask_wtf"}


def loaded(program: str, folder: Path) -> set[str]:
    """What a fresh process has loaded after a line of Python."""
    told = subprocess.run(
        [sys.executable, "-c", f"{program}; import sys; print(*sys.modules)"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "INSTANCE_PATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.split())


@pytest.mark.parametrize("create", ["create_app", "create_worker"])
def test_an_application_begins_without_what_is_seldom_needed(create: str, tmp_path: Path) -> None:
    found = loaded(f"import app; app.{create}()", tmp_path)
    assert "sqlalchemy" in found
    assert not (SELDOM | MIGRATING) & found


def test_the_worker_holds_no_page(tmp_path: Path) -> None:
    found = loaded("import wsgi; wsgi.create_worker()", tmp_path)
    assert "app.worker.tasks" in found
    assert not (DOORS | OF_PAGES) & found
    assert {name for name in found if name.startswith("app.web")} <= {"app.web", "app.web.sealing"}


def test_the_whole_application_holds_them(tmp_path: Path) -> None:
    assert loaded("import wsgi; wsgi.create_app()", tmp_path) >= DOORS | OF_PAGES
