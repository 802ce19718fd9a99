"""Whether the tables of a database are those of the code."""

from __future__ import annotations

import enum
from functools import cache
from typing import NamedTuple

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


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
    at = frozenset(MigrationContext.configure(connection).get_current_heads())
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
    scripts = ScriptDirectory(directory)
    return frozenset(scripts.get_heads()), frozenset(script.revision for script in scripts.walk_revisions())
