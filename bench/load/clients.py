"""Many clients at once, each doing what it does at its own moments; how long each step took is noted.

They are threads, shared out among processes of their own, so that they do not wait for one another more than for the server.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from bench.visitor import Visitor

_RUN_UP = 0.5  # seconds until everybody is there
_UNCHANGED = 304


@dataclass
class Noted:
    """What happened: the steps with their seconds, what was acknowledged, what went wrong."""

    steps: list[tuple[str, float]] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    latest: float = (
        0.0  # seconds by which a client began something too late, because it was not done with the last
    )

    def add(self, other: Noted) -> None:
        """Take over what another process has noted."""
        self.steps += other.steps
        self.acknowledged += other.acknowledged
        self.failures += other.failures
        self.latest = max(self.latest, other.latest)


class Client(Visitor):
    """A browser whose steps are timed; a redirect belongs to the step that caused it."""

    def __init__(self, port: int, address: str, noted: Noted) -> None:
        super().__init__(port, address)
        self.noted = noted

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done within."""
        began = time.perf_counter()
        yield
        self.noted.steps.append((name, time.perf_counter() - began))

    def look(self, path: str, mark: dict[str, str]) -> None:
        """Ask for what has changed since the mark of the last answer, as scripts do; the mark is kept."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request("GET", path, headers={**self.headers, **mark, "Cookie": cookies})
        answer = self.connection.getresponse()
        answer.read()
        if answer.status not in {200, _UNCHANGED}:
            raise RuntimeError(f"GET {path} answered {answer.status}")
        mark["If-None-Match"] = answer.headers.get("ETag") or mark.get("If-None-Match", "")


Act = Callable[[Client], str | None]  # what it returns is acknowledged


@dataclass(frozen=True)
class Part:
    """One client: the address that it comes from, and what it does at which second."""

    address: str
    acts: Sequence[tuple[float, Act]]


def play(port: int, parts: Sequence[Part], processes: int = 0, pace: float = 1.0) -> Noted:
    """Let all clients do their parts, so many times as fast as their moments say; in this process if there is no other."""
    together = Noted()
    if not processes:
        return _share(port, time.time() + _RUN_UP, pace, parts)
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        pool.map(time.sleep, [_RUN_UP] * processes, chunksize=1)  # until all of them are there
        shares = [parts[number::processes] for number in range(processes)]
        for noted in pool.map(partial(_share, port, time.time() + _RUN_UP, pace), shares, chunksize=1):
            together.add(noted)
    return together


def _share(port: int, starts_at: float, pace: float, parts: Sequence[Part]) -> Noted:
    noted = Noted()
    threads = [threading.Thread(target=_do, args=(port, starts_at, pace, part, noted)) for part in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return noted


def _do(port: int, starts_at: float, pace: float, part: Part, noted: Noted) -> None:
    for moment, act in part.acts:
        wait = starts_at + moment / pace - time.time()
        time.sleep(max(wait, 0))
        noted.latest = max(noted.latest, -wait)
        client = Client(port, part.address, noted)
        try:
            said = act(client)
            noted.acknowledged += [said] if said else []
        except Exception as error:  # whatever went wrong counts and is shown
            noted.failures.append(f"{type(error).__name__}: {error}")
        finally:
            client.connection.close()
