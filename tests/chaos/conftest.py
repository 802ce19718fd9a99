"""A machine for each kind of database, put up once for the folder: with PostgreSQL, it has a server of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from flask_migrate import upgrade

from app import create_app
from app.extensions import db
from tests import databases, run_folder
from tests.chaos.machine import DATABASE, Machine
from tests.configuration import configured
from tests.mail_server import MailServer, mail_server
from tests.outages.postmaster import Postmaster, postmaster
from tests.several_hosts.hosts import Host

_WEB_PROCESSES = 2


@pytest.fixture(scope="module")
def machines() -> Iterator[Callable[[str], Machine]]:
    """`machines(kind)` runs until the last test of the module is over."""
    with ExitStack() as running:

        @cache
        def started(kind: str) -> Machine:
            folder = run_folder.path() / f"{databases.WORKER}-{kind}-chaos"
            mail = running.enter_context(mail_server())
            server = running.enter_context(postmaster()) if kind == "postgresql" else None
            return _machine(kind, folder, mail, server, running)

        yield started


def _machine(
    kind: str, folder: Path, mail: MailServer, server: Postmaster | None, running: ExitStack
) -> Machine:
    if server is None:
        url = databases.database(kind, f"{databases.WORKER}_chaos").url
    else:
        server.say(f"CREATE DATABASE {DATABASE}")
        url = server.url(DATABASE)
    app = create_app(configured(url, folder / "seen"))
    with app.app_context():
        upgrade(directory=str(app.extensions["migrate"].directory))
        db.session.remove()
        running.callback(db.engine.dispose)
    host = Host(kind, url, mail.port, folder / "host", _WEB_PROCESSES)
    running.callback(host.kill)
    host.start()
    return Machine(kind, host, app, mail, server)


@pytest.fixture
def machine(database: str, machines: Callable[[str], Machine]) -> Iterator[Machine]:
    """The machine, and its database as the test sees it. Commit what the machine shall see, and leave no transaction open."""
    found = machines(database)
    with found.app.app_context():
        yield found
        db.session.remove()
