"""The house as it was drawn: who may import whom, and how large a file may grow."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LARGEST = 300  # lines
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base", "data"}
KINDS = ("*.py", "*.html", "*.txt", "*.css", "*.js", "*.typ")
PLACES = ("app", "bench", "templates", "tests")  # a migration is written once and never read as a whole
A_REASON = "although it is long"  # what the first comment says before it gives the reason

FILES = sorted(
    [
        *ROOT.glob("*.py"),
        *(
            file
            for place in PLACES
            for kind in KINDS
            for file in (ROOT / place).rglob(kind)
            if "__pycache__" not in file.parts
        ),
    ]
)


def test_imports_go_downwards_only() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    outcome = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout[-3000:] + outcome.stderr[-1000:]


def test_files_stay_small() -> None:
    large = [f"{file.relative_to(ROOT)} has {_lines(file)} lines" for file in FILES if _too_large(file)]
    assert not large, (
        f"over {LARGEST} lines; divide them, or say why ‘{A_REASON}’ in the first comment: {large}"
    )


def test_no_file_is_named_after_nothing() -> None:
    vague = [
        str(file.relative_to(ROOT)) for file in FILES if file.suffix == ".py" and file.stem in EMPTY_NAMES
    ]
    assert not vague, f"a name should say what is inside: {vague}"


@pytest.mark.parametrize("floor", ["models", "services", "documents", "charts", "lib", "emails", "web"])
def test_floors_exist_where_the_contracts_look(floor: str) -> None:
    assert (ROOT / "app" / floor / "__init__.py").exists()


def _lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def _too_large(file: Path) -> bool:
    return _lines(file) > LARGEST and A_REASON not in file.read_text(encoding="utf-8")[:600]
