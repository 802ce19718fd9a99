"""Whether the tables of a database are those of the code.

Read without Alembic, which only whoever migrates has to load: each web server and each worker asks this when it starts.
"""

from __future__ import annotations

import enum
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, column, inspect, select, table

_NOTED = table("alembic_version", column("version_num"))
_STEP = re.compile(r'^revision = "(\w+)"\ndown_revision = (?:None|"(\w+)")$', re.MULTILINE)


class Schema(enum.Enum):
    """How the tables compare with what the code needs."""

    CURRENT = enum.auto()
    EMPTY = enum.auto()
    OLDER = enum.auto()
    NEWER = enum.auto()  # or of another program


class Found(NamedTuple):
    """The state, where the database is, and where it should be."""

    state: Schema
    at: str
    needed: str


def look(connection: Connection, directory: str) -> Found:
    """How it stands with the database behind a connection; `directory` holds the migrations."""
    needed, known = _revisions(directory)
    noted = inspect(connection).has_table(_NOTED.name)
    at = frozenset(connection.scalars(select(_NOTED.c.version_num)) if noted else ())
    if at == needed:
        state = Schema.CURRENT
    elif not at:
        state = Schema.EMPTY
    else:
        state = Schema.OLDER if at <= known else Schema.NEWER
    return Found(state, ", ".join(sorted(at)), newest(directory))


def newest(directory: str) -> str:
    """The state of the tables that the code needs; `directory` holds the migrations."""
    return ", ".join(sorted(_revisions(directory)[0]))


@cache
def _revisions(directory: str) -> tuple[frozenset[str], frozenset[str]]:
    """The newest revisions and all of them; what lies on the disk does not change while a process runs."""
    steps = [_step(file) for file in Path(directory, "versions").glob("*.py")]
    known = frozenset(revision for revision, _ in steps)
    return known - {before for _, before in steps}, known


def _step(file: Path) -> tuple[str, str | None]:
    """The revision that a migration leads to, and the one that it begins at.

    Raises:
        ValueError: it does not say them as all others do.
    """
    found = _STEP.search(file.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{file.name} does not name its revision and the one before, one below the other")
    return found[1], found[2]
