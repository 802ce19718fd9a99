"""A whole run, of which nothing is measured: what is written where, and how it ends."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench import goals, machine, measuring, whole
from bench.keeping import BEGIN, END
from bench.parts import PARTS
from tests.bench.figures import one, reached, told

KIND = {"postgresql": "PostgreSQL 18", "sqlite": "SQLite"}
Parts = dict[str, Any]


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Parts:
    """What the processes tell; the first part tells of everything unless a test changes it."""
    kept: Parts = {
        (part, kind): told(name, reached() if part == next(iter(PARTS)) else {})
        for part in PARTS
        for kind, name in KIND.items()
    }
    monkeypatch.setattr(whole, "_by_a_process", lambda part, kind, _quick: kept[part, kind])
    return kept


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A document with room for the tables; the real one is left alone."""
    real = whole.DOCUMENT.read_bytes()
    kept = whole.DOCUMENT
    file = tmp_path / "performance.md"
    file.write_text(f"# Performance\n\n{BEGIN}\n{END}\n", encoding="utf-8")
    monkeypatch.setattr(whole, "DOCUMENT", file)
    monkeypatch.setattr(whole, "KEPT", tmp_path / "performance.json")
    yield file
    assert kept.read_bytes() == real


def options(tmp_path: Path, **changes: Any) -> argparse.Namespace:
    """What the command line says."""
    said = {"keep": True, "quick": False, "json": tmp_path / "bench" / "everything.json"}
    return argparse.Namespace(**{**said, **changes})


def test_the_tables_are_kept_when_that_is_asked_for(document: Path, parts: Parts, tmp_path: Path) -> None:
    whole.report(options(tmp_path))
    text = document.read_text(encoding="utf-8")
    assert text.startswith(f"# Performance\n\n{BEGIN}\n\n{machine.today()}; ")
    assert text.endswith(f"{END}\n")
    assert "PostgreSQL 18.1" in text
    assert "| public event page |" in text
    assert "quick run" not in text
    figures = json.loads((tmp_path / "performance.json").read_text(encoding="utf-8"))
    assert figures["figures"]["SQLite"]["event"]["ratio"] == 10


def test_a_quick_run_is_marked_as_such(document: Path, parts: Parts, tmp_path: Path) -> None:
    whole.report(options(tmp_path, quick=True))
    assert "quick run" in document.read_text(encoding="utf-8")


def test_nothing_is_kept_unless_that_is_asked_for(document: Path, parts: Parts, tmp_path: Path) -> None:
    before = document.read_bytes()
    whole.report(options(tmp_path, keep=False))
    assert document.read_bytes() == before
    assert not (tmp_path / "performance.json").exists()
    assert (tmp_path / "bench" / "everything.json").exists()


def test_without_room_for_the_tables_nothing_is_measured(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.write_text(f"# Performance\n\n{BEGIN}\n", encoding="utf-8")
    monkeypatch.setattr(whole, "_by_a_process", lambda *_: pytest.fail("it was measured"))
    with pytest.raises(SystemExit, match="nothing was measured"):
        whole.report(options(tmp_path))


def test_one_place_too_many_ends_the_run_with_1(
    document: Path, parts: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts["public", "sqlite"] = told("SQLite", reached() | {"places": one(figures={"sold": 51.0})})
    before = document.read_bytes()
    with pytest.raises(SystemExit) as ended:
        whole.report(options(tmp_path))
    assert ended.value.code == 1
    assert "SQLite: 100 clients for 50 places: 51 sold, not 50 sold" in capsys.readouterr().err
    assert document.read_bytes() == before


def test_a_part_that_failed_ends_the_run_with_1_and_the_others_are_shown(
    document: Path, parts: Parts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parts["papers", "postgresql"] = None
    with pytest.raises(SystemExit) as ended:
        whole.report(options(tmp_path))
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "papers on postgresql was not measured to its end" in said.err
    assert "| public event page |" in said.out


@pytest.mark.parametrize(("code", "is_used"), [(0, True), (1, False)])
def test_a_process_that_ends_with_1_has_told_nothing(
    code: int, is_used: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        Path(command[-2]).write_text("{}", encoding="utf-8")
        return subprocess.CompletedProcess(command, code)

    monkeypatch.setattr(whole.subprocess, "run", run)
    assert (whole._by_a_process("door", "sqlite", True) is not None) is is_used


def test_the_conditions_name_no_machine_and_no_place_on_it() -> None:
    said = machine.conditions("18.1")
    versions = ["Python", "Flask", "SQLAlchemy", "gunicorn", "PostgreSQL", "SQLite"]
    assert list(said) == ["date", "processor", "cores", "load before", *versions]
    assert str(whole.ROOT) not in json.dumps(said)


def test_a_round_is_as_long_as_it_should_be() -> None:
    pace = measuring.Pace(rounds=3, seconds=1.5, clients=4)
    assert pace.number(0.01, most=1000) == 150
    assert pace.number(10, most=1000) == 4, "each client does one"
    assert pace.number(0.001, most=1000) == 1000, "no more than there are"


@pytest.mark.sqlite_only
def test_a_part_measures_and_its_figures_fill_the_table(tmp_path: Path) -> None:
    file = tmp_path / "door.json"
    command = [sys.executable, "-m", "bench.parts", "door", "sqlite", str(file), "quick"]
    subprocess.run(command, cwd=whole.ROOT, check=True, timeout=300)
    [(work, kept)] = json.loads(file.read_text(encoding="utf-8"))["found"].items()
    measured = goals.Measured.of(kept)
    assert work == "scan"
    assert measured.application["statements"] <= 6
    assert measured.application["requests"] == measured.floor["requests"] == 1
    assert measured.plain_ms is not None
    assert goals.ratio(measured)
