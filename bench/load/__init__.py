"""Load: the opening minute, the door and the pages of a large network, with everything running as it does in earnest.

Several client processes against gunicorn, the worker that delivers to a mail server of this machine, and the database. No answer
may be an error, none may say “too often”, and in the end the counts have to be right. `--pace 5` plays five times as fast.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.load import counts, scenes, stage
from bench.load.clients import Noted, play
from bench.load.letterbox import letterbox
from bench.processes import Server, cpu_seconds, environment
from bench.storage import Storage

PEOPLE, CLIENTS, PLACES, ALREADY = 500, 100, 450, 2000
DESKS, ORGANISERS = 4, 3
EVENTS, EVERYBODY = 60, 20_000
CLIENT_PROCESSES = 2
PATIENCE = 300  # seconds for the last letter
ROOT = Path(__file__).parents[2]

Figures = dict[str, Any]
Scene = Callable[["Running"], Figures]


class Running:
    """What runs while a scene is played, and what it used."""

    def __init__(
        self, app: Any, server: Server, worker: int, place: Storage, mails: list[str], pace: float
    ) -> None:
        self.app, self.server, self.worker, self.place = app, server, worker, place
        self.mails, self.pace = mails, pace

    def played(
        self, parts: list[scenes.Part], until: Callable[[], bool] = lambda: True
    ) -> tuple[Noted, Figures]:
        """Play a scene to its end; its figures, with the processor time until nothing is left to be done."""
        used, began = self._used(), time.perf_counter()
        noted = play(self.server.port, parts, CLIENT_PROCESSES, self.pace)
        wall = time.perf_counter() - began
        while not until() and time.perf_counter() - began < wall + PATIENCE:
            time.sleep(0.2)
        after = time.perf_counter() - began - wall
        cpu = {name: round(seconds - used[name], 2) for name, seconds in self._used().items()}
        figures = {
            "seconds": round(wall, 1),
            "until_done_s": round(after, 1),
            "late_s": round(noted.latest, 2),
        }
        return noted, figures | {"cpu_s": cpu, "steps": _steps(noted), "failures": noted.failures}

    def _used(self) -> dict[str, float]:
        pids = {"web": self.server.process.pid, "worker": self.worker, "database": self.place.process}
        return {name: cpu_seconds(pid) for name, pid in pids.items() if pid}


def report(options: argparse.Namespace, place: Storage, folder: Path) -> None:
    """Play the scenes whose names hold `--only`, print their figures, keep them as JSON; ends with 1 after an error."""
    faults = 0
    for name, scene in SCENES.items():
        if options.only not in name:
            continue
        with running(options, place, folder) as everything:
            figures = scene(everything)
        wrong = figures.pop("failures") + figures["wrong"]
        print(shown(name, place, options, figures), flush=True)
        for fault in wrong[:5]:
            print(f"wrong: {fault}", file=sys.stderr)
        faults += len(wrong)
        file = options.json.with_stem(f"{options.json.stem}-{name.replace(' ', '-')}")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"what": name, "pace": options.pace, **figures}, indent=2) + "\n")
    if faults:
        sys.exit(f"{faults} wrong.")


@contextmanager
def running(options: argparse.Namespace, place: Storage, folder: Path) -> Iterator[Running]:
    """A migrated application with web server, worker and mail server."""
    from flask_migrate import upgrade

    from app import create_app
    from app.services import reference_data

    told = environment(place, folder)
    with letterbox() as mail:
        told |= {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(mail.port), "MAIL_USE_TLS": "no"}
        app = create_app()
        with app.app_context():
            from app.extensions import db

            upgrade()
            reference_data.load()
            db.session.commit()
            with (
                Server("wsgi:app", told, options.processes, folder) as server,
                worker(told, folder) as consumer,
            ):
                yield Running(app, server, consumer, place, mail.recipients, options.pace)
            db.session.remove()
            db.engine.dispose()


@contextmanager
def worker(told: dict[str, str], folder: Path) -> Iterator[int]:
    """The worker as `flask serve` starts it; its process."""
    command = [sys.executable, "-m", "huey.bin.huey_consumer", "wsgi.huey", "--workers", "2"]
    command += ["--worker-type", "thread", "--quiet"]
    with (
        (folder / "worker.log").open("ab") as log,
        subprocess.Popen(command, cwd=ROOT, env=told, stdout=log, stderr=log) as process,
    ):
        try:
            yield process.pid
        finally:
            process.kill()


def opening(here: Running) -> Figures:
    """500 registrations in a minute for 450 places, while letters go out and three organisers work."""
    opened, _ = stage.for_the_opening(PLACES, ALREADY)
    organisers = stage.organisers(here.app, ORGANISERS, os.environ["SECRET_KEY"])
    event_id = _settled(here, opened)
    parts = scenes.opening(stage.OPENING, PEOPLE, CLIENTS, organisers, stage.ALREADY)
    noted, figures = here.played(parts, lambda: not counts.letters_left(event_id))
    wrong = counts.opening_faults(event_id, noted.acknowledged, PLACES, here.mails)
    return figures | {"wrong": wrong + _missing(noted, PEOPLE), "done": len(noted.acknowledged)}


def door(here: Running) -> Figures:
    """Four desks, 500 scans in five minutes, with the live board open."""
    event, codes = stage.for_the_door(PEOPLE)
    desks = stage.agents(here.app, DESKS, os.environ["SECRET_KEY"])
    [board] = stage.agents(here.app, 1, os.environ["SECRET_KEY"])
    event_id = _settled(here, event)
    noted, figures = here.played(scenes.door(stage.DOOR, codes, desks, board, max(round(here.pace), 1)))
    wrong = counts.door_faults(event_id, noted.acknowledged)
    return figures | {"wrong": wrong + _missing(noted, len(codes)), "done": len(noted.acknowledged)}


def network(here: Running) -> Figures:
    """Three organisers at work for two minutes, in a network of 20,000 people at 60 events."""
    slugs = stage.a_network(EVENTS, EVERYBODY)
    organisers = stage.organisers(here.app, ORGANISERS, os.environ["SECRET_KEY"])
    _settled(here, None)
    parts = scenes.organising(organisers, slugs, scenes.NETWORK_PAGES, 2 * scenes.MINUTE)
    noted, figures = here.played(parts)
    return figures | {"wrong": [], "done": len(noted.steps)}


SCENES: dict[str, Scene] = {"opening minute": opening, "door": door, "network": network}


def shown(name: str, place: Storage, options: argparse.Namespace, figures: Figures) -> str:
    """The figures as a table in Markdown, with a line about the whole."""
    cpu = ", ".join(f"{part} {seconds:.1f} s" for part, seconds in figures["cpu_s"].items())
    lines = [
        f"{name}: {figures['done']} done in {figures['seconds']:.0f} s (pace {options.pace:g}); {place.name},"
        f" {options.processes} server processes, {os.cpu_count()} cores",
        f"CPU: {cpu}; the last letter {figures['until_done_s']:.1f} s after the last client;"
        f" at most {figures['late_s']:.1f} s late",
        "",
        "| Step | times | p50, ms | p95, ms | max, ms |",
        "|---|---|---|---|---|",
    ]
    for step, (times, *waits) in figures["steps"].items():
        lines.append(f"| {step} | {times:,} | " + " | ".join(f"{wait:,.0f}" for wait in waits) + " |")
    return "\n".join(lines) + "\n"


def _settled(here: Running, event: Any) -> int:
    from app.extensions import db

    db.session.commit()
    event_id = event.id if event else 0
    db.session.rollback()
    here.place.settle()
    return event_id


def _missing(noted: Noted, wanted: int) -> list[str]:
    lacking = wanted - len(noted.acknowledged)
    return [f"{lacking} of {wanted} were not acknowledged"] if lacking else []


def _steps(noted: Noted) -> dict[str, tuple[int, float, float, float]]:
    """How often each step was taken; its median, 95th percentile and longest, in milliseconds."""
    by_name: dict[str, list[float]] = {}
    for name, seconds in noted.steps:
        by_name.setdefault(name, []).append(seconds * 1000)
    return {name: (len(taken), *_points(sorted(taken))) for name, taken in by_name.items()}


def _points(waits: list[float]) -> tuple[float, float, float]:
    chosen = (waits[len(waits) // 2], waits[min(len(waits) - 1, int(len(waits) * 0.95))], waits[-1])
    return round(chosen[0], 1), round(chosen[1], 1), round(chosen[2], 1)
