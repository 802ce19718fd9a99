"""Whether PostgreSQL can keep what SQLite has taken: it measures texts and numbers, and knows no NUL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.services.backup.errors import DoesNotFit
from app.services.backup.parts import Part, Row
from app.services.backup.tables import Column, Table

_BITS = {"integer": 31, "long": 63}


def fitting(parts: Iterable[Part], dialect: str) -> Iterator[Part]:
    """The same parts, looked at as they go by.

    Raises:
        DoesNotFit: a value is too long, too large, or holds a NUL; it says where.
    """
    if dialect != "postgresql":
        yield from parts
        return
    table = Table("", (), ())
    for part in parts:
        if isinstance(part, Table):
            table = part
        else:
            _look(table, part)
        yield part


def _look(table: Table, row: Row) -> None:
    for column, value in zip(table.columns, row, strict=True):
        if value is not None and (reason := _fault(column, value)):
            key = ", ".join(str(row[[one.name for one in table.columns].index(name)]) for name in table.key)
            raise DoesNotFit(f"PostgreSQL cannot keep {table.name} {key}, {column.name}: {reason}")


def _fault(column: Column, value: object) -> str | None:
    if isinstance(value, str) and column.kind in {"text", "json"}:
        if "\0" in value:
            return "it holds a NUL character"
        if column.kind == "text" and column.length is not None and len(value) > column.length:
            return f"it is longer than {column.length} characters"
    bits = _BITS.get(column.kind)
    if bits and isinstance(value, int) and not -(1 << bits) <= value < 1 << bits:
        return "the number is too large"
    return None
