"""Cookies and HSTS follow BASE_URL, whatever a proxy says or does not say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.extensions import db
from tests.configuration import configured


@pytest.fixture(params=["https://events.example", "http://events.example"])
def visitor(request: pytest.FixtureRequest, app: Flask, tmp_path: Path) -> Iterator[tuple[bool, FlaskClient]]:
    """Whether the installation is reached by https, and a visitor whose proxy does not say so."""
    base: str = request.param
    url = app.extensions["config"].database_url
    made = create_app(replace(configured(url, tmp_path), base_url=base))
    db.session.commit()
    yield base.startswith("https"), made.test_client(use_cookies=False)
    with made.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("address", "name"),
    [("/privacy?lang=fr", "lang"), ("/privacy?colours=dark", "colours"), ("/colours/dark", "colours")],
)
def test_choices_are_remembered_for_this_host_alone(
    visitor: tuple[bool, FlaskClient], address: str, name: str
) -> None:
    over_tls, client = visitor
    [cookie] = client.get(address).headers.getlist("Set-Cookie")
    assert cookie.startswith(f"__Host-{name}=" if over_tls else f"{name}=")
    assert ("Secure" in cookie) is over_tls
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_a_choice_is_recalled(visitor: tuple[bool, FlaskClient]) -> None:
    over_tls, client = visitor
    name = "__Host-lang" if over_tls else "lang"
    assert '<html lang="fr"' in client.get("/privacy", headers={"Cookie": f"{name}=fr"}).text
    if over_tls:
        assert '<html lang="en"' in client.get("/privacy", headers={"Cookie": "lang=fr"}).text


def test_browsers_are_told_to_come_by_https(visitor: tuple[bool, FlaskClient]) -> None:
    over_tls, client = visitor
    for forwarded in ("http", "https"):
        answer = client.get("/privacy", headers={"X-Forwarded-Proto": forwarded})
        assert ("Strict-Transport-Security" in answer.headers) is over_tls
