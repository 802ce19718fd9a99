"""What stands in a column, between the two databases and the plain values of a backup's lines.

JSON is passed on as the text that it is: nothing of it is lost, neither the difference between JSON's null and no value, nor
half a pair of surrogates that somebody typed.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from app.services.backup.tables import Column

Step = Callable[[Any], Any]
_LENGTH = len("2027-06-09 08:00:00.000000")
_NUMBER = frozenset("-0123456789")


def readers(dialect: str, columns: tuple[Column, ...]) -> list[Step | None]:
    """For each column how a value becomes plain; None where it is already."""
    known = _FROM_SQLITE if dialect == "sqlite" else _FROM_POSTGRESQL
    return [known.get(column.kind) for column in columns]


def writers(dialect: str, columns: tuple[Column, ...]) -> list[Step | None]:
    """For each column how a plain value becomes the database's; None where it is already."""
    known = _TO_SQLITE if dialect == "sqlite" else _TO_POSTGRESQL
    return [known.get(column.kind) for column in columns]


def converted(row: Any, steps: list[Step | None]) -> list[Any]:
    """A row, each value by its step; no value stays none."""
    return [
        value if step is None or value is None else step(value)
        for value, step in zip(row, steps, strict=True)
    ]


def selected(column: Column, quoted: str) -> str:
    """What is asked for in a statement: JSON as its text, whatever the driver would make of it."""
    return f"CAST({quoted} AS TEXT)" if column.kind == "json" else quoted


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _sqlite_moment(value: str) -> str:
    if len(value) == _LENGTH:
        return f"{value[:10]}T{value[11:]}Z"
    read = datetime.fromisoformat(value)
    return _moment(read if read.tzinfo else read.replace(tzinfo=UTC))


def _to_sqlite_moment(value: str) -> str:
    return f"{value[:10]} {value[11:26]}"


def _hour(value: time) -> str:
    return value.isoformat(timespec="microseconds")


def _sqlite_hour(value: str) -> str:
    return _hour(time.fromisoformat(value))


def _decimal(value: Any) -> str:
    """One has as many places as its column, the other as many as it needs."""
    return format(Decimal(str(value)).normalize(), "f")


def _json(text: str) -> str:
    """A lone number is kept by SQLite as a number: it is written in one way."""
    return json.dumps(json.loads(text)) if text[:1] in _NUMBER else text


def _bytes(value: Any) -> str:
    return b64encode(value).decode("ascii")


def _day(value: Any) -> str:
    return str(value.isoformat())


_FROM_SQLITE: dict[str, Step] = {
    "moment": _sqlite_moment,
    "hour": _sqlite_hour,
    "boolean": bool,
    "bytes": _bytes,
    "json": _json,
    "float": float,
    "decimal": _decimal,
}
_FROM_POSTGRESQL: dict[str, Step] = {
    "moment": _moment,
    "hour": _hour,
    "day": _day,
    "bytes": _bytes,
    "json": _json,
    "decimal": _decimal,
}
_TO_SQLITE: dict[str, Step] = {"moment": _to_sqlite_moment, "bytes": b64decode}
_TO_POSTGRESQL: dict[str, Step] = {"bytes": b64decode}
