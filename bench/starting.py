"""How long a fresh web server takes to its first page, and what a worker holds once it has delivered letters."""

from __future__ import annotations

import http.client
import subprocess
import time
from pathlib import Path

from bench.candidates import gthread
from bench.goals import Measured
from bench.measuring import Figures
from bench.processes import Server, cpu_seconds, end, family, free_port

PATIENCE = 120  # seconds
_EVERY = 0.01  # seconds between two attempts
OURS, FLOOR = ("bench.serving:app", "/events/bench"), ("bench.floor:app", "/event/conference")


def first_answer(told: dict[str, str], folder: Path, rounds: int) -> Measured:
    """From the start of the process to the public page of an event, each time by a new one; the median, and the floor's."""
    taken: tuple[list[Figures], list[Figures]] = ([], [])
    for _ in range(rounds):
        for into, side in zip(taken, (OURS, FLOOR), strict=True):
            into.append(_started(*side, told, folder))
    ours, low = (sorted(each, key=lambda figures: figures["seconds"])[rounds // 2] for each in taken)
    return Measured(ours, low)


def _started(application: str, path: str, told: dict[str, str], folder: Path) -> Figures:
    port = free_port()
    with (folder / "start.log").open("ab") as log:
        began = time.perf_counter()
        process = subprocess.Popen(gthread(application, port, 1, folder), env=told, stdout=log, stderr=log)
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                raise SystemExit(
                    f"{application} did not start:\n{(folder / 'start.log').read_text()[-2000:]}"
                )
            time.sleep(_EVERY)
        seconds = time.perf_counter() - began
        return {
            "operations": 1,
            "seconds": round(seconds, 3),
            "cpu_ms": round(cpu_seconds(process.pid) * 1000, 1),
        }
    finally:
        end(process)


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
    except OSError:
        return False
    finally:
        connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")
    return True


def worker_resident(told: dict[str, str], folder: Path, floor: Server) -> Measured:
    """What the worker holds after it has delivered every letter that waits; beside it a process of the floor.

    Raises:
        SystemExit: letters are left.
    """
    from app import create_app
    from app.extensions import db
    from bench.load import worker
    from bench.mail import sink

    with create_app().app_context(), sink() as port:
        number = _waiting()
        mail = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(port), "MAIL_USE_TLS": "no"}
        with worker(told | mail, folder) as pid:
            began = time.monotonic()
            while left := _waiting():
                if time.monotonic() - began > PATIENCE:
                    raise SystemExit(f"{left} of {number} letters did not go out within {PATIENCE} seconds")
                time.sleep(0.2)
            held = sum(_resident(each) for each in family(pid))
        db.engine.dispose()
    ours = {"operations": number, "memory_mib": round(held / 2**20, 1)}
    return Measured(ours, {"memory_mib": round(max(floor.resident()) / 2**20, 1)})


def _resident(pid: int) -> int:
    told = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(told.partition("VmRSS:")[2].split()[0]) * 1024


def _waiting() -> int:
    """How many letters are due and have not gone out."""
    from sqlalchemy import func, select

    from app.extensions import db
    from app.models import Letter, LetterState

    due = select(func.count()).where(Letter.state.in_([LetterState.QUEUED, LetterState.SENDING]))
    number = db.session.scalar(due) or 0
    db.session.rollback()
    return int(number)
