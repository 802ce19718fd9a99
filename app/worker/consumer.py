"""The consumer: the library's, with a scheduler that looks for unannounced work, and calm whichever way it is stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huey.consumer import Consumer, Scheduler


class WatchfulScheduler(Scheduler):
    """Looks for work each time round, about once a second."""

    def loop(self, now: datetime | None = None) -> None:
        """One round."""
        self.huey.look()
        super().loop(now)


class CalmConsumer(Consumer):
    """Whether by Ctrl-C or by SIGTERM, what has begun is ended first: a letter that was sent is noted as sent."""

    scheduler_class = WatchfulScheduler

    def __init__(self, huey: Any, **options: Any) -> None:
        super().__init__(huey, **options)
        self._signal_actions[self._interrupt_sig] = (False, True)  # no restart, graceful
        huey.is_stopping = self.stop_flag.is_set
