"""While no letter goes out, organisers are told so on every page, and only they; /readyz says it too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.lib.clock import now
from app.models import Heartbeat, UserRole
from app.services import heartbeats
from app.web.mail_banner import silence_words
from tests.factories.events import an_event
from tests.factories.users import a_user
from tests.pages import Visitor
from tests.signing_in import sign_in

SILENT = "the worker is not running"


def silent_for(period: timedelta) -> None:
    heartbeats.beat()
    db.session.get_one(Heartbeat, heartbeats.WORKER).at = now() - period
    db.session.flush()


@pytest.fixture
def organiser(client: Visitor) -> Visitor:
    return sign_in(client, a_user())


def test_every_page_of_the_organisers_says_since_when(organiser: Visitor) -> None:
    event = an_event()
    silent_for(timedelta(minutes=4, seconds=10))
    for address in ("", "/participants", "/programme", "/letters", "/statistics", "/edit"):
        page = organiser.visit(f"/organiser/events/{event.slug}{address}")
        assert "No mail has gone out for 4 minutes: the worker is not running." in page.text, address
    assert SILENT in organiser.visit("/organiser/").text
    assert SILENT in organiser.visit("/check-in/").text


def test_a_worker_that_was_heard_of_lately_is_no_news(organiser: Visitor) -> None:
    silent_for(timedelta(minutes=3, seconds=50))
    assert not organiser.visit("/organiser/").soup.select(".note.stop")


def test_a_worker_that_has_never_run(organiser: Visitor) -> None:
    assert "No mail goes out: the worker has never run." in organiser.visit("/organiser/").text


def test_a_mail_server_out_of_reach_with_its_words(organiser: Visitor) -> None:
    heartbeats.beat()
    heartbeats.trouble(heartbeats.MAIL_SERVER, "gaierror: \0<Name> not known, 100% sure")
    page = organiser.visit("/organiser/")
    assert "The mail server cannot be reached since " in page.text
    assert "gaierror: <Name> not known, 100% sure" in page.text
    assert SILENT not in page.text
    heartbeats.relieve(heartbeats.MAIL_SERVER)
    assert not organiser.visit("/organiser/").soup.select(".note.stop")


@pytest.mark.parametrize(
    ("role", "address"),
    [(UserRole.STATISTICS_READER, "/organiser/statistics"), (UserRole.DESK_AGENT, "/check-in/")],
)
def test_nobody_else_is_told(client: Visitor, role: UserRole, address: str) -> None:
    page = sign_in(client, a_user(role=role)).visit(address)
    assert page.status == 200
    assert "worker" not in page.text
    assert "worker" not in client.visit("/").text


def test_it_costs_one_statement(client: Visitor, statements: Callable[[], Any]) -> None:
    heartbeats.trouble(heartbeats.MAIL_SERVER, "down")
    sign_in(client, a_user(role=UserRole.DESK_AGENT))
    with statements() as without:
        client.visit("/check-in/")
    sign_in(client, a_user())
    with statements() as with_it:
        client.visit("/check-in/")
    assert len(with_it) == len(without) + 1


def test_readyz_tells_of_the_worker_and_does_not_fail_for_the_mail_server(client: Visitor) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["worker"]) == (503, False)  # type: ignore[index]
    heartbeats.beat()
    heartbeats.trouble(heartbeats.MAIL_SERVER, "secret.host is down")
    answer = client.get("/readyz")
    assert answer.status_code == 200
    well = {"ready": True, "database": True, "writes": True, "migrations": True, "worker": True}
    assert answer.json == {**well, "mail": False}
    heartbeats.relieve(heartbeats.MAIL_SERVER)
    assert client.get("/readyz").json["mail"] is True  # type: ignore[index]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("period", "words"),
    [
        (timedelta(seconds=30), "1 minute"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(minutes=120), "2 hours"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(hours=48), "2 days"),
    ],
)
def test_periods_in_words(app: Flask, period: timedelta, words: str) -> None:
    with app.test_request_context("/?lang=en"):
        assert silence_words(period) == words
