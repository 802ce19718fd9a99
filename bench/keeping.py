"""Where the figures of a whole run are kept: as tables between two markers of a document, and as JSON for the next run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.goals import ROWS, Measured, ratio

BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"
_WORTH_SAYING = 0.1  # a ratio that has changed by less may be chance
Kinds = Mapping[str, Mapping[str, Measured]]


class MarkerMissing(Exception):
    """The document does not say where the tables belong."""


def replaced(document: str, tables: str) -> str:
    """The document with these tables between its markers, all else as it was.

    Raises:
        MarkerMissing: each marker has to stand there once, the first before the second.
    """
    for marker in (BEGIN, END):
        if document.count(marker) != 1:
            raise MarkerMissing(f"{marker} stands there {document.count(marker)} times, not once")
    before, _, rest = document.partition(BEGIN)
    if END not in rest:
        raise MarkerMissing(f"{END} stands before {BEGIN}")
    return f"{before}{BEGIN}\n\n{tables.strip()}\n\n{END}{rest.partition(END)[2]}"


def as_json(conditions: Mapping[str, Any], kinds: Kinds) -> str:
    """Everything that was measured, for the next run and for other programs."""
    figures = {
        name: {work: measured._asdict() | {"ratio": ratio(measured)} for work, measured in found.items()}
        for name, found in kinds.items()
    }
    return json.dumps({"conditions": conditions, "figures": figures}, indent=1, ensure_ascii=False) + "\n"


def earlier(file: Path) -> dict[str, dict[str, Measured]]:
    """What an earlier run has kept; nothing if there was none."""
    if not file.exists():
        return {}
    figures = json.loads(file.read_text(encoding="utf-8"))["figures"]
    return {
        name: {work: Measured.of(kept) for work, kept in found.items()} for name, found in figures.items()
    }


def changes(before: Kinds, now: Kinds) -> Iterator[str]:
    """What differs by more than chance: ratios to the floor and counts, not times, which differ on each machine."""
    for name, found in now.items():
        for row in ROWS:
            old, new = before.get(name, {}).get(row.work), found.get(row.work)
            if old and new:
                said = [*_ratios(old, new), *_counts(old, new), *_goals(row.verdicts(old), row.verdicts(new))]
                if said:
                    yield f"{name}, {row.words}: {'; '.join(said)}"


def _ratios(old: Measured, new: Measured) -> Iterator[str]:
    before, after = ratio(old), ratio(new)
    if before and after and abs(after / before - 1) > _WORTH_SAYING:
        yield f"ratio {before:.1f} → {after:.1f} ({after / before - 1:+.0%})"


def _counts(old: Measured, new: Measured) -> Iterator[str]:
    before, after = (round(each.application.get("statements", 0), 1) for each in (old, new))
    if before != after:
        yield f"statements {before:g} → {after:g}"


def _goals(old: Any, new: Any) -> Iterator[str]:
    was = {verdict.goal: verdict.reached for verdict in old}
    for verdict in new:
        if verdict.reached != was.get(verdict.goal, verdict.reached):
            yield f"{verdict.goal.said(verdict.value)}: {'reached now' if verdict.reached else 'no longer reached'}"
