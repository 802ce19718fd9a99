"""Several people who do one thing at the same moment, each in a thread and a session of the database of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from flask import Flask

from app.extensions import db

Answer = TypeVar("Answer")


def at_once(app: Flask, number: int, act: Callable[[int], Answer]) -> list[Answer]:
    """Let so many act, each told which one it is; nobody begins before all are there. What one raises is raised here.

    Returns:
        What came of each, in their order.
    """
    ready = Barrier(number)

    def one(which: int) -> Answer:
        with app.app_context():
            ready.wait(60)
            try:
                return act(which)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(one, range(number)))
