"""Which breakdowns of people the public may read: none that singles out a few, by itself or beside one that was public before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.services.dimensions import UNRECORDED
from app.services.statistics.figures import Numbers

FEWEST = 5  # people in a cell that the public reads, unless there is nobody in it
ASKED = ("gender", "mode", "language")  # the dimensions that the public may read at all
Cells = Mapping[str | None, int]  # people by the value of a dimension; nobody stands in none
Breakdowns = Mapping[str, Cells | None]  # by the code of the dimension; None: withheld


def shown(versions: Iterable[tuple[str, Mapping[str, Sequence[tuple[str | None, Numbers]]]]]) -> Breakdowns:
    """The breakdowns of the last of some versions, the earliest first, each with the step that it showed.

    All of them stood on the public page one after the other. Whoever kept the page of an earlier one can take it off the page of
    the next, so that fewer than five people must not come out of that either.
    """
    found: dict[str, Cells | None] = {}
    seen: dict[str, list[Cells]] = {code: [] for code in ASKED}
    for step, breakdowns in versions:
        found = {}
        for code in ASKED:
            cells = _cells(breakdowns.get(code, []), step)
            if not _tells(cells):
                continue
            found[code] = cells if _may_stand(cells, seen[code]) else None
            if found[code] is not None:
                seen[code].append(cells)
    return found


def _cells(rows: Sequence[tuple[str | None, Numbers]], step: str) -> Cells:
    return {key: number for key, numbers in rows if (number := numbers[step])}


def _tells(cells: Cells) -> bool:
    """Whether anything is known of anybody."""
    return any(key not in {None, UNRECORDED} for key in cells)


def _may_stand(cells: Cells, before: Iterable[Cells]) -> bool:
    return all(number >= FEWEST for number in cells.values()) and not any(
        _singles_out(cells, other) for other in before
    )


def _singles_out(cells: Cells, other: Cells) -> bool:
    """Whether taking one from the other leaves a cell with a few people."""
    return any(0 < abs(cells.get(key, 0) - other.get(key, 0)) < FEWEST for key in {*cells, *other})
