"""Asking for a private link is the same work for known and unknown addresses; the worker answers."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import LetterKind, LinkRequest, Registration, Status
from app.services import link_requests, outbox, private_links, requested_letters, settings
from app.worker import tasks
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.pages import Visitor
from tests.records import letters
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]


@pytest.fixture
def known(app: Flask) -> Registration:
    return a_registration(an_event(), status=Status.CONFIRMED, email="ana@igp.example")


def waiting() -> int:
    return db.session.scalar(select(func.count()).select_from(LinkRequest)) or 0


def test_a_request_waits_for_the_worker(known: Registration) -> None:
    link_requests.ask(" Ana@IGP.example")
    assert letters(known) == []
    assert db.session.info[outbox.QUEUED], "the worker is woken"
    assert link_requests.answer() == 1
    assert letters(known) == [LetterKind.PRIVATE_LINK]
    assert waiting() == 0


def test_an_unknown_address_is_forgotten(known: Registration) -> None:
    link_requests.ask("bob@igp.example")
    assert link_requests.answer() == 1
    assert letters(known) == []
    assert waiting() == 0


def test_a_second_try_asks_for_one_registration(known: Registration) -> None:
    other = a_registration(an_event(), status=Status.CONFIRMED, email="ana@igp.example")
    link_requests.ask_for(known)
    link_requests.answer()
    assert letters(known) == [LetterKind.PRIVATE_LINK]
    assert letters(other) == []


def test_requests_that_wait_together_are_answered_once(known: Registration) -> None:
    for _ in range(9):
        link_requests.ask("ana@igp.example")
    assert link_requests.answer() == 9
    assert letters(known) == [LetterKind.PRIVATE_LINK]


def test_the_limits_hold(known: Registration) -> None:
    for _ in range(9):
        link_requests.ask("ana@igp.example")
        link_requests.answer()
        db.session.commit()
    assert len(letters(known)) == settings.number("link_resends_per_hour")


def test_many_requests_are_answered_in_portions(known: Registration) -> None:
    for number in range(120):
        link_requests.ask(f"{number}@igp.example")
    db.session.commit()
    assert tasks.answer_requests() == 120
    assert waiting() == 0


def test_one_that_fails_holds_up_nobody(
    known: Registration, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_registration: Registration) -> None:
        raise ValueError("ana@igp.example")

    monkeypatch.setattr(requested_letters, "send_again", fail)
    other = a_registration(an_event(), status=Status.CONFIRMED, email="bob@igp.example")
    link_requests.ask_for(known)
    link_requests.ask("nobody@igp.example")
    with caplog.at_level(logging.ERROR):
        assert link_requests.answer() == 2
    monkeypatch.undo()
    link_requests.ask("bob@igp.example")
    link_requests.answer()
    assert letters(other) == [LetterKind.PRIVATE_LINK]
    assert "ValueError" in caplog.text
    assert "ana@" not in caplog.text


def test_asking_is_the_same_work_for_every_address(
    client: Visitor, known: Registration, statements: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody learns from the time of an answer who is registered."""
    monkeypatch.setattr(private_links, "send_again", lambda _address: pytest.fail("looked up in the request"))
    asked = []
    for address in ("ana@igp.example", "bob@igp.example"):
        page = client.visit("/find-my-registration")
        with statements() as done:
            assert page.submit("main form", email=address).status == 200
        asked.append(list(done))
    assert asked[0] == asked[1]
    assert len(asked[0]) == 2, "it is counted, and written down for the worker"
