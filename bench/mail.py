"""A message to a thousand people: queued at once, then delivered one by one to a mail server of this machine by one worker.

The letter is the dearest there is: with the code for the desk and a calendar file. The floor queues as many rows with one
statement, and hands the same message over as many times on one connection, with one committed statement for each.
"""

from __future__ import annotations

import argparse
import os
import smtplib
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import floor, registration
from bench.processes import cpu_seconds, environment
from bench.storage import Storage

TABLE = "CREATE TABLE letter (id {key}, recipient TEXT NOT NULL, state TEXT NOT NULL)"
FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")
Figures = dict[str, float]


class _Asked:
    """How many statements the engine was asked since the last round began."""

    number = 0


_asked = _Asked()


def measured(
    options: argparse.Namespace, place: Storage, folder: Path
) -> Iterator[tuple[str, tuple[Figures, Figures]]]:
    """The figures of queueing and of delivering, each of the application and of the floor, per letter."""
    environment(place, folder)
    os.environ.update(MAIL_SERVER="127.0.0.1", MAIL_USE_TLS="no")
    number = options.letters
    taken: dict[str, list[Figures]] = {"queue": [], "deliver": []}
    low: dict[str, list[Figures]] = {"queue": [], "deliver": []}
    with sink() as port:
        os.environ["MAIL_PORT"] = str(port)
        app, sample = _prepared(number)
        _make_floor(number)
        for _ in range(options.rounds):
            taken["queue"].append(_cost(lambda: _queue(app), number, place))
            taken["deliver"].append(_cost(lambda: _deliver(app, number), number, place))
            low["queue"].append(_cost(_floor_queues, number, place))
            low["deliver"].append(_cost(lambda: _floor_delivers(port, sample), number, place))
    for work in taken:
        yield work, (_best(taken[work]), _best(low[work]))


@contextmanager
def sink() -> Iterator[int]:
    """A mail server in a process of its own that takes everything and keeps nothing; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "aiosmtpd",
        "-n",
        "-l",
        f"127.0.0.1:{port}",
        "-c",
        "aiosmtpd.handlers.Sink",
    ]
    process = subprocess.Popen(command)
    try:
        for _attempt in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _prepared(number: int) -> tuple[Any, bytes]:
    """The application with that many confirmed participants, and one of its messages as it goes over the wire."""
    from sqlalchemy import event as engine_event
    from sqlalchemy.engine import Engine

    from app import create_app
    from app.extensions import db
    from app.services import delivery, network
    from app.services.outgoing import OutgoingMessage

    registration.prepare()
    app = create_app()
    engine_event.listen(Engine, "before_cursor_execute", _count)
    with app.app_context():
        _participants(number)
        db.session.commit()
        _queue(app)
        [letter] = delivery.take(delivery.Limits(timedelta(minutes=2), 9, 60, 60, 1, 0))
        db.session.commit()
        caught: list[OutgoingMessage] = []

        def catch(outgoing: OutgoingMessage) -> str:
            caught.append(outgoing)
            return "250"

        delivery.send(letter, network.site(app.extensions["config"]), catch)
        delivery.give_back([letter])
        db.session.commit()
    _deliver(app, number)  # to warm up
    return app, caught[0].content


def _participants(number: int) -> None:
    from sqlalchemy import select

    from app.extensions import db
    from app.lib.clock import now
    from app.lib.tokens import clear_code
    from app.models import Category, Event, Language, Mode, Origin, Place, Registration, Status

    event = db.session.scalars(select(Event)).one()
    for each in range(number):
        db.session.add(
            Registration(
                event=event,
                reference=f"BENCH-{each:08}",
                category=Category.SPEAKER_EXPERT,
                body_text="University of Strasbourg",
                mode=Mode.IN_PERSON,
                status=Status.CONFIRMED,
                place=Place.HELD,
                given_name="Élodie",
                family_name=f"MÜLLER {each}",
                email=f"expert.{each}@example.org",
                language=list(Language)[each % 2],
                origin=list(Origin)[0],
                badge_code=clear_code(20),
                verified_at=now(),
                confirmed_at=now(),
                created_at=now(),
            )
        )


def _queue(app: Any) -> int:
    """Start a message to everybody; returns the number of statements."""
    from sqlalchemy import select

    from app.extensions import db
    from app.lib.clock import now
    from app.models import Campaign, CampaignState, Event, LetterKind
    from app.services import campaign_starting

    with app.app_context():
        event = db.session.scalars(select(Event)).one()
        campaign = Campaign(
            event=event,
            kind=LetterKind.PRACTICAL_INFORMATION,
            subject_en="",
            subject_fr="",
            text_en="",
            text_fr="",
            name=uuid.uuid4().hex,
            state=CampaignState.SCHEDULED,
            starts_at=now(),
            created_at=now(),
        )
        db.session.add(campaign)
        db.session.commit()
        campaign_id, _asked.number = campaign.id, 0
        campaign_starting.start(campaign_id)
        db.session.commit()
        db.session.remove()
        return _asked.number


def _deliver(app: Any, number: int) -> int:
    """Let a worker deliver what is queued; returns the number of statements."""
    from app.worker.delivering import Deliverer

    with app.app_context():
        deliverer, sent, _asked.number = Deliverer(app), 0, 0
        while sent < number and (now_sent := deliverer.run()):
            sent += now_sent
        if sent != number:
            raise RuntimeError(f"{sent} letters were sent, {number} queued")
        return _asked.number


def _count(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
    if not text.lstrip().upper().startswith(FRAME):
        _asked.number += 1


def _make_floor(number: int) -> None:
    connection = floor.connection()
    sqlite = os.environ["FLOOR_DATABASE_URL"].startswith("sqlite")
    key = "INTEGER PRIMARY KEY" if sqlite else "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
    connection.execute(TABLE.format(key=key))
    connection.execute("CREATE TABLE recipient (address TEXT NOT NULL)")
    for each in range(number):
        connection.execute(f"INSERT INTO recipient VALUES ({floor.own.mark})", [f"expert.{each}@example.org"])


def _floor_queues() -> int:
    floor.connection().execute(
        "INSERT INTO letter (recipient, state) SELECT address, 'queued' FROM recipient"
    )
    return 1


def _floor_delivers(port: int, content: bytes) -> int:
    connection = floor.connection()
    rows = connection.execute("SELECT id, recipient FROM letter WHERE state = 'queued'").fetchall()
    with smtplib.SMTP("127.0.0.1", port, "localhost") as server:
        for number, recipient in rows:
            server.sendmail("events@example.org", [recipient], content)
            connection.execute(f"UPDATE letter SET state = 'sent' WHERE id = {floor.own.mark}", [number])
    return 1 + len(rows)


def _cost(work: Callable[[], int], number: int, place: Storage) -> Figures:
    """What one round cost per letter; the processor time is ours and the database's, not the mail server's."""
    own, theirs, began = time.process_time(), _database(place), time.perf_counter()
    statements = work()
    wall = time.perf_counter() - began
    cpu = time.process_time() - own + _database(place) - theirs
    return {
        "operations": number,
        "operations_per_second": round(number / wall, 2),
        "wall_s": round(wall, 3),
        "together_ms": round(cpu * 1000, 1),
        "cpu_ms": round(cpu * 1000 / number, 3),
        "statements": round(statements / number, 3),
    }


def _database(place: Storage) -> float:
    return cpu_seconds(place.process) if place.process else 0.0


def _best(rounds: list[Figures]) -> Figures:
    """The middle one by the clock."""
    return sorted(rounds, key=lambda figures: figures["wall_s"])[len(rounds) // 2]
