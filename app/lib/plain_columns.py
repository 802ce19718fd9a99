"""What a cursor of PostgreSQL tells of its columns: their names and types, which is all that SQLAlchemy asks for."""

from __future__ import annotations

from typing import Any

import psycopg


class PlainColumns(psycopg.Cursor[Any]):
    """The driver’s own description looks up six things of each column, in Python: a seventh of all calls of a scan."""

    @property
    def description(self) -> list[Any] | None:
        """Name and type of each column; None if the statement gave no rows."""
        result = self.pgresult
        if result is None or not result.nfields:
            return super().description
        unknown = (None,) * 5
        return [
            (result.fname(at).decode(), result.ftype(at), *unknown)  # type: ignore[union-attr]
            for at in range(result.nfields)
        ]
