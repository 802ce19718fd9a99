"""Counting what the engine is asked: exact, and independent of the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")


class Statements(list[str]):
    """The statements in their order; their number is what budgets speak of."""

    def __str__(self) -> str:
        return "\n".join(f"{number:3} {' '.join(text.split())[:200]}" for number, text in enumerate(self, 1))

    def within(self, budget: int) -> None:
        """Fail, with the statements listed, if there were more than the budget."""
        assert len(self) <= budget, f"{len(self)} statements, {budget} allowed:\n{self}"


@contextmanager
def counted() -> Iterator[Statements]:
    """Collect the statements of every engine while the block runs; BEGIN, COMMIT and PRAGMA are not counted."""
    statements = Statements()

    def note(_connection: Any, _cursor: Any, text: str, *_: Any) -> None:
        if not text.lstrip().upper().startswith(NOT_COUNTED):
            statements.append(text)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
