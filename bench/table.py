"""The figures of a whole run as tables in Markdown: each work with its goals, both databases beside each other, growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.goals import FEW, GROWING, LONG, ROWS, STREAMED, Goal, Measured, Row, Verdict, ratio, times

NONE = "–"
_FIRST = "Work"
_WORKS = (
    "operations/s", "p50, ms", "p95, ms", "CPU, ms", "statements", "floor’s CPU, ms", "ratio", "goal", "goal here", "reached",
)  # fmt: skip
_FIGURES = (
    ("operations_per_second", "{:,.1f}"),
    ("p50_ms", "{:,.1f}"),
    ("p95_ms", "{:,.1f}"),
    ("cpu_ms", "{:,.1f}"),
    ("statements", "{:,.1f}"),
)


def works(found: Mapping[str, Measured]) -> str:
    """Each work on one database."""
    return _table([_FIRST, *_WORKS], [_work(row, found[row.work]) for row in ROWS if row.work in found])


def beside(kinds: Mapping[str, Mapping[str, Measured]]) -> str:
    """Processor time, ratio and statements on one database beside the other, where there are any."""
    heads = [f"{name}: {word}" for name in kinds for word in ("CPU, ms", "ratio", "statements")]
    lines = []
    for row in ROWS:
        each = [found.get(row.work) for found in kinds.values()]
        if all(measured and "cpu_ms" in measured.application for measured in each):
            lines.append([row.words, *(cell for measured in each for cell in _short(measured))])
    return _table([_FIRST, *heads], lines)


def growth(kinds: Mapping[str, Mapping[str, Measured]]) -> str:
    """How many times as much a larger event costs."""
    heads = [f"{name}: {word}" for name in kinds for word in ("CPU", "statements")]
    lines = []
    for words, (less, more) in GROWING.items():
        cells = [words]
        for found in kinds.values():
            if less in found and more in found:
                pair = found[less], found[more]
                cells += [_said("× {:.2f}", times(*pair, figure)) for figure in ("cpu_ms", "statements")]
            else:
                cells += [NONE, NONE]
        lines.append(cells)
    return _table(["Growth", *heads], lines)


def memory(kinds: Mapping[str, Mapping[str, Measured]]) -> str:
    """What the process holds at most while it hands out a short and a long list."""
    said = []
    for name, found in kinds.items():
        if all(work in found for work in STREAMED):
            held = [f"{found[work].application['memory_mb']:,.0f}" for work in STREAMED]
            said.append(f"{' and '.join(held)} MB on {name}")
    return f"Held at most while {FEW:,} and {LONG:,} rows of CSV are handed out: {', '.join(said) or NONE}."


def _work(row: Row, measured: Measured) -> list[str]:
    verdicts = row.verdicts(measured)
    cells = [_said(form, measured.application.get(figure)) for figure, form in _FIGURES]
    cells += [_said("{:,.1f}", measured.floor.get("cpu_ms")), _said("{:,.1f}", ratio(measured))]
    asked = ", ".join(_asked(goal, goal.most) for goal in row.goals)
    here = ", ".join(_asked(verdict.goal, verdict.here) for verdict in verdicts)
    return [row.words, *cells, asked, here, reached(verdicts)]


def reached(verdicts: Sequence[Verdict]) -> str:
    """Yes with what was measured, or what was missed."""
    missed = [verdict for verdict in verdicts if not verdict.reached]
    said = ", ".join(verdict.goal.said(verdict.value) for verdict in missed or verdicts)
    return f"**no: {said}**" if missed else f"yes: {said}"


def _asked(goal: Goal, most: float) -> str:
    return goal.said(most) if goal.exactly else f"≤ {goal.said(most)}"


def _short(measured: Measured | None) -> list[str]:
    assert measured is not None
    figures = measured.application
    return [
        _said("{:,.1f}", figures.get("cpu_ms")),
        _said("{:,.1f}", ratio(measured)),
        _said("{:,.1f}", figures.get("statements")),
    ]


def _said(form: str, value: float | None) -> str:
    return NONE if value is None else form.format(value)


def _table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rows = [f"| {' | '.join(cells)} |" for cells in (heads, *lines)]
    return "\n".join([rows[0], "|" + "---|" * len(heads), *rows[1:]])
