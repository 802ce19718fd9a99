"""The installation answers by its own names only, and nothing that it sends names another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.extensions import db
from tests.configuration import configured

Made = Callable[..., FlaskClient]
FORGED = [
    "evil.example", "events.example.evil.example", "evil.example:443", "events.example@evil.example", "", "<b>", "a b",
    "events.example/..", "events.example:port", "événements.example", "x" * 300, "127.0.0.1", "[::1]", "localhost",
]  # fmt: skip


@pytest.fixture
def made(app: Flask, tmp_path: Path) -> Iterator[Made]:
    """`made(trusted_proxies=1)` is a visitor of an installation of production at https://events.example."""
    url = app.extensions["config"].database_url
    db.session.commit()
    running = []

    def make(**changes: Any) -> FlaskClient:
        settings = {"environment": "production", "base_url": "https://events.example", **changes}
        running.append(create_app(replace(configured(url, tmp_path), **settings)))
        return running[-1].test_client()

    yield make
    for each in running:
        with each.app_context():
            db.engine.dispose()


@pytest.mark.parametrize(
    "host", ["events.example", "EVENTS.example", "events.example.", "events.example:443"]
)
def test_it_answers_by_its_own_name(made: Made, host: str) -> None:
    assert made().get("/privacy", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", FORGED)
def test_by_another_name_it_says_where_it_is(made: Made, host: str) -> None:
    answer = made().get("/privacy", environ_overrides={"HTTP_HOST": host.encode().decode("latin-1")})
    assert answer.status_code == 400
    assert 'href="https://events.example"' in answer.text
    assert "evil" not in answer.text + str(answer.headers)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/organiser", "/nowhere", "/sign-in", "/r/token"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS", "DELETE"])
def test_no_address_is_left_out(made: Made, path: str, method: str) -> None:
    assert made().open(path, method=method, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/static/css/theme.css"])
def test_whether_it_is_alive_is_told_by_any_name(made: Made, path: str) -> None:
    answer = made().get(path, headers={"Host": "10.1.2.3:8000"}, buffered=True)
    assert answer.status_code in {200, 503}
    assert "10.1.2.3" not in str(answer.headers)


def test_further_names_are_a_setting(made: Made) -> None:
    client = made(trusted_hosts="reseau.example, old.example")
    codes = [
        client.get("/privacy", headers={"Host": host}).status_code
        for host in ("events.example", "reseau.example", "old.example", "evil.example")
    ]
    assert codes == [200, 200, 200, 400]


def test_a_forwarded_name_counts_only_behind_a_proxy(made: Made) -> None:
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    own = {"X-Forwarded-Host": "events.example", "Host": "10.1.2.3"}
    direct, behind = made(), made(trusted_proxies=1)
    assert direct.get("/privacy", headers={"Host": "events.example", **forged}).status_code == 200
    assert direct.get("/privacy", headers=own).status_code == 400
    assert behind.get("/privacy", headers=own).status_code == 200
    assert behind.get("/privacy", headers={"Host": "events.example", **forged}).status_code == 400


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8123", "[::1]:8000", "192.168.1.20"])
def test_development_is_reached_by_numbers_too(made: Made, host: str) -> None:
    client = made(environment="development", base_url="http://127.0.0.1:8000")
    assert client.get("/privacy", headers={"Host": host}).status_code == 200
    assert client.get("/privacy", headers={"Host": "evil.example"}).status_code == 400


def test_the_refusal_speaks_french(made: Made) -> None:
    answer = made().get("/", headers={"Host": "evil.example", "Accept-Language": "fr"})
    assert "Le site a une autre adresse" in answer.text
