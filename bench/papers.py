"""Badges and the list of participants for 500 people: gathered from the database and set as a PDF, each time by new processes.

The floor reads the same names with one statement and sets them one to a line, without a template of ours. Processor time is that
of the processes together; unlike the time by the clock, it says the same on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import registration
from bench.processes import environment
from bench.storage import Storage

PAPERS = {"badges": "badges", "list": "list-of-participants"}
_NAMES = (
    ("Ana-Maria", "CEBOTARI", ""),
    ("María del Carmen", "FERNÁNDEZ DE LA TORRE Y QUINTANILLA", ""),
    ("Nino", "BERIDZE", "ნინო ბერიძე"),
    ("Eleni", "PAPADOGIORGI", "Ελένη ΠΑΠΑΔΟΓΙΩΡΓΗ"),
    ("Anna", "HARUTYUNYAN", "Աննա ՀԱՐՈՒԹՅՈՒՆՅԱՆ"),
    ("Oleksandr", "SHEVCHENKO", "Олександр ШЕВЧЕНКО"),
)
_FLOOR = "#for name in json(bytes(sys.inputs.names)) [#name \\ ]"
_WHOSE = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
Figures = dict[str, float]


def measured(
    options: argparse.Namespace, place: Storage, folder: Path
) -> Iterator[tuple[str, tuple[Figures, Figures]]]:
    """The figures of each paper, and of the floor: the best of a few rounds, which alternate."""
    environment(place, folder)
    _prepare(options.people)
    taken = [{what: _by_a_new_process(what) for what in ("floor", *PAPERS)} for _ in range(options.rounds)]
    best = {what: _best([each[what] for each in taken]) for what in taken[0]}
    for paper in PAPERS:
        yield paper, (best[paper], best["floor"])


def _prepare(number: int) -> None:
    """An event with that many confirmed delegates, whose names are long, short, and in five scripts."""
    registration.prepare()
    from sqlalchemy import insert, select

    from app import create_app
    from app.extensions import db
    from app.lib.clock import now
    from app.lib.tokens import clear_code
    from app.models import (
        Body,
        BodyKind,
        Category,
        Event,
        Language,
        Mode,
        Origin,
        Place,
        Registration,
        Role,
        Status,
    )

    with create_app().app_context():
        event = db.session.scalars(select(Event)).one()
        states = db.session.scalars(select(Body.id).where(Body.kind == BodyKind.MEMBER_STATE)).all()
        rows = [
            {
                "event_id": event.id,
                "category": Category.MEMBER_STATE_DELEGATE,
                "role": Role.DELEGATE,
                "mode": Mode.IN_PERSON,
                "status": Status.CONFIRMED,
                "place": Place.HELD,
                "language": Language.EN,
                "origin": Origin.PUBLIC,
                "created_at": now(),
                "registered_at": now(),
                "confirmed_at": now(),
                "consent_lists": True,
                "reference": f"BENCH-{each:08}",
                "badge_code": clear_code(20),
                "body_id": states[each % len(states)],
                "given_name": _NAMES[each % len(_NAMES)][0],
                "family_name": f"{_NAMES[each % len(_NAMES)][1]} {each}",
                "own_script_name": _NAMES[each % len(_NAMES)][2] or None,
                "sort_name": f"name {each:04}",
                "function": f"Head of Division {each}, International Police Cooperation",
            }
            for each in range(number)
        ]
        db.session.execute(insert(Registration), rows)
        db.session.commit()
        db.engine.dispose()


def _by_a_new_process(what: str) -> Figures:
    command = [sys.executable, "-m", "bench.papers", what]
    figures: Figures = json.loads(
        subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    )
    return figures


def _best(taken: Sequence[Figures]) -> Figures:
    return {key: min(each[key] for each in taken) for key in taken[0]}


def _one(what: str) -> Figures:
    """One paper, by this process; loading the application is not counted."""
    from sqlalchemy import event as engine_event
    from sqlalchemy.engine import Engine

    from app import create_app

    asked: list[str] = []
    with create_app().app_context():
        make: Callable[[], bytes] = _floor if what == "floor" else _paper(what)
        engine_event.listen(Engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
        wall, cpu = time.perf_counter(), _cpu()
        made = make()
        wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    memory = max(resource.getrusage(whose).ru_maxrss for whose in _WHOSE) / 1024
    return {
        "operations": 1,
        "wall_s": wall,
        "cpu_s": cpu,
        "statements": len(asked),
        "kilobytes": len(made) / 1000,
        "memory_mb": memory,
    }


def _cpu() -> float:
    used = [resource.getrusage(whose) for whose in _WHOSE]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _paper(what: str) -> Callable[[], bytes]:
    from app.services.papers import making
    from app.services.papers.paper_kinds import Options, PaperKind, Selection

    event = _event()
    return lambda: making.pdf(making.prepare(event, PaperKind(PAPERS[what]), Selection(), Options()))


def _floor() -> bytes:
    import typst
    from sqlalchemy import text

    from app.extensions import db

    rows: Any = db.session.execute(
        text("SELECT given_name, family_name FROM registration ORDER BY sort_name")
    )
    names = json.dumps([" ".join(row) for row in rows])
    return bytes(
        typst.compile(_FLOOR.encode(), format="pdf", sys_inputs={"names": names}, ignore_system_fonts=True)
    )


def _event() -> Any:
    from sqlalchemy import select

    from app.extensions import db
    from app.models import Event

    return db.session.scalars(select(Event)).one()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_one(sys.argv[1])))
