"""Ten desks scan one badge at the same moment, through four server processes, on both databases: exactly one is first."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import CheckIn, CheckInKind, Event, Registration, Status
from bench.signed_in import SignedIn, signed_in
from bench.visitor import Visitor
from tests.concurrency.conftest import LOCKED, UNLOCKED
from tests.concurrency.crowd import all_at_once
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.factories.users import a_desk_agent

Servers = Callable[[str, str], int]
DESKS, ROUNDS = 10, 3
_numbers = count(1)


@pytest.fixture
def event(stage: Flask) -> Event:
    number = next(_numbers)
    return an_event(slug=f"desk-{number}", short_code=f"SCAN{number}", starts_at=moment(0, 9), closes_at=None)


@pytest.fixture
def agent(stage: Flask, surroundings: dict[str, str]) -> SignedIn:
    return signed_in(stage, a_desk_agent(), surroundings["SECRET_KEY"])


def scan(
    address: str, agent: SignedIn, fields: dict[str, str], visitor: Visitor, wait: Callable[[], None]
) -> str:
    """Scan; what was answered."""
    agent.lend(visitor)
    visitor.headers["X-Desk"] = "panel"
    sent = {"csrf_token": agent.form_token, "scan": str(uuid.uuid4()), **fields}
    wait()
    page = visitor.post(address, list(sent.items()))
    return page.partition('data-answer="')[2].partition('"')[0]


def at_once(port: int, address: str, agent: SignedIn, **fields: str) -> Counter[str]:
    """What ten desks are told."""
    outcome = all_at_once(port, [partial(scan, address, agent, fields)] * DESKS)
    assert outcome.failures == []
    return Counter(outcome.acknowledged)


def log_of(code: str) -> list[CheckInKind]:
    rows = select(CheckIn.kind).join(CheckIn.registration).where(Registration.badge_code == code)
    kinds = list(db.session.scalars(rows.order_by(CheckIn.id)))
    db.session.rollback()
    return kinds


def badges(event: Event, number: int = 1) -> tuple[str, list[str]]:
    """The address of the desk, and the codes of people who may come in; all committed."""
    address = f"/check-in/{event.slug}"
    codes = [a_registration(event, Status.CONFIRMED).badge_code for _ in range(number)]
    db.session.commit()
    return address, codes


def test_of_ten_scans_at_once_one_is_first(
    database: str, servers: Servers, event: Event, agent: SignedIn
) -> None:
    address, codes = badges(event, ROUNDS)
    for code in codes:
        answers = at_once(servers(database, LOCKED), address, agent, code=code)
        assert answers == {"welcome": 1, "already_in": DESKS - 1}
        assert log_of(code) == [CheckInKind.IN]


def test_of_ten_exits_at_once_one_counts(
    database: str, servers: Servers, event: Event, agent: SignedIn
) -> None:
    session = str(a_session(event, exits=True).id)
    address, (code,) = badges(event)
    port, where = servers(database, LOCKED), {"code": code, "for": session}
    assert at_once(port, address, agent, **where)["welcome"] == 1
    assert at_once(port, address, agent, **where, way="out") == {"left": 1, "not_in": DESKS - 1}
    assert log_of(code) == [CheckInKind.IN, CheckInKind.OUT]


def test_without_the_lock_several_would_be_first(
    database: str, servers: Servers, event: Event, agent: SignedIn
) -> None:
    """Otherwise the tests above prove nothing."""
    address, (code,) = badges(event)
    assert at_once(servers(database, UNLOCKED), address, agent, code=code)["welcome"] > 1
