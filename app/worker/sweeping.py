"""Removing what nothing needs any more, each hour: counts of attempts that are over."""

from __future__ import annotations

from flask import Flask
from huey import crontab

from app.services import rate_counts
from app.worker.queue import WatchedQueue


def init_app(app: Flask) -> None:
    """Put the task into the application's queue."""
    queue: WatchedQueue = app.extensions["huey"]

    def sweep() -> None:
        with app.app_context():
            rate_counts.remove_spent()

    queue.periodic_task(crontab(minute="20"), name="sweep")(sweep)
