"""Rounds of operations from several clients at once, and what they cost the server."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.processes import Server, cpu_seconds
from bench.storage import Storage
from bench.visitor import Cost, Visitor

Operation = Callable[[Visitor, int], object]
Figures = dict[str, float]
_ROUNDS = 3


@dataclass
class Result:
    """What the operations of one server cost together."""

    operations: int = 0
    wall: float = 0.0  # seconds during which clients were at work
    cpu: float = 0.0  # seconds of the server's processes and of the database's
    costs: list[Cost] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """The figures of the report: times in milliseconds, the rest per operation."""
        waits = sorted(cost.seconds * 1000 for cost in self.costs)
        return {
            "operations": self.operations,
            "operations_per_second": round(self.operations / self.wall, 2),
            "p50_ms": round(waits[len(waits) // 2], 2),
            "p95_ms": round(waits[min(len(waits) - 1, int(len(waits) * 0.95))], 2),
            "cpu_ms": round(self.cpu * 1000 / self.operations, 3),
            "statements": round(sum(cost.statements for cost in self.costs) / self.operations, 2),
            "requests": round(sum(cost.requests for cost in self.costs) / self.operations, 2),
            "kilobytes": round(sum(cost.received for cost in self.costs) / self.operations / 1000, 1),
        }


def measure(
    server: Server, database: int | None, work: Operation, clients: int, numbers: range, into: Result
) -> None:
    """Let the clients share one round of operations out among them, and add what it cost to a result."""
    waiting = iter(numbers)
    taking = threading.Lock()

    def client() -> None:
        while True:
            with taking:
                number = next(waiting, None)
            if number is None:
                return
            visitor = Visitor(server.port, _address(number))
            try:
                work(visitor, number)
                into.costs.append(visitor.cost)
            except Exception as error:  # whatever went wrong counts as a failure and is shown
                into.failures.append(str(error))

    threads = [threading.Thread(target=client) for _ in range(clients)]
    used, began = _cpu(server, database), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    into.wall += time.perf_counter() - began
    into.cpu += _cpu(server, database) - used
    into.operations = len(into.costs)


def rounds(total: int, number: int) -> list[range]:
    """A number of operations in several rounds, each operation with a number of its own."""
    edges = [total * part // number for part in range(number + 1)]
    return [range(first, last) for first, last in itertools.pairwise(edges)]


def cost(server: Server, place: Storage, times: int, operation: Operation) -> Figures:
    """What one request costs: after some to warm up, in rounds of which the cheapest counts."""
    measure(server, place.process, operation, 1, range(-min(times, 6), 0), Result())
    server.forget_peak()
    taken = []
    for numbers in rounds(times, _ROUNDS):
        result = Result()
        measure(server, place.process, operation, 1, numbers, result)
        if result.failures:
            raise SystemExit(f"failed: {result.failures[0]}")
        taken.append(result.figures())
    best = min(taken, key=lambda figures: figures["cpu_ms"])
    return best | {"memory_mb": max(server.peak()) / 1_000_000}


def _cpu(server: Server, database: int | None) -> float:
    return cpu_seconds(server.process.pid) + (cpu_seconds(database) if database else 0.0)


def _address(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
