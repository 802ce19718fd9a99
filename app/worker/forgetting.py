"""What the worker forgets each day: whatever has its period behind it, rule by rule, each batch in a unit of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask import Flask
from huey import crontab

from app.lib.clock import now
from app.services.privacy import retention
from app.worker.queue import WatchedQueue
from app.worker.units import glance, unit

_A_DAY = timedelta(
    hours=23, minutes=30
)  # asked each hour: a night in which the worker stood still is made up for
_log = logging.getLogger(__name__)


def init_app(app: Flask) -> None:
    """Put the task into the application's queue."""
    queue: WatchedQueue = app.extensions["huey"]

    def forget() -> None:
        with app.app_context():
            forget_daily(app.extensions["config"].mailbox_path, queue.is_stopping)

    queue.periodic_task(crontab(minute="10"), name="forget")(forget)


def forget_daily(maildir: Path, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Forget what is due, unless that was done within a day; returns how many rows lost something."""
    with glance():
        last = retention.last_run()
    if last is not None and now() - last < _A_DAY:
        return 0
    return forget_all(maildir, is_stopping)


def forget_all(maildir: Path, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Forget what is due; returns how many rows lost something. A rule that cannot be carried out holds up no other."""
    number, whole = 0, True
    for rule in retention.RULES:
        try:
            number += _forget(rule, maildir, is_stopping)
        except Exception:
            _log.exception("the rule %s cannot be carried out", rule.name)
            whole = False
    if whole and not is_stopping():
        with unit():
            retention.note_run()
    return number


def _forget(rule: retention.Rule, maildir: Path, is_stopping: Callable[[], bool]) -> int:
    forgotten = 0
    while not is_stopping():
        with unit():
            number = retention.run_batch(rule, maildir)
        if not number:
            break
        forgotten += number
    return forgotten
