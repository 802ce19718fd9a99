"""The statements of a scan and of the page: exact, and the same with few people and with many."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from app.extensions import db
from app.models import (
    CheckIn,
    Event,
    Mode,
    Registration,
    Status,
    User,
)
from tests.checkin.at_the_desk import BY_SCRIPT, scanned
from tests.factories.events import a_session
from tests.factories.registrations import a_registration
from tests.pages import Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]


@pytest.mark.parametrize("people", [10, 1000])
def test_a_scan_asks_the_engine_six_times_at_most(
    client: Visitor, agent: User, event: Event, person: Registration, statements: Counted, people: int
) -> None:
    _many(event, people)
    sign_in(client, agent)
    fields = client.visit("/check-in/conference").fields("form.scan").to_dict()
    fields["code"] = person.badge_code
    session = str(a_session(event).id)
    with statements() as asked:
        answer = client.post("/check-in/conference", data=fields)
    assert "answer=welcome" in answer.location
    asked.within(5)
    with statements() as asked:
        answer = client.post("/check-in/conference", data={**fields, "for": session})
    assert "answer=welcome" in answer.location
    asked.within(6)


@pytest.mark.parametrize("people", [10, 1000])
def test_a_scan_of_the_open_page_is_answered_within_six(
    client: Visitor, agent: User, event: Event, person: Registration, statements: Counted, people: int
) -> None:
    _many(event, people)
    session = str(a_session(event, exits=True).id)
    sign_in(client, agent)
    fields = client.visit("/check-in/conference").fields("form.scan").to_dict()
    fields["code"] = person.badge_code
    for occasion, code, budget in (
        ({}, "welcome", 5),
        ({"for": session}, "welcome", 6),
        ({"for": session, "way": "out"}, "left", 6),
    ):
        with statements() as asked:
            answer = client.post("/check-in/conference", data={**fields, **occasion}, headers=BY_SCRIPT)
        assert f'data-answer="{code}"' in answer.text
        assert "CEBOTARI" in answer.text
        asked.within(budget)
    with statements() as asked:
        client.post("/check-in/conference", data={**fields, "scan": ""}, headers=BY_SCRIPT)
    asked.within(4)
    with statements() as asked:
        client.get(f"/check-in/conference/parts?for={session}")
    asked.within(8)


@pytest.mark.parametrize("people", [10, 1000])
def test_the_page_and_the_search_ask_alike_for_few_and_many(
    client: Visitor, agent: User, event: Event, person: Registration, statements: Counted, people: int
) -> None:
    _many(event, people)
    a_session(event)
    sign_in(client, agent)
    page = scanned(client.visit("/check-in/conference"), person.badge_code)
    with statements() as asked:
        client.get(page.address)
    asked.within(8)
    fields = page.fields("form.scan").to_dict()
    with statements() as asked:
        client.post("/check-in/conference", data={**fields, "code": "ana"})
    asked.within(10)


def _many(event: Event, people: int) -> None:
    from uuid import uuid4

    from app.lib.clock import now
    from app.models import ActorKind, CheckInKind

    for _ in range(people // 2):
        came = a_registration(event, Status.CONFIRMED)
        db.session.add(
            CheckIn(
                client_id=str(uuid4()),
                event_id=event.id,
                registration_id=came.id,
                day=event.days[0],
                mode=Mode.IN_PERSON,
                kind=CheckInKind.IN,
                at=now(),
                received_at=now(),
                actor_kind=ActorKind.DESK,
            )
        )
    for _ in range(people // 2):
        a_registration(event, Status.SUBMITTED)
