"""One line of JSON for whatever is logged, by our code, a library, the web server or the worker: one format, read by programs.

`{"at": "…", "level": "info", "logger": "app.web.request_log", "message": "request", "request": "…", "status": 200}`. While a
request or a task is under way its lines carry its id or its name. What else a record brings is written down only where it
is one of the plain facts below; its words have passed through `discreet_logging` before.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TextIO

from pythonjsonlogger.json import JsonFormatter

FACTS = (
    "method", "endpoint", "status", "milliseconds", "user", "visitor",
    "error", "number", "digest", "statement",
)  # fmt: skip
_under_way: ContextVar[Mapping[str, str]] = ContextVar("under_way", default={})  # noqa: B039 - never changed in place


def begin(**facts: str) -> None:
    """Say what is under way in this thread: `request="…"` or `task="…"`; the lines that follow carry it."""
    _under_way.set(facts)


def end() -> None:
    """Say that nothing is under way any more."""
    _under_way.set({})


def install() -> None:
    """Let every logger of this process write such lines to standard error; doing it again changes nothing."""
    root = logging.getLogger()
    if not any(isinstance(handler, _Handler) for handler in root.handlers):
        root.addHandler(_Handler())
    logging.getLogger("app").setLevel(logging.INFO)


def adopt(name: str) -> None:
    """Let the lines of a library go the way of all others, where it has given them a format of its own."""
    logger = logging.getLogger(name)
    for handler in list(logger.handlers):
        logger.removeHandler(handler)


class JsonLine(JsonFormatter):
    """Formats a record as one line."""

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """The facts of a line, in the order in which they are read."""
        log_data["at"] = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        log_data["level"] = record.levelname.lower()
        log_data["logger"] = record.name
        log_data["message"] = record.getMessage()
        log_data.update(_under_way.get())
        for name in FACTS:
            value = getattr(record, name, None)
            if isinstance(value, str | int | float):
                log_data[name] = value
        if message_dict.get("exc_info"):
            log_data["exception"] = message_dict["exc_info"]


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to what is standard error at the moment, not to what it was when logging began."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.setFormatter(JsonLine(json_ensure_ascii=False))

    @property
    def stream(self) -> TextIO:  # type: ignore[override]
        return sys.stderr
