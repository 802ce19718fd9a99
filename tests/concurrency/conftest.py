"""Real servers on databases of their own: what a test has committed, they see, and the other way round."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from tests import databases, run_folder
from tests.concurrency.servers import server
from tests.configuration import configured

LOCKED, UNLOCKED = "wsgi:app", "tests.concurrency.unlocked:app"


@cache
def _stage(kind: str) -> tuple[Flask, str, Path]:
    """An application of the test's own process on the servers' database, the database's address, the instance folder."""
    from app import create_app

    url = databases.database(kind, f"{databases.WORKER}_crowded").url
    folder = run_folder.path() / f"{databases.WORKER}-{kind}-crowded"
    return create_app(configured(url, folder)), url, folder


def environment(url: str, folder: Path) -> dict[str, str]:
    """What a server process is told; each client comes from an address of its own, as a proxy would tell it."""
    return os.environ | {
        "ENVIRONMENT": "development",
        "SECRET_KEY": "for tests only, and long enough for anybody",
        "DATABASE_URL": url,
        "INSTANCE_PATH": str(folder),
        "TRUSTED_PROXIES": "1",
    }


@pytest.fixture(scope="module")
def servers() -> Iterator[Callable[[str, str], int]]:
    """`servers(kind, module)` is the port of a running server; those of a module are started once."""
    with ExitStack() as running:

        @cache
        def started(kind: str, application: str) -> int:
            _, url, folder = _stage(kind)
            return running.enter_context(server(application, environment(url, folder), folder / "server"))

        yield started


@pytest.fixture
def stage(database: str) -> Iterator[Flask]:
    """The servers' database from within the test. Commit what they shall see, and leave no transaction open."""
    from app.extensions import db

    flask, _, _ = _stage(database)
    with flask.app_context():
        yield flask
        db.session.remove()


@pytest.fixture
def surroundings(database: str) -> dict[str, str]:
    """The environment of a process that works on the servers' database."""
    _, url, folder = _stage(database)
    return environment(url, folder)
