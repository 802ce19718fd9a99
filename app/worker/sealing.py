"""Sealing the audit trail: each minute, whatever was written since. The head of the chain goes to the log.

Kept there, or wherever the log is collected, it shows later whether the chain still is the same: `flask audit verify --expect`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask
from huey import crontab
from sqlalchemy.exc import IntegrityError

from app.services.records import chain
from app.worker.queue import WatchedQueue
from app.worker.units import glance, unit

_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Put the task into the application's queue."""
    queue: WatchedQueue = app.extensions["huey"]

    def seal() -> None:
        with app.app_context():
            seal_all(queue.is_stopping)

    queue.periodic_task(crontab(minute="*"), name="seal")(seal)


def seal_all(is_stopping: Callable[[], bool] = lambda: False, *, whole: bool = False) -> int:
    """Seal what waits, batch by batch, each in a unit; returns how many entries were sealed."""
    with glance():
        if not (whole or chain.something_waits()):
            return 0
    sealed = 0
    while not is_stopping() and (number := _batch(whole)):
        sealed += number
    if sealed:
        with glance():
            newest = chain.head()
        _log.info("audit trail sealed", extra={"number": newest.number, "digest": newest.digest})
    return sealed


def _batch(whole: bool) -> int:
    try:
        with unit():
            return chain.seal(whole=whole)
    except IntegrityError:  # what another worker has sealed at this moment: it goes on
        _log.info("another worker seals the audit trail")
        return 0
