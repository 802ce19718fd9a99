"""The worker beside a mail server of its own, on the database of the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Protocol

import pytest
from flask import Flask

from app import create_app
from app.extensions import db
from app.worker.delivering import Deliverer
from tests.mail_server import MailServer, mail_server


class Deliver(Protocol):
    """Lets a worker deliver what is due, unless it is to stop; returns how many letters were tried."""

    def __call__(self, is_stopping: Callable[[], bool] = ...) -> int: ...


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server that takes everything unless it is told otherwise."""
    with mail_server() as running:
        yield running


@contextmanager
def delivering(app: Flask, port: int, **changes: Any) -> Iterator[Deliver]:
    """A worker of an installation that sends to a port of this machine; `changes` are its configuration's."""
    config = replace(app.extensions["config"], mail_server="127.0.0.1", mail_port=port, mail_use_tls=False)
    sending = create_app(replace(config, **changes))
    deliverer = Deliverer(sending)

    def run(is_stopping: Callable[[], bool] = lambda: False) -> int:
        db.session.commit()
        with sending.app_context():
            return deliverer.run(is_stopping)

    yield run
    with sending.app_context():
        db.engine.dispose()


@pytest.fixture
def deliver(app: Flask, server: MailServer) -> Iterator[Deliver]:
    """Commit what the test has done, and let a worker deliver what is due; returns how many letters were tried."""
    with delivering(app, server.port) as run:
        yield run
