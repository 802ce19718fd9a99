"""The content of files that are kept in the database, held against the digest that was kept with it."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, Integer, LargeBinary, String, column, inspect, select, table

_FILES = table("stored_file", column("name", String), column("size", Integer), column("sha256", String))
_PIECES = table(
    "stored_piece", column("file", String), column("number", Integer), column("content", LargeBinary)
)
_AT_ONCE = 8  # pieces of 256 KiB


def unlike(connection: Connection) -> tuple[int, list[str]]:
    """How many files there are, and the names of those whose content is not what was kept."""
    if not inspect(connection).has_table("stored_file"):
        return 0, []
    kept = connection.execute(select(_FILES).order_by(_FILES.c.name)).all()
    return len(kept), [
        file.name for file in kept if _found(connection, file.name) != (file.size, file.sha256)
    ]


def _found(connection: Connection, name: str) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    for content in _pieces(connection, name):
        digest.update(content)
        size += len(content)
    return size, digest.hexdigest()


def _pieces(connection: Connection, name: str) -> Any:
    query = select(_PIECES.c.content).where(_PIECES.c.file == name).order_by(_PIECES.c.number)
    return connection.execute(query.execution_options(yield_per=_AT_ONCE)).scalars()
