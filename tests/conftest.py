"""Fixtures of all tests. Tests with `app` or `client` run on SQLite and PostgreSQL, unless a mark says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings

from tests import databases, requirements, run_folder, statement_count
from tests.configuration import configured
from tests.pages import Visitor
from tests.received_mail import Mailboxes
from tests.windows import chromium, window  # noqa: F401 - fixtures

# However long an example takes on a busy machine, and however long it takes to think of one: times are no assertions here.
settings.register_profile("without times", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("without times")

KINDS = {
    "sqlite_only": ["sqlite"],
    "postgresql_only": ["postgresql"],
    "both_databases": ["sqlite", "postgresql"],
}


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run_folder.make()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run_folder.remove()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    requirements.report(terminalreporter)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        marks = [KINDS[mark.name] for mark in metafunc.definition.iter_markers() if mark.name in KINDS]
        metafunc.parametrize("database", marks[0] if marks else KINDS["both_databases"], indirect=True)


@cache
def application(kind: str) -> tuple[Flask, databases.Database]:
    """This worker's application on a kind of database; made once, emptied between tests."""
    from app import create_app

    database = databases.database(kind)
    return create_app(configured(database.url, run_folder.path() / f"{databases.WORKER}-{kind}")), database


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database that the test runs on: sqlite or postgresql."""
    return str(request.param)


@pytest.fixture
def app(database: str) -> Iterator[Flask]:
    """The application, with its context pushed and its database as the migrations and the reference data made it."""
    from app.extensions import db
    from app.lib import transaction_kind
    from app.services import network

    flask, store = application(database)
    with flask.app_context():
        store.empty(db.engine)
        network.hold_still()
        yield flask
        db.session.remove()
        transaction_kind.set_reading(False)


@pytest.fixture
def client(app: Flask) -> Visitor:
    """A visitor without JavaScript. What the test has done so far is committed before each request."""
    app.test_client_class = Visitor
    visitor: Any = app.test_client()
    return visitor


@pytest.fixture
def mailbox(app: Flask) -> Mailboxes:
    """Everybody's mailbox: `mailbox.last_to("ana@example.org")` delivers what is due and gives the latest mail."""
    return Mailboxes()


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[statement_count.Statements]]:
    """`with statements() as asked: …; asked.within(20)` counts what the engine is asked."""
    return statement_count.counted
