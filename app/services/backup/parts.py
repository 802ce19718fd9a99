"""What a backup consists of, as a stream: a table, its rows, the next table … ; and what is counted as it goes by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.services.backup.tables import Table

Row = list[Any]  # plain values, in the order of the table's columns
Part = Table | Row
_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True)
class Count:
    """How many rows a table has, and a digest of all of them in the order of their keys."""

    rows: int
    sha256: str


def line_of(row: Row) -> bytes:
    """A row as it stands in a backup, and as it is digested."""
    return _encode(row).encode("ascii")


class Tally:
    """Counts the rows of each table and digests them."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._digests: dict[str, Any] = {}
        self._name = ""

    def begin(self, table: Table) -> None:
        """The next rows are of this table."""
        self._name = table.name
        self._rows[table.name], self._digests[table.name] = 0, hashlib.sha256()

    def add(self, line: bytes) -> None:
        """Count one row."""
        self._rows[self._name] += 1
        self._digests[self._name].update(line + b"\n")

    @property
    def counts(self) -> dict[str, Count]:
        """What was counted, by the names of the tables."""
        return {name: Count(number, self._digests[name].hexdigest()) for name, number in self._rows.items()}


def tallied(parts: Iterable[Part], tally: Tally) -> Iterator[Part]:
    """The same parts, counted as they go by."""
    for part in parts:
        if isinstance(part, Table):
            tally.begin(part)
        else:
            tally.add(line_of(part))
        yield part


def counts(parts: Iterable[Part]) -> dict[str, Count]:
    """What there is of each table; nothing is kept."""
    tally = Tally()
    for _part in tallied(parts, tally):
        pass
    return tally.counts
