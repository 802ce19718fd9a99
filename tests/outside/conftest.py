"""What is tested from outside: a real server per database. What a test has committed it sees, and the other way round.

The database is not emptied between tests: each makes objects of its own. Counts of attempts begin anew with each test.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import delete

from tests.outside.running import Running, Servers, servers
from tests.outside.visitor import Outsider


@pytest.fixture(scope="session")
def served() -> Iterator[Servers]:
    """The servers, started when they are asked for."""
    with servers() as started:
        yield started


@pytest.fixture
def app(served: Servers, database: str) -> Iterator[Flask]:
    """The servers' database from within the test. Commit what they shall see, and leave no transaction open."""
    from app.extensions import db
    from app.models import RateCount

    flask, _, _ = served.app(database)
    with flask.app_context():
        db.session.execute(delete(RateCount))
        db.session.commit()
        yield flask
        db.session.remove()


@pytest.fixture
def running(served: Servers, database: str, app: Flask) -> Running:
    """A server that is asked directly and believes no proxy."""
    return served.standing(database)


@pytest.fixture
def proxied(served: Servers, database: str, app: Flask) -> Running:
    """A server of production, behind one proxy and reached by https."""
    return served.behind_proxy(database)


@pytest.fixture
def outsider(running: Running) -> Outsider:
    """Somebody who has opened nothing yet."""
    return Outsider(running)
