"""What is logged holds no personal data and no secrets, whoever logs it: our code, a library, the web server.

Of an exception stay its kind, the code of the database and where it happened; its words may quote what was typed, and those of
PostgreSQL do (`DETAIL: Key (email_key)=(…)`). Of a message addresses go, and the secrets of private links.
"""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

# Looked for from the beginning of each word on, and not from each of its signs: that took the square of the longest word.
_ADDRESS = re.compile(r"(?<![^\s@<>()=,;'\"])[^\s@<>()=,;'\"]+@[^\s@<>()=,;:'\"]+")
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_-]{20,}(?![A-Za-z0-9_.-])")  # a part of a path as long as a secret
_DETAIL = re.compile(r"\n(?:DETAIL|CONTEXT|HINT|\[SQL|\[parameters).*", re.DOTALL)


def install() -> None:
    """Let every record of this process pass through here; doing it again changes nothing."""
    if not isinstance(logging.getLogRecordFactory(), _Factory):
        logging.setLogRecordFactory(_Factory(logging.getLogRecordFactory()))


def discreet(message: str) -> str:
    """A message without addresses, secrets of links and what a database quotes."""
    return _SECRET.sub("…", _ADDRESS.sub("…@…", _DETAIL.sub("", message)))


def kind_and_place(error: BaseException | None) -> str:
    """An exception without its words: kinds, codes of the database, files and lines; what led to it first."""
    parts: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        code = getattr(getattr(error, "orig", error), "sqlstate", None)
        kind = type(error).__name__ + (f" ({code})" if isinstance(code, str) else "")
        parts.insert(0, "".join(traceback.format_tb(error.__traceback__)) + kind)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\n".join(parts)


class _Factory:
    def __init__(self, make: Any) -> None:
        self._make = make

    def __call__(self, *arguments: Any, **more: Any) -> logging.LogRecord:
        record: logging.LogRecord = self._make(*arguments, **more)
        try:
            record.msg, record.args = discreet(record.getMessage()), ()
        except (TypeError, ValueError):  # a format that does not fit: its values are not shown either
            record.msg, record.args = discreet(str(record.msg)), ()
        if record.exc_info and isinstance(record.exc_info[1], BaseException):
            record.exc_text, record.exc_info = kind_and_place(record.exc_info[1]), None
        return record
