"""What the page of a list shows of its rows and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.models import Category, Group
from app.services.earlier_years.list_rows import Line
from app.services.earlier_years.looking import Looked

MOST_WORDS = 40  # asked at once; each can be one of a hundred bodies
MOST_ROWS = 100  # of those that are right, and as many of those that are not


class Word(NamedTuple):
    """A word of the list: its field, how it is compared and how it is written, and what it means by now."""

    field: str
    word: str
    written: str
    meaning: str


class Row(NamedTuple):
    """A row that can be taken over: how many of it are new, and of how many others it is new that they came."""

    line: Line
    new: int
    came: int


@dataclass(frozen=True)
class Shown:
    """What is shown."""

    unknown: Sequence[Word]
    told: Sequence[Word]  # what somebody said of the words of this list, now or earlier
    wrong: Sequence[Line]
    rows: Sequence[Row]
    groups: Sequence[tuple[Group, int]]  # of the new people
    categories: Sequence[tuple[Category, int]]
    names: int  # how many of the new people are kept by name


def shown(looked: Looked) -> Shown:
    """What the page shows of a list."""
    meanings = looked.meanings
    told = [Word(*key, written, meanings.chosen(*key)) for key, written in sorted(meanings.by_hand.items())]
    new = looked.outlook.new if looked.outlook else []
    groups = Counter(one.earlier.category.group for one in new)
    categories = Counter(one.earlier.category for one in new)
    return Shown(
        [Word(*key, written, "") for key, written in meanings.unknown.items()],
        told[:MOST_WORDS],
        looked.wrong,
        _rows(looked)[:MOST_ROWS],
        [(group, groups[group]) for group in Group],
        [(one, categories[one]) for one in Category if categories[one]],
        sum(one.earlier.is_named for one in new),
    )


def _rows(looked: Looked) -> list[Row]:
    if looked.outlook is None:
        return []
    new = Counter(one.line.number for one in looked.outlook.new)
    came = Counter(one.line.number for one in looked.outlook.came)
    lines = {one.line.number: one.line for one in looked.outlook.people}
    return [Row(line, new[number], came[number]) for number, line in lines.items()]
