"""What `/readyz` says while it has not found out everything."""

from __future__ import annotations

import threading

import pytest
from flask import Flask

from app.extensions import db
from app.services import heartbeats
from app.web import probing
from app.web.probing import Prober


def test_a_database_that_is_busy_writing_is_there(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was read, and what is written waits: nobody is told that there is no database."""
    read, goes_on = threading.Event(), threading.Event()
    heartbeats.beat()
    db.session.commit()
    prober = Prober(app)

    def written() -> bool:
        read.set()
        return goes_on.wait(60)

    monkeypatch.setattr(probing, "PATIENCE", 0.0)
    monkeypatch.setattr(prober, "_written", written)
    prober.ask()
    assert read.wait(60)
    assert prober.ask() == (True, False, True, True, True)
    monkeypatch.setattr(probing, "PATIENCE", 60.0)
    goes_on.set()
    assert prober.ask() == (True, True, True, True, True)
