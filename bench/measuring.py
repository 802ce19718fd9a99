"""Rounds of operations from several clients at once, and what they cost the server."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median_high

from bench.processes import Server, cpu_seconds
from bench.storage import Storage
from bench.visitor import Cost, Visitor

Operation = Callable[[Visitor, int], object]
Figures = dict[str, float]
_ROUNDS = 3
_PATIENCE = 600  # seconds for one answer: a long workbook, on a busy machine
_LONG = 0.5  # seconds: as long as that, an operation need not be repeated to be warm


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
            "most_statements": max(cost.most_statements for cost in self.costs),
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
            visitor.connection.timeout = _PATIENCE
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


@dataclass(frozen=True)
class Pace:
    """How long a work is measured: so many rounds of about so many seconds each, with so many clients."""

    rounds: int
    seconds: float
    clients: int = 1

    def with_clients(self, number: int) -> Pace:
        """The same for works that many people do at once."""
        return replace(self, clients=number)

    def number(self, operation_seconds: float, most: int) -> int:
        """How many operations fill a round, each client doing one at least."""
        fitting = round(self.seconds / operation_seconds) if operation_seconds else most
        return min(max(fitting, self.clients, 1), most)


Side = tuple[Server, Operation]


def alternating(place: Storage, pace: Pace, sides: Sequence[Side], most: int = 100_000) -> list[Figures]:
    """What the same work costs each side, in rounds that alternate, so that a slow minute of the machine touches all.

    Waits are those of all rounds, processor time that of the cheapest. `most` limits the operations of a round.

    Raises:
        SystemExit: an operation failed.
    """
    results, fresh, sizes = [list[Result]() for _ in sides], [0] * len(sides), list[int]()
    for server, operation in sides:
        sizes.append(pace.number(_warmed(server, place, operation, pace), most))
        server.forget_peak()
    for _ in range(pace.rounds):
        for which, (server, operation) in enumerate(sides):
            first, fresh[which] = fresh[which], fresh[which] + sizes[which]
            results[which].append(_round(server, place, operation, pace, range(first, fresh[which])))
    return [
        _together(taken) | {"memory_mb": max(server.peak()) / 1_000_000}
        for taken, (server, _) in zip(results, sides, strict=True)
    ]


def _warmed(server: Server, place: Storage, operation: Operation, pace: Pace) -> float:
    """The seconds that one operation takes, after some to warm up; of what takes long, one for each client has to do."""
    warm = _round(server, place, operation, pace, range(-pace.clients, 0))
    if warm.wall < _LONG:
        warm = _round(server, place, operation, pace, range(-9 * pace.clients, -pace.clients))
    return warm.wall / warm.operations


def _round(server: Server, place: Storage, operation: Operation, pace: Pace, numbers: range) -> Result:
    result = Result()
    measure(server, place.process, operation, pace.clients, numbers, result)
    if result.failures:
        raise SystemExit(f"{len(result.failures)} failed: {result.failures[0]}")
    return result


def _together(rounds: Sequence[Result]) -> Figures:
    """The figures of all rounds, with the processor time of the cheapest, and the statements that most operations took."""
    whole = Result(sum(each.operations for each in rounds), sum(each.wall for each in rounds))
    whole.costs = [cost for each in rounds for cost in each.costs]
    figures = whole.figures() | {"cpu_ms": min(each.figures()["cpu_ms"] for each in rounds)}
    figures["statements"] = median_high(cost.statements for cost in whole.costs)
    return figures | {"seconds": figures["p50_ms"] / 1000}


def _cpu(server: Server, database: int | None) -> float:
    return cpu_seconds(server.process.pid) + (cpu_seconds(database) if database else 0.0)


def _address(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
