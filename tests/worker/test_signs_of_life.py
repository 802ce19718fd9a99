"""Signs of life and of trouble: several workers note the same at the same moment, and none stumbles over another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Heartbeat
from app.services import heartbeats
from app.services.heartbeats import MAIL_SERVER
from app.services.privacy import retention
from app.worker.units import glance, unit


def beaten() -> None:
    heartbeats.beat()


def troubled() -> None:
    heartbeats.trouble(MAIL_SERVER, "timed out")


def relieved() -> None:
    heartbeats.relieve(MAIL_SERVER)


def backed_up() -> None:
    heartbeats.note_backup(now(), 12)


def while_another(app: Flask, first: Callable[[], object], second: Callable[[], object]) -> None:
    """The second worker begins before the first has committed."""
    broken: list[Exception] = []

    def do() -> None:
        with app.app_context():
            try:
                with unit():
                    second()
            except Exception as error:  # told below, in the test's own thread
                broken.append(error)

    other = threading.Thread(target=do)
    with unit():
        first()
        other.start()
        other.join(0.5)
    other.join(30)
    assert broken == []


@pytest.mark.parametrize("note", [beaten, troubled, backed_up, retention.note_run])
def test_two_workers_note_the_same_for_the_first_time(app: Flask, note: Callable[[], object]) -> None:
    while_another(app, note, note)
    assert len(db.session.scalars(select(Heartbeat)).all()) == 1


def test_trouble_is_noted_while_another_worker_sees_that_it_is_over(app: Flask) -> None:
    with unit():
        troubled()
    while_another(app, relieved, troubled)
    assert heartbeats.silent_for(MAIL_SERVER) is not None


def test_trouble_counts_from_its_beginning_and_says_the_latest(app: Flask) -> None:
    began = now() - timedelta(hours=1)
    with unit():
        db.session.add(Heartbeat(name=MAIL_SERVER, at=began, said="timed out"))
    with unit():
        heartbeats.trouble(MAIL_SERVER, "no route to host")
    with glance():
        state = heartbeats.mail_state()
    assert (state.unreachable_since, state.said) == (began, "no route to host")
