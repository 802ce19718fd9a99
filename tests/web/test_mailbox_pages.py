"""The development mailbox: letters can be read and followed there, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import Context
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.extensions import db
from app.models import LetterKind, Status
from app.worker.delivering import Deliverer
from config import Config
from tests.factories.letters import a_conference, a_letter
from tests.pages import Visitor

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def developing(app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """An application with an empty mailbox of its own, on the test's database."""
    made = create_app(
        replace(app.extensions["config"], instance_path=str(tmp_path), base_url="http://events.example")
    )
    made.test_client_class = Visitor
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(developing: Flask) -> Visitor:
    client: Any = developing.test_client()
    return client


def deliver(developing: Flask) -> None:
    db.session.commit()
    with developing.app_context():
        Deliverer(developing).run()


def test_before_the_first_letter(visitor: Visitor) -> None:
    assert "No letter has been written yet." in visitor.visit("/mailbox/").text


def test_letters_are_listed_and_opened(developing: Flask, visitor: Visitor) -> None:
    letter = a_letter(LetterKind.CONFIRMED, status=Status.CONFIRMED)
    deliver(developing)
    page = visitor.visit("/mailbox/")
    assert page.all_text("tbody td")[0] == letter.recipient
    opened = page.follow("Your place is confirmed")
    assert opened.one("h1").get_text() == letter.subject
    assert "We look forward to seeing you." in opened.one("section pre").get_text()
    assert opened.all_text("dd a") == ["badge-code.png", f"{letter.event.slug if letter.event else ''}.ics"]
    policy = opened.response.headers["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "style-src 'self'" in policy


def test_links_lead_to_the_host_one_is_on(developing: Flask, visitor: Visitor) -> None:
    a_letter()
    deliver(developing)
    page = visitor.visit("/mailbox/").follow("Registration received")
    links = [str(link["href"]) for link in page.soup.select("section pre a")]
    assert links[0].startswith("http://localhost/r/")
    assert "http://events.example/r/" in page.one("section pre").get_text()
    assert visitor.get(links[0]).status_code == 200


def test_the_html_is_shown_with_a_policy_of_its_own(developing: Flask, visitor: Visitor) -> None:
    a_letter(LetterKind.CONFIRMED, status=Status.CONFIRMED)
    deliver(developing)
    page = visitor.visit("/mailbox/").follow("Your place is confirmed")
    frame = page.one("iframe")
    assert "allow-scripts" not in str(frame["sandbox"])
    # A letter is no page of ours: its styles stand in its tags, which the visitor's check would refuse.
    plain = Context().run(FlaskClient(developing, developing.response_class).get, str(frame["src"]))
    html = plain.get_data(as_text=True)
    assert 'src="data:image/png;base64,' in html
    assert "cid:" not in html
    assert '<base target="_parent">' in html
    policy = plain.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy


def test_enclosures_can_be_kept(developing: Flask, visitor: Visitor) -> None:
    a_letter(LetterKind.CONFIRMED, status=Status.CONFIRMED, event=a_conference(slug="trust-and-oversight"))
    deliver(developing)
    page = visitor.visit("/mailbox/").follow("Your place is confirmed")
    picture, calendar = (visitor.get(str(link["href"])) for link in page.soup.select("dd a"))
    assert picture.mimetype == "image/png"
    assert picture.data.startswith(b"\x89PNG")
    assert calendar.mimetype == "text/calendar"
    assert calendar.headers["Content-Disposition"] == "attachment; filename=trust-and-oversight.ics"
    assert calendar.data.startswith(b"BEGIN:VCALENDAR")
    assert visitor.get(f"{page.address}/2").status_code == 404


@pytest.mark.parametrize("key", ["nothing", "..", "%2e%2e%2fsecret", "x" * 2000])
def test_what_is_not_there_is_not_found(developing: Flask, visitor: Visitor, key: str) -> None:
    a_letter()
    deliver(developing)
    for address in (f"/mailbox/{key}", f"/mailbox/{key}/html", f"/mailbox/{key}/0"):
        assert visitor.get(address).status_code in {404, 308}


@pytest.mark.parametrize(
    "settings",
    [
        {"environment": "production", "base_url": "https://events.example", "mail_server": "mail.example"},
        {"environment": "development", "mail_server": "mail.example"},
        {"environment": "production", "base_url": "https://events.example"},
    ],
)
def test_it_is_not_there_in_earnest(tmp_path: Path, settings: dict[str, Any]) -> None:
    earnest = create_app(Config(secret_key="x" * 40, instance_path=str(tmp_path), **settings))
    assert not [rule for rule in earnest.url_map.iter_rules() if rule.rule.startswith("/mailbox")]
