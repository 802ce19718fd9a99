"""A backup that is made while people register holds each registration that was acknowledged before, and none by half."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy import Engine, text

from app.extensions import db
from app.models import Event, Status
from app.services.backup import archive, restoring
from app.services.backup.snapshot import snapshot
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.services.backup.other_places import KEY, MIGRATIONS, address, engine_at

BACKUPS = 3


def test_what_was_acknowledged_before_is_in_it_and_nothing_by_half(app: Flask, database: str) -> None:
    event = an_event(capacity_in_person=100_000)
    event_id, _first = event.id, a_registration(event, Status.CONFIRMED)
    db.session.execute(text("INSERT INTO needs (registration_id) SELECT id FROM registration"))
    db.session.commit()
    acknowledged: list[str] = []
    over = threading.Event()
    writers = [threading.Thread(target=register, args=(app, event_id, acknowledged, over)) for _ in range(3)]
    for writer in writers:
        writer.start()
    try:
        taken = [backup_under_load(acknowledged) for _ in range(BACKUPS)]
    finally:
        over.set()
        for writer in writers:
            writer.join()
    assert len(acknowledged) > len(taken[0][0])
    for number, (before, file) in enumerate(taken):
        with engine_at(address(database, str(number))) as engine:
            restoring.restore(archive.opened(file, KEY), engine, MIGRATIONS, hold=False)
            check(engine, before)


def register(app: Flask, event_id: int, acknowledged: list[str], over: threading.Event) -> None:
    """Register one after the other, each with its history in one transaction."""
    while not over.is_set():
        with app.app_context():
            person = a_registration(db.session.get_one(Event, event_id), Status.CONFIRMED)
            db.session.flush()
            reference = person.reference
            db.session.execute(
                text("INSERT INTO needs (registration_id, diet) VALUES (:id, 'none')"), {"id": person.id}
            )
            db.session.commit()
            acknowledged.append(reference)
            db.session.remove()


def backup_under_load(acknowledged: list[str]) -> tuple[list[str], io.BytesIO]:
    """What was acknowledged before a backup began, and the backup."""
    waited = len(acknowledged)
    while len(acknowledged) < waited + 5:
        threading.Event().wait(0.01)
    before, file = list(acknowledged), io.BytesIO()
    with snapshot(db.engine) as seen:
        archive.write(seen, file, KEY, "0.1.0")
    return before, file


def check(engine: Engine, before: list[str]) -> None:
    """All of them are there, and each of the table is there with its second row."""
    with engine.connect() as connection:
        found = set(connection.scalars(text("SELECT reference FROM registration")))
        assert set(before) <= found
        half = "SELECT count(*) FROM registration WHERE id NOT IN (SELECT registration_id FROM needs)"
        assert connection.scalar(text(half)) == 0


def test_a_snapshot_does_not_move(app: Flask, database: str) -> None:
    an_event()
    db.session.commit()
    db.session.remove()
    with snapshot(db.engine) as seen:
        first = count(seen.parts)
        in_thread(app, lambda: an_event())
        assert count(seen.parts) == first
    with snapshot(db.engine) as seen:
        assert count(seen.parts) > first


def count(parts: Callable[[], object]) -> int:
    return sum(1 for _part in parts())  # type: ignore[attr-defined]


def in_thread(app: Flask, step: Callable[[], object]) -> None:
    """Do something and commit it, on another connection."""

    def act() -> None:
        with app.app_context():
            step()
            db.session.commit()
            db.session.remove()

    thread = threading.Thread(target=act)
    thread.start()
    thread.join()
