"""What the worker logs: in the lines of the application, each with the name of the task that was under way."""

from __future__ import annotations

from typing import Any

from flask import Flask

from app.lib import json_lines
from app.worker.queue import WatchedQueue


def init_app(app: Flask) -> None:
    """Name each task in the lines that are logged while it runs."""
    queue: WatchedQueue = app.extensions["huey"]

    def begin(task: Any) -> None:
        json_lines.begin(task=task.name)

    def end(_task: Any, _value: Any, _error: Any) -> None:
        json_lines.end()

    queue.pre_execute(name="task_lines")(begin)
    queue.post_execute(name="task_lines")(end)
