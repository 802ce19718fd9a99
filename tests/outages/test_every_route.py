"""No route needs the database to say that it is away: each is walked through while nothing listens at its address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    TimeoutError,
)
from werkzeug.routing import AnyConverter, Rule
from werkzeug.routing.converters import NumberConverter

from app import create_app
from app.extensions import db
from app.lib import outages
from app.web import errors
from tests.configuration import configured
from tests.pages import Visitor

NOWHERE = "postgresql://somebody@127.0.0.1:1/events"


@pytest.fixture
def away(tmp_path: Path) -> Iterator[Flask]:
    """The application, whose database is not there."""
    app = create_app(configured(NOWHERE, tmp_path))
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Visitor
    yield app
    with app.app_context():
        db.engine.dispose()


def addresses(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Each view with a method and an address that leads to it."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.endswith("static") or "picture" in rule.endpoint:
            continue
        with app.test_request_context():
            address = rule.build(_values(rule))
        assert address is not None, rule
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule.endpoint, method, address[1]


def _values(rule: Rule) -> dict[str, Any]:
    return {name: _value(converter) for name, converter in rule._converters.items()}


def _value(converter: Any) -> Any:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, NumberConverter) else "a" * 32


def test_whoever_is_signed_in_is_told_on_every_route(away: Flask) -> None:
    client: Any = away.test_client()
    with client.session_transaction() as session:
        session["login"] = "secret"
    asked = 0
    for endpoint, method, address in addresses(away):
        answer = client.open(address, method=method)
        if endpoint == "health.alive":
            assert answer.status_code == 200
            continue
        assert answer.status_code == 503, (endpoint, method, answer.status_code)
        if endpoint != "health.ready":
            assert answer.headers["Retry-After"] == "30", endpoint
        asked += 1
    assert asked > 150


def test_a_stranger_is_told_or_needs_no_database(away: Flask) -> None:
    away.config["WTF_CSRF_ENABLED"] = True  # the page of a form without its token needs no database either
    client: Any = away.test_client()
    for endpoint, method, address in addresses(away):
        answer = client.open(address, method=method)
        assert answer.status_code < 500 or answer.status_code == 503, (endpoint, method, answer.status_code)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_itself_needs_nothing(away: Flask, language: str) -> None:
    page = away.test_client().visit("/", headers={"Accept-Language": language})  # type: ignore[attr-defined]
    assert page.status == 503
    assert page.one("html")["lang"] == language
    assert "secretariat@police-network.example" in page.text
    assert not page.soup.select("form")


def test_what_was_typed_is_offered_again_but_no_password(away: Flask) -> None:
    client: Any = away.test_client()
    sent = {"email": "ana@igp.example", "password": "correct horse battery"}
    answer = client.post("/sign-in", data=sent, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 503
    assert 'name="email" value="ana@igp.example"' in answer.text
    assert "correct horse" not in answer.text
    foreign = client.post("/sign-in", data=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert "ana@igp.example" not in foreign.text


class _Said(Exception):
    """What a driver says."""

    sqlstate = ""


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (OperationalError, "57P01"),
        (OperationalError, "57014"),
        (OperationalError, "53100"),
        (OperationalError, "55P03"),
        (InternalError, "25006"),
        (InternalError, "25P03"),
        (InterfaceError, ""),
        (TimeoutError, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_whatever_it_is_called(
    client: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch, kind: type[Exception], code: str
) -> None:
    said = _Said()
    said.sqlstate = code

    def fail(**_: object) -> str:
        raise kind() if kind is TimeoutError else kind("SELECT 1", {}, said)  # type: ignore[call-arg]

    monkeypatch.setitem(app.view_functions, "public.privacy", _ruled(app, "public.privacy", fail))
    answer = client.get("/privacy")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


@pytest.mark.parametrize("kind", [ProgrammingError, OperationalError, InterfaceError])
def test_a_line_that_is_lost_is_an_outage_whatever_the_driver_calls_it(kind: type[DBAPIError]) -> None:
    assert outages.is_outage(kind("SELECT 1", {}, _Said(), connection_invalidated=True))
    assert not outages.is_outage(ProgrammingError("SELECT 1", {}, _Said())), "a mistake of ours"


@pytest.mark.sqlite_only
def test_it_goes_away_while_another_error_is_answered(
    client: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> str:
        raise OperationalError("ROLLBACK", {}, Exception(), connection_invalidated=True)

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)  # as in earnest
    monkeypatch.setattr(errors, "render_template", fail)
    answer = client.get("/nothing/here")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")


def _ruled(app: Flask, endpoint: str, view: Any) -> Any:
    view.access_rule = app.view_functions[endpoint].access_rule  # type: ignore[attr-defined]
    return view
