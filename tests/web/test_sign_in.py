"""The look-up of who is signed in: one statement, limits of time, and a note of the last visit that never disturbs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask, Response
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app import create_app
from app.extensions import db
from app.lib.clock import now
from app.models import LoginSession, User
from app.services import settings
from app.services.accounts import login_sessions
from app.web import access
from tests.factories import users
from tests.pages import Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]


@pytest.fixture
def client(app: Flask) -> Iterator[Visitor]:
    """A visitor of an application on the same database with one page more, which says who is there."""
    own = create_app(app.extensions["config"])
    own.config["WTF_CSRF_ENABLED"] = False
    own.add_url_rule("/who", "who", _who, methods=["GET", "POST"])
    own.test_client_class = Visitor
    visitor: Any = own.test_client()
    yield visitor
    with own.app_context():
        db.session.remove()
        db.engine.dispose()


@access.allow(access.ANYONE)
def _who() -> Response:
    name = current_user.email if current_user.is_authenticated else "nobody"
    return Response(name, mimetype="text/plain")


def test_a_signed_in_person_is_known_by_one_statement(client: Visitor, statements: Counted) -> None:
    someone = users.an_organiser()
    sign_in(client, someone)
    with statements() as asked:
        answer = client.get("/who")
    assert answer.text == someone.email
    asked.within(1)


def test_without_a_cookie_nothing_is_asked(client: Visitor, statements: Counted) -> None:
    with statements() as asked:
        assert client.get("/who").text == "nobody"
    asked.within(0)


def test_an_invented_secret_opens_nothing(client: Visitor) -> None:
    sign_in(client, users.an_organiser())
    with client.session_transaction() as cookie:
        cookie["login"] = "invented"
    assert client.get("/who").text == "nobody"


def test_the_digest_of_the_database_is_no_secret(client: Visitor) -> None:
    sign_in(client, users.an_organiser())
    digest = db.session.scalars(select(LoginSession.token_digest)).one()
    with client.session_transaction() as cookie:
        cookie["login"] = digest
    assert client.get("/who").text == "nobody"


def test_an_account_that_is_closed_ends_at_once(client: Visitor) -> None:
    someone = users.an_organiser()
    sign_in(client, someone)
    someone.active = False
    assert client.get("/who").text == "nobody"


def test_the_password_alone_opens_nothing(client: Visitor) -> None:
    half = login_sessions.begin(users.an_organiser())
    with client.session_transaction() as cookie:
        cookie["login"] = half
    assert client.get("/who").text == "nobody"
    whole = login_sessions.complete(half)
    assert client.get("/who").text == "nobody", "the secret of before opens nothing afterwards either"
    with client.session_transaction() as cookie:
        cookie["login"] = whole
    assert client.get("/who").text != "nobody"


def test_halfway_one_waits_for_half_an_hour(app: Flask) -> None:
    with time_machine.travel("2027-06-09T06:00:00Z", tick=False) as clock:
        half = login_sessions.begin(users.an_organiser())
        clock.shift(timedelta(minutes=29))
        assert login_sessions.find(half)
        clock.shift(timedelta(minutes=1))
        assert login_sessions.find(half) is None


def test_idle_for_three_hours_is_signed_out(client: Visitor) -> None:
    with time_machine.travel("2027-06-09T06:00:00Z", tick=False) as clock:
        someone = users.an_organiser()
        sign_in(client, someone)
        clock.shift(timedelta(hours=2, minutes=59))
        assert client.get("/who").text == someone.email
        clock.shift(timedelta(hours=2, minutes=59))
        assert client.get("/who").text == someone.email, "the visit before counts"
        clock.shift(timedelta(hours=3))
        assert client.get("/who").text == "nobody"


def test_after_twelve_hours_even_the_busy_sign_in_anew(client: Visitor) -> None:
    with time_machine.travel("2027-06-09T06:00:00Z", tick=False) as clock:
        someone = users.an_organiser()
        sign_in(client, someone)
        for _ in range(11):
            clock.shift(timedelta(hours=1))
            assert client.get("/who").text == someone.email
        clock.shift(timedelta(hours=1))
        assert client.get("/who").text == "nobody"


def test_the_limits_are_settings(client: Visitor) -> None:
    with time_machine.travel("2027-06-09T06:00:00Z", tick=False) as clock:
        settings.change("session_idle_minutes", 10)
        sign_in(client, users.an_organiser())
        clock.shift(timedelta(minutes=10))
        assert client.get("/who").text == "nobody"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_last_visit_is_noted_once_a_minute(client: Visitor, statements: Counted, method: str) -> None:
    with time_machine.travel("2027-06-09T06:00:00Z", tick=False) as clock:
        someone = users.an_organiser()
        sign_in(client, someone)
        clock.shift(timedelta(seconds=59))
        client.open("/who", method=method)
        assert _last_seen() == now() - timedelta(seconds=59)
        clock.shift(timedelta(seconds=1))
        with statements() as asked:
            answer = client.open("/who", method=method)
        assert answer.text == someone.email
        assert _last_seen() == now()
        asked.within(2)


def test_ended_sessions_stay_ended(client: Visitor) -> None:
    someone = users.an_organiser()
    sign_in(client, someone)
    other = client.application.test_client()
    sign_in(other, someone)  # type: ignore[arg-type]
    login_sessions.end_all(someone.id)
    assert client.get("/who").text == "nobody"
    assert other.get("/who").text == "nobody"


def test_who_was_found_is_only_read(app: Flask) -> None:
    secret = login_sessions.begin(users.an_organiser())
    assert not login_sessions.find(secret).complete  # type: ignore[union-attr]
    db.session.commit()
    found = login_sessions.find(secret)
    assert found is not None
    assert found.user not in db.session
    db.session.rollback()
    assert isinstance(found.user, User)
    assert found.user.name  # no statement: the row stands on its own


def _last_seen() -> object:
    db.session.rollback()
    return db.session.scalars(select(LoginSession.last_seen_at)).one()


@pytest.mark.sqlite_only
def test_a_page_opens_although_the_database_is_too_busy_to_note_who_is_there(
    client: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object) -> None:
        raise OperationalError("", {}, Exception("database is locked"))

    sign_in(client, users.an_administrator())
    monkeypatch.setattr("app.web.sign_in.login_sessions.note_seen", busy)
    with time_machine.travel(now() + timedelta(minutes=2)):
        assert client.get("/account").status_code == 200
