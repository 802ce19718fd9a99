"""The worker: delivers letters, lets holds expire, says that it is alive. What is to be done stands in our own tables."""

from __future__ import annotations

from flask import Flask

from app.worker import forgetting, sealing, sweeping, task_lines
from app.worker.queue import make_queue
from app.worker.tasks import register
from app.worker.waking import wake_after_commits


def init_app(app: Flask) -> None:
    """Make the application's queue and its tasks; `wsgi.huey` is what the consumer runs."""
    app.extensions["huey"] = make_queue(app.extensions["config"])
    app.extensions["tasks"] = register(app)
    sealing.init_app(app)
    forgetting.init_app(app)
    sweeping.init_app(app)
    task_lines.init_app(app)
    wake_after_commits()
