"""On PostgreSQL an idle worker listens on one connection; that nothing comes is no fault of it."""

from __future__ import annotations

import pytest
from flask import Flask

from app.worker.queue import WatchedQueue, make_queue

pytestmark = pytest.mark.postgresql_only


def test_whoever_listens_in_vain_keeps_the_connection(app: Flask) -> None:
    queue: WatchedQueue = make_queue(app.extensions["config"])
    queue.storage.read_timeout = 0.05
    queue.prepare()
    queue.flush()  # of what other tests have asked for
    try:
        listening = queue.storage._listen_conn()
        for _turn in range(2):
            assert queue.dequeue() is None
        assert not listening.closed
        assert queue.storage._listen_conn() is listening
    finally:
        queue.storage.close()
