"""The line to PostgreSQL ends before each word that a request says to it: it is answered calmly, and the next one is well.

A word is whatever the driver does with a connection, be it to open one. Killing a server at random finds most of them; this finds
each, in order.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from app.extensions import db
from app.lib.clock import now
from app.lib.patience import PatientConnection
from app.models import Mode, Status
from tests.configuration import configured
from tests.factories import users
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.pages import Visitor
from tests.signing_in import sign_in

pytestmark = pytest.mark.postgresql_only
OURS = {"Sec-Fetch-Site": "same-origin"}
BY_SCRIPT = {**OURS, "X-Desk": "panel"}
Request = Callable[[Visitor], TestResponse]


class Line:
    """What is said to the database, and how the line ends before a certain word."""

    def __init__(self, ends: Callable[[PatientConnection], None], *, for_good: bool = False) -> None:
        self._ends, self._for_good = ends, for_good
        self._at = self.said = 0

    def end_at(self, word: int) -> None:
        """Let it end before the next word but so many; 0: not at all."""
        self._at, self.said = word, 0

    def word(self, connection: PatientConnection | None) -> None:
        """Somebody is about to say one, or opens a connection for it."""
        self.said += 1
        if not self._at or self.said < self._at or (self.said > self._at and not self._for_good):
            return
        if connection is None:
            raise psycopg.OperationalError("nobody listens")
        self._ends(connection)


def _hung_up(connection: PatientConnection) -> None:
    """The server hangs up, as when one of its processes was killed."""
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])


ENDS = {
    "the server hangs up": lambda: Line(_hung_up),
    "the driver has noticed": lambda: Line(PatientConnection.close),
    "the server is gone": lambda: Line(PatientConnection.close, for_good=True),
}


@pytest.fixture(params=ENDS)
def line(request: pytest.FixtureRequest, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    found, opened = ENDS[request.param](), list[psycopg.Connection[Any]]()
    waits, connects = PatientConnection.wait, PatientConnection.connect

    def wait(connection: PatientConnection, *arguments: Any, **named: Any) -> Any:
        found.word(connection)
        return waits(connection, *arguments, **named)

    def connect(*arguments: Any, **named: Any) -> psycopg.Connection[Any]:
        found.word(None)
        opened.append(connects(*arguments, **named))
        return opened[-1]

    monkeypatch.setattr(PatientConnection, "wait", wait)
    monkeypatch.setattr(PatientConnection, "connect", connect)
    yield found
    for connection in opened:  # SQLAlchemy forgets one that fails before it knows the server
        connection.close()


@pytest.fixture
def at_work(app: Flask, client: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """An organiser at the desk of an event that takes place now; who has the badge BADGE4 is expected there."""
    hours = timedelta(hours=1)
    event = an_event(
        slug="conference",
        mode=Mode.IN_PERSON,
        starts_at=now() - hours,
        ends_at=now() + 9 * hours,
        closes_at=None,
    )
    a_registration(event, Status.CONFIRMED, badge_code="BADGE4")
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)  # as in earnest
    return sign_in(client, users.an_organiser())


def _scan(client: Visitor) -> TestResponse:
    sent = {"scan": str(uuid.uuid4()), "code": "BADGE4"}
    return client.post("/check-in/conference", data=sent, headers=BY_SCRIPT)


def _taking_back_nothing(client: Visitor) -> TestResponse:
    return client.post("/check-in/conference/undo", data={"entry": "99999"}, headers=BY_SCRIPT)


@pytest.mark.parametrize(
    ("request_", "usual"),
    [
        pytest.param(_scan, 200, id="a scan"),
        pytest.param(_taking_back_nothing, 404, id="a refusal"),
        pytest.param(lambda client: client.get("/check-in/conference"), 200, id="a page"),
        pytest.param(lambda client: client.get(f"/c/{'a' * 32}"), 404, id="a wrong link"),
    ],
)
def test_whichever_word_it_is(at_work: Visitor, line: Line, request_: Request, usual: int) -> None:
    answers: list[int] = []
    while line.said >= len(answers):
        line.end_at(0)
        assert request_(at_work).status_code == usual, "all is well again, by itself"
        line.end_at(len(answers) + 1)
        answer = request_(at_work)
        assert answer.status_code in {usual, 503}, f"the line ended before word {len(answers) + 1}"
        assert answer.status_code == usual or answer.headers["Retry-After"] == "30"
        answers.append(answer.status_code)
    assert 503 in answers, "without an answer of the database there is none of ours"
    assert answers[-1] == usual, "the line did not end"


def test_the_first_connection_of_a_process(app: Flask, line: Line, tmp_path: Path) -> None:
    """SQLAlchemy asks there first which server it is, in its own way; until it knows, each connection is the first."""
    url = db.engine.url.render_as_string(hide_password=False)
    started = create_app(configured(url, tmp_path))
    started.config["PROPAGATE_EXCEPTIONS"] = False  # as in earnest
    started.test_client_class = Visitor
    answers: list[int] = []
    line.end_at(0)
    while line.said >= len(answers):
        line.end_at(len(answers) + 1)
        answers.append(started.test_client().get("/").status_code)
    assert set(answers) == {200, 503}
    assert answers[:10] == [503] * 10, "it has much to ask"
    assert answers[-1] == 200
    line.end_at(0)
    with started.app_context():
        db.engine.dispose()
