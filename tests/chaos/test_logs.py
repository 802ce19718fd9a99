"""A round that finds a fault says what was logged meanwhile, each kind of line once, and keeps the logs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.chaos import logs


def _line(**facts: object) -> str:
    return (
        json.dumps({"at": "2027-03-01T09:00:00", "level": "error", "logger": "app.web.errors", **facts})
        + "\n"
    )


def _a_round_that_fails(web: Path, worker: Path, server: Path) -> None:
    with logs.explained([web, worker, server], "postgresql-7"), web.open("a") as log:
        log.write(_line(message="request", status=503, request="a"))
        log.write(_line(message="request", status=200, level="info", request="b"))
        log.write(_line(message="database unavailable", request="a"))
        log.write(_line(message="database unavailable", request="c", at="later"))
        log.write(_line(message="unforeseen error", request="d", exception="Traceback\nKeyError: 'e'"))
        server.write_text("FATAL: of another make\n")
        raise AssertionError("lost")


def test_a_fault_comes_with_what_went_wrong(tmp_path: Path) -> None:
    web, worker, server = (tmp_path / name for name in ("web.log", "worker.log", "log"))
    web.write_text(_line(message="of the round before"))
    with pytest.raises(AssertionError, match="lost") as failed:
        _a_round_that_fails(web, worker, server)
    place, *told = failed.value.__notes__
    folder = Path(place.partition(" kept in ")[2].partition(". ")[0])
    assert "postgresql-7" in folder.name
    assert [line.partition(": ")[0] for line in told] == [
        "web.log, 2 times since 2027-03-01T09:00:00",
        "web.log, 1 times since 2027-03-01T09:00:00",
    ]
    assert "database unavailable" in told[0]
    assert told[1].endswith("Traceback\nKeyError: 'e'")
    assert "of the round before" not in (folder / "web.log").read_text()
    assert (folder / "log").read_text() == "FATAL: of another make\n"
    assert (folder / "worker.log").read_text() == "", "there was none"
    shutil.rmtree(folder)


def test_a_round_without_a_fault_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs.tempfile, "mkdtemp", lambda **_: pytest.fail("nothing is to be kept"))
    with logs.explained([tmp_path / "web.log"], "sqlite-7"):
        (tmp_path / "web.log").write_text(_line(message="unforeseen error"))
