"""Statements that take long, in the log: how long, for which view or task, and what was asked, without any value.

The text is the one with placeholders that the engine hands to the driver, shortened, so that the same statement looks the same
each time. What failed after as long a time, such as one that was given up, is told as well.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

LONGEST = 300  # signs
_log = logging.getLogger(__name__)
_SHORTER = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"'(?:[^']|'')*'"), "'…'"),
    (re.compile(r"%\(\w+\)s(?:::[A-Z][A-Z ]*(?:\(\d+\))?)?"), "?"),
    (re.compile(r"\?(?:, \?)+"), "?, …"),
    (re.compile(r"^SELECT .+? FROM "), "SELECT … FROM "),
)


def install(engine: Engine, milliseconds: int, heard: Callable[[], None] = lambda: None) -> None:
    """Tell of each statement of an engine that takes so many milliseconds; 0: of none. `heard` is called for each."""
    if not milliseconds:
        return

    def begin(
        _connection: object, _cursor: object, _text: str, _values: object, execution: Any, *_: object
    ) -> None:
        execution.asked_at = time.perf_counter()

    def end(
        _connection: object, _cursor: object, text: str, _values: object, execution: Any, *_: object
    ) -> None:
        began, execution.asked_at = execution.asked_at, None
        taken = (time.perf_counter() - began) * 1000
        if taken >= milliseconds:
            _log.warning(
                "slow statement", extra={"milliseconds": round(taken, 1), "statement": shortened(text)}
            )
            heard()

    def fail(context: Any) -> None:
        """What SQLAlchemy asks by itself on a first connection fails here, too, and was never begun."""
        execution = context.execution_context
        if getattr(execution, "asked_at", None) is not None:
            end(None, None, context.statement, None, execution)

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", fail)


def shortened(text: str) -> str:
    """A statement in one short line: no values, no list of columns, lists of any length alike."""
    for found, put in _SHORTER:
        text = found.sub(put, text.strip())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
