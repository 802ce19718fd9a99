"""The worker's sign of life: each minute, and as soon as it can be given again where the database did not take it in time."""

from __future__ import annotations

import time
from collections.abc import Callable

_OVERDUE = 75.0  # seconds: the minute's own turn has passed


class Pulse:
    """When this worker has last said that it is alive, and how it says so."""

    def __init__(self, say: Callable[[], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._say, self._clock = say, clock
        self._said: float | None = None

    def beat(self) -> None:
        """Say so now."""
        self._say()
        self._said = self._clock()

    def catch_up(self) -> None:
        """Say so if it could not be said when it was time: at the start, or for longer than a minute.

        Otherwise an application whose database came back would be told to be without a worker until the next minute.
        """
        if self._said is None or self._clock() - self._said > _OVERDUE:
            self.beat()
