"""A hundred clients for fifty places: all fill in the form at leisure and send at the same moment."""

from __future__ import annotations

import time
from typing import Any

from bench.goals import CLIENTS, PLACES
from bench.measuring import Figures
from bench.processes import Server, cpu_seconds
from bench.storage import Storage

SLUG = "rush"


def prepare() -> None:
    """An event that is open to guests, with that many places; in tables that are there."""
    from app import create_app
    from app.extensions import db
    from app.models import Category, Mode
    from tests.factories.events import an_event

    with create_app().app_context():
        open_to = [Category.GUEST]
        an_event(open_to, slug=SLUG, short_code="RUSH", mode=Mode.IN_PERSON, capacity_in_person=PLACES)
        db.session.commit()
        db.engine.dispose()


def sold(server: Server, place: Storage) -> Figures:
    """What happened, and what it cost for each client.

    Raises:
        SystemExit: somebody was answered with an error, or is not there although it was acknowledged.
    """
    from tests.concurrency.crowd import answers, rush

    used, began = _used(server, place), time.perf_counter()
    outcome = rush(server.port, SLUG, [answers(number) for number in range(CLIENTS)])
    wall, cpu = time.perf_counter() - began, _used(server, place) - used
    if outcome.failures:
        raise SystemExit(f"{len(outcome.failures)} failed: {outcome.failures[0]}")
    places = _places()
    if sum(places.values()) != len(outcome.acknowledged):
        raise SystemExit(f"{len(outcome.acknowledged)} were acknowledged, {sum(places.values())} are there")
    return {
        "operations": CLIENTS,
        "operations_per_second": round(CLIENTS / wall, 2),
        "cpu_ms": round(cpu * 1000 / CLIENTS, 3),
        "sold": places.get("held", 0),
        "waiting": places.get("waiting", 0),
    }


def _used(server: Server, place: Storage) -> float:
    return cpu_seconds(server.process.pid) + (cpu_seconds(place.process) if place.process else 0.0)


def _places() -> dict[str, int]:
    """How many people have a place, and how many wait for one."""
    from sqlalchemy import func, select

    from app import create_app
    from app.extensions import db
    from app.models import Event, Registration

    at_it = select(Registration.place, func.count()).join(Event).where(Event.slug == SLUG)
    with create_app().app_context():
        rows: Any = db.session.execute(at_it.group_by(Registration.place)).all()
        db.session.remove()
        db.engine.dispose()
    return {str(place.value): number for place, number in rows}
