"""Two web hosts, two workers, one PostgreSQL and a mail server, started once; and the database as a test sees it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import delete

from tests import databases, run_folder
from tests.configuration import configured
from tests.mail_server import MailServer, mail_server
from tests.outside.running import Running
from tests.several_hosts.both import at
from tests.several_hosts.hosts import Host, hosts

WHOLE = bool(os.environ.get("HOSTS_WHOLE"))  # what `make hosts` sets
collect_ignore = [] if WHOLE else ["test_new_name.py"]
NAME = f"{databases.WORKER}_hosts"


@pytest.fixture(scope="module")
def postbox() -> Iterator[MailServer]:
    """Where all letters arrive."""
    with mail_server() as running:
        yield running


@pytest.fixture(scope="module")
def seen() -> Iterator[Flask]:
    """An application of the test's own process on the hosts' database."""
    from app import create_app
    from app.extensions import db

    app = create_app(configured(databases.database("postgresql", NAME).url, run_folder.path() / NAME))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def running(
    seen: Flask, postbox: MailServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Host]]:
    """The two hosts. What a test kills it starts again."""
    url = seen.extensions["config"].database_url
    with hosts(url, postbox.port, tmp_path_factory.mktemp("hosts")) as both:
        yield both


@pytest.fixture
def stage(seen: Flask, running: list[Host]) -> Iterator[Flask]:
    """The hosts' database from within the test. Commit what they shall see, and leave no transaction open."""
    from app.extensions import db
    from app.models import RateCount

    with seen.app_context():
        db.session.execute(delete(RateCount))
        db.session.commit()
        yield seen
        db.session.remove()


@pytest.fixture
def one(stage: Flask, running: list[Host]) -> Running:
    """The first host, as somebody outside sees it."""
    return at(stage, running[0])


@pytest.fixture
def two(stage: Flask, running: list[Host]) -> Running:
    """The second."""
    return at(stage, running[1])
