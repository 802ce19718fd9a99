"""The works with their goals, and the arithmetic: ratios to the floor, goals on this machine, verdicts. Nothing is measured here.

A goal of processor time was set where a plain request of the floor (one form into two rows) cost 1.2 ms. Elsewhere it is as many
times as much as that request costs there, measured in the same rounds as the work itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

PLAIN_MS = 1.2  # what a plain request of the floor cost where the goals were set
FEW, MANY, LONG = 2_000, 20_000, 50_000  # people at an event
PAPERS = 500
PLACES, CLIENTS = 50, 100
_LINEAR = 1.15  # a row of a long file may cost so many times as much as one of a short file; likewise memory
Figures = dict[str, float]


class Measured(NamedTuple):
    """What a work cost, what the floor paid for the same, and the processor time of a plain request of the floor."""

    application: Figures
    floor: Figures
    plain_ms: float | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Measured:
        """Read one from JSON."""
        return cls(kept["application"], kept["floor"], kept["plain_ms"])


class Goal(NamedTuple):
    """A figure, the most that it may be, and how it is said."""

    figure: str
    most: float
    form: str
    scaled: bool = False  # processor time, which is another on each machine
    exactly: bool = False

    def here(self, measured: Measured) -> float:
        """The most that it may be on this machine."""
        if not self.scaled or measured.plain_ms is None:
            return self.most
        return self.most * measured.plain_ms / PLAIN_MS

    def said(self, value: float) -> str:
        """A value of this figure in words."""
        return self.form.format(value)


class Verdict(NamedTuple):
    """A goal, what it means on this machine, what was measured, and whether that is reached."""

    goal: Goal
    here: float
    value: float

    @property
    def reached(self) -> bool:
        return self.value == self.here if self.goal.exactly else self.value <= self.here


class Row(NamedTuple):
    """One work as it stands in the table; its name in the figures, and what is asked of it."""

    work: str
    words: str
    goals: tuple[Goal, ...]

    def verdicts(self, measured: Measured) -> list[Verdict]:
        """All goals of this work, judged."""
        return [Verdict(goal, goal.here(measured), measured.application[goal.figure]) for goal in self.goals]


def _cpu(most: float) -> Goal:
    return Goal("cpu_ms", most, "{:,.1f} ms CPU", scaled=True)


def _statements(most: float) -> Goal:
    return Goal("statements", most, "{:,.0f} statements")


def _seconds(most: float) -> Goal:
    return Goal("seconds", most, "{:,.2f} s")


_FIRST_PAGE = (_cpu(25), _statements(8))
_EACH_ROW = Goal("times_each_row", _LINEAR, "{:,.2f} times the time a row")
_FLAT = Goal("times_memory", _LINEAR, "{:,.2f} times the memory")

ROWS = (
    Row(
        "registration",
        "one complete registration",
        (
            Goal("requests", 5, "{:,.0f} requests"),
            _cpu(20),
            _statements(30),
            Goal("most_statements", 20, "{:,.0f} of them in one request"),
        ),
    ),
    Row("event", "public event page", (_cpu(3),)),
    Row("list", f"organiser’s list of {FEW:,}, first page", _FIRST_PAGE),
    Row("list_many", f"organiser’s list of {MANY:,}, first page", _FIRST_PAGE),
    Row("search", f"search in the list of {FEW:,}", (_cpu(25),)),
    Row("search_many", f"search in the list of {MANY:,}", (_cpu(25),)),
    Row("csv", f"{FEW:,} rows to CSV", (_seconds(0.2),)),
    Row("csv_long", f"{LONG:,} rows to CSV", (_seconds(0.2 * LONG / FEW), _EACH_ROW, _FLAT)),
    Row("xlsx", f"{FEW:,} rows to XLSX", (_seconds(0.7),)),
    Row("xlsx_long", f"{LONG:,} rows to XLSX", (_seconds(0.7 * LONG / FEW), _EACH_ROW)),
    Row("scan", "check-in scan", (_cpu(4), _statements(6))),
    Row("places", f"{CLIENTS} clients for {PLACES} places", (Goal("sold", PLACES, "{:,.0f} sold", exactly=True),)),
    Row("statistics", f"statistics of an event of {FEW:,}", (_cpu(20),)),
    Row("badges", f"{PAPERS} badges, PDF", (_seconds(3),)),
    Row("papers_list", f"list of {PAPERS} participants, PDF", (_seconds(1),)),
    Row("worker", "worker process, resident", (Goal("memory_mib", 100, "{:,.0f} MiB"),)),
    Row("start", "start to first answer", (_seconds(1.5),)),
)  # fmt: skip
STREAMED = ("csv", "csv_long")  # whose memory must not grow
GROWING = {
    f"organiser’s list, {FEW:,} → {MANY:,}": ("list", "list_many"),
    f"search, {FEW:,} → {MANY:,}": ("search", "search_many"),
    f"CSV, {FEW:,} → {LONG:,} rows": ("csv", "csv_long"),
    f"XLSX, {FEW:,} → {LONG:,} rows": ("xlsx", "xlsx_long"),
}


def ratio(measured: Measured, figure: str = "cpu_ms") -> float | None:
    """How many times as much as the floor, in the same run; None if one of them has no such figure."""
    ours, low = measured.application.get(figure), measured.floor.get(figure)
    return ours / low if ours is not None and low else None


def times(less: Measured, more: Measured, figure: str) -> float | None:
    """How many times as much the larger work costs; None if the smaller costs nothing that could be measured."""
    first, second = less.application.get(figure), more.application.get(figure)
    return second / first if first and second is not None else None


def compared_with_shorter(longer: Figures, shorter: Figures, rows: float) -> Figures:
    """What a long file costs beside a short one, of which it has so many times the rows: time for each row, and memory."""
    return {
        "times_each_row": round(longer["seconds"] / shorter["seconds"] / rows, 3),
        "times_memory": round(longer["memory_mb"] / shorter["memory_mb"], 3),
    }


def faults(found: Mapping[str, Measured]) -> Iterator[str]:
    """What must never be, however fast it was: places sold twice or not at all, a work that is missing."""
    for row in ROWS:
        if row.work not in found:
            yield f"{row.words}: not measured"
            continue
        for verdict in row.verdicts(found[row.work]):
            if verdict.goal.exactly and not verdict.reached:
                yield f"{row.words}: {verdict.goal.said(verdict.value)}, not {verdict.goal.said(verdict.here)}"
