"""A log that stays readable while the database is away: what would be said every second is said once a minute."""

from __future__ import annotations

import logging
import time

_SECONDS = 60.0


class OncePerMinute(logging.Filter):
    """Lets a message of a logger through if it has not done so within a minute; errors only."""

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[str, float] = {}

    @classmethod
    def keep(cls, *names: str) -> None:
        """Put it before loggers, once."""
        for name in names:
            logger = logging.getLogger(name)
            if not any(isinstance(kept, cls) for kept in logger.filters):
                logger.addFilter(cls())

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is written down."""
        if record.levelno < logging.ERROR:
            return True
        message, now = record.getMessage(), time.monotonic()
        if now - self._said.get(message, -_SECONDS) < _SECONDS:
            return False
        self._said[message] = now
        return True
