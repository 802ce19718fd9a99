"""The worker's tasks, and what wakes it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from huey import PostgresHuey, SqliteHuey
from sqlalchemy import text

from app.extensions import db
from app.lib.clock import now
from app.lib.patience import PatientConnection
from app.models import EventStatus, LetterKind, Place, Registration, Status
from app.services import heartbeats, outbox
from app.worker import tasks
from app.worker.queue import make_queue
from tests.factories.events import an_event
from tests.factories.letters import a_conference, a_letter
from tests.factories.registrations import a_registration


@pytest.fixture
def woken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was put into the queue."""
    calls: list[str] = []
    queue = app.extensions["huey"]
    monkeypatch.setattr(queue.storage, "enqueue", lambda *_args, **_kwargs: calls.append("woken"))
    return calls


def overdue(event: Any) -> Registration:
    return a_registration(event, Status.UNVERIFIED, hold_until=now() - timedelta(seconds=1))


def status_of(registration_id: int) -> Status:
    status = db.session.get_one(Registration, registration_id, populate_existing=True).status
    db.session.commit()
    return status


def test_a_commit_that_queued_a_letter_wakes_the_worker(app: Flask, woken: list[str]) -> None:
    a_letter()
    assert woken == []
    db.session.commit()
    assert woken == ["woken"]
    db.session.commit()
    assert woken == ["woken"], "only once"


def test_other_commits_do_not(app: Flask, woken: list[str]) -> None:
    a_registration(a_conference())
    db.session.commit()
    assert woken == []


def test_what_is_rolled_back_wakes_nobody(app: Flask, woken: list[str]) -> None:
    a_letter()
    db.session.rollback()
    a_conference()
    db.session.commit()
    assert woken == []


def test_a_savepoint_wakes_nobody_yet(app: Flask, woken: list[str]) -> None:
    registration = a_registration(a_conference())
    with db.session.begin_nested():
        outbox.put(LetterKind.RECEIVED, registration)
    assert woken == []
    db.session.commit()
    assert woken == ["woken"]


def test_a_queue_that_fails_harms_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(app.extensions["huey"].storage, "enqueue", fail)
    letter = a_letter()
    with caplog.at_level(logging.WARNING):
        db.session.commit()
    assert letter.id is not None
    assert "the worker could not be woken" in caplog.text


def test_the_queue_fits_the_database(app: Flask, database: str) -> None:
    kind = SqliteHuey if database == "sqlite" else PostgresHuey
    assert isinstance(app.extensions["huey"], kind)


@pytest.mark.postgresql_only
def test_many_processes_make_the_queue_at_once(app: Flask) -> None:
    db.session.execute(text("DROP SCHEMA IF EXISTS queue CASCADE"))
    db.session.commit()
    start, failures = threading.Barrier(6), []

    def prepare() -> None:
        queue = make_queue(app.extensions["config"])
        start.wait()
        try:
            queue.prepare()
            assert queue.storage.queue_size() == 0
        except Exception as error:
            failures.append(error)
        queue.storage.close()

    threads = [threading.Thread(target=prepare) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.postgresql_only
def test_a_queue_that_cannot_be_made_leaves_no_connection(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, connect = [], PatientConnection.connect

    def open_connection(*args: Any, **kwargs: Any) -> psycopg.Connection[Any]:
        opened.append(connect(*args, **kwargs))
        return opened[-1]

    monkeypatch.setattr(PatientConnection, "connect", open_connection)
    monkeypatch.setattr("app.worker.queue._SCHEMA", "pg_forbidden")
    with pytest.raises(psycopg.errors.ReservedName):
        make_queue(app.extensions["config"]).prepare()
    assert [connection.closed for connection in opened] == [True]


def test_a_task_goes_through_the_queue(app: Flask) -> None:
    queue = app.extensions["huey"]
    queue.prepare()
    queue.flush()
    app.extensions["tasks"].beat()
    task = queue.dequeue()
    db.session.commit()
    queue.execute(task)
    assert heartbeats.mail_state().worker_alive


def test_the_scheduler_sees_letters_that_nobody_announced(app: Flask) -> None:
    queue = app.extensions["huey"]
    queue.prepare()
    queue.flush()
    queue.look()
    assert queue.storage.queue_size() == 0
    a_letter()
    db.session.info.pop(outbox.QUEUED)
    db.session.commit()
    for _ in range(3):
        queue.look()
    assert queue.storage.queue_size() == 1, "once is enough"
    queue.flush()


def test_the_scheduler_survives_a_fault(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OSError("no database")

    monkeypatch.setattr(app.extensions["huey"], "watch", fail)
    app.extensions["huey"].look()
    assert "cannot look for work" in caplog.text


def test_holds_expire_one_by_one(app: Flask) -> None:
    event = an_event(capacity_in_person=2)
    gone = [overdue(event).id for _ in range(2)]
    kept = a_registration(an_event(), Status.UNVERIFIED, hold_until=now() + timedelta(hours=1)).id
    waiting = a_registration(event, place=Place.WAITING).id
    db.session.commit()
    assert tasks.expire_due_holds() == 2
    assert [status_of(number) for number in gone] == [Status.EXPIRED] * 2
    assert status_of(kept) is Status.UNVERIFIED
    assert db.session.get_one(Registration, waiting).place is Place.HELD
    db.session.commit()
    assert tasks.expire_due_holds() == 0


def test_one_that_cannot_expire_does_not_hold_up_the_others(app: Flask) -> None:
    archived = an_event()
    stuck = overdue(archived).id
    archived.status = EventStatus.ARCHIVED
    other = overdue(an_event()).id
    db.session.commit()
    tasks.expire_due_holds()
    assert status_of(other) is Status.EXPIRED
    assert status_of(stuck) in {Status.UNVERIFIED, Status.EXPIRED}


def test_the_worker_says_that_it_is_alive(app: Flask) -> None:
    assert not heartbeats.mail_state().worker_alive
    db.session.commit()
    for _ in range(2):
        tasks.say_alive()
    assert heartbeats.mail_state().worker_alive
