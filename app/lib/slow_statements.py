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

    def begin(connection: Any, *_: object) -> None:
        connection.info["asked"] = time.perf_counter()

    def end(connection: Any, _cursor: object, text: str, *_: object) -> None:
        began = connection.info.pop("asked", None)
        if began is None:
            return
        taken = (time.perf_counter() - began) * 1000
        if taken >= milliseconds:
            _log.warning(
                "slow statement", extra={"milliseconds": round(taken, 1), "statement": shortened(text)}
            )
            heard()

    def fail(context: Any) -> None:
        if context.connection is not None and context.statement and not context.connection.closed:
            end(context.connection, None, context.statement)

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", fail)


def shortened(text: str) -> str:
    """A statement in one short line: no values, no list of columns, lists of any length alike."""
    for found, put in _SHORTER:
        text = found.sub(put, text.strip())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
