"""SQLite: the file is locked by another process, takes no changes, or its disk is full."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db
from app.services import heartbeats
from tests.outages.installation import AT_MOST, Installation, eventually
from tests.pages import Visitor

_HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""
_FILL = "INSERT INTO link_request (email_key, opens, asked_at) VALUES (:key, 'registration', '2027-06-09 00:00:00')"
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def well(embedded: Installation) -> Installation:
    """It is ready, and a form is open."""
    with embedded.app.app_context():
        heartbeats.beat()
        db.session.commit()
    eventually(lambda: embedded.readiness["ready"])
    embedded.open_form()
    return embedded


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another process writes for long."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        try:
            yield
        finally:
            holder.terminate()


def test_another_process_holds_the_lock(well: Installation, tmp_path: Path) -> None:
    with locked(tmp_path / "events.db"):
        assert well.ask("/").status == 200, "whoever reads waits for nobody"
        _nothing_is_stored(well)
        eventually(lambda: not well.readiness["writes"], 10)
        assert well.ask("/healthz").status == 200
    eventually(lambda: well.readiness["ready"])
    assert well.send_form().status == 200


def test_its_disk_is_full(well: Installation) -> None:
    """As far as its processes can see: no file may grow beyond what is there."""
    with well.no_file_grows():
        eventually(lambda: not well.readiness["writes"], 10)
        _nothing_is_stored(well)
        assert well.ask("/").status == 200
        assert well.ask("/healthz").status == 200
    eventually(lambda: well.readiness["ready"])
    assert well.send_form().status == 200


def _nothing_is_stored(well: Installation) -> None:
    answer = well.send_form()
    assert answer.is_calm, (answer.status, answer.text[:300])
    assert answer.seconds < AT_MOST
    assert "nothing was stored" in answer.text
    assert "ana@igp.example" in answer.text


@pytest.mark.sqlite_only
@pytest.mark.parametrize("pragma", ["max_page_count=1", "query_only=ON"], ids=["full", "read-only"])
def test_the_file_takes_nothing_more(client: Visitor, app: Flask, pragma: str) -> None:
    """`max_page_count` is never less than what the file has."""
    fields = client.visit("/find-my-registration").fields("#main form")
    heartbeats.beat()
    db.session.commit()
    engines = [db.engine, app.extensions["prober"]._engine]

    def limit(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    for engine in engines:
        event.listen(engine, "connect", limit)
    db.session.remove()
    db.engine.dispose()
    try:
        _fill(200)
        _fill(1)  # until no gap is left
        sent = {**fields, "email": "ana@igp.example"}
        answer = client.post("/find-my-registration", data=sent, headers=OURS)
        assert answer.status_code == 503
        assert "nothing was stored" in answer.text
        assert client.get("/").status_code == 200
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json["writes"]) == (503, False)  # type: ignore[index]
    finally:
        for engine in engines:
            event.remove(engine, "connect", limit)
        db.session.remove()
        db.engine.dispose()


def _fill(length: int) -> None:
    """Write rows until one is refused."""
    with suppress(SQLAlchemyError), db.engine.connect() as connection:
        for _ in range(5000):
            connection.execute(text(_FILL), {"key": "x" * length})
            connection.commit()
        pytest.fail("the file still takes more")
