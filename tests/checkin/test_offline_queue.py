"""What a desk kept without network, handed in over HTTP: once each, whatever is sent, and by whoever is signed in."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.lib.clock import now
from app.models import CheckIn, Event, EventStatus, Registration, Status, User
from app.services.attendance import handing_in
from tests.checkin.at_the_desk import lines, scanned
from tests.factories import users
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer as Buffer

Counted = Callable[[], AbstractContextManager[Statements]]
Sent = dict[str, Any]
PEOPLE, QUEUE = "/check-in/conference/people", "/check-in/conference/queue"


def entry(person: Registration, **changes: Any) -> Sent:
    """Somebody who was scanned ten minutes ago, as the page keeps it."""
    at = (now() - timedelta(minutes=10)).isoformat()
    day = moment(0).date().isoformat()
    kept = {"scan": str(uuid.uuid4()), "person": person.id, "day": day, "session": None, "out": False}
    return {**kept, "at": at, "anyway": False, **changes}


def post(client: Visitor, content: Any, token: str | None = None) -> TestResponse:
    token = client.get(PEOPLE).get_json()["token"] if token is None else token
    return client.post(QUEUE, json=content, headers={"X-CSRFToken": token})


def handed_in(client: Visitor, *entries: Any) -> list[Sent]:
    answer = post(client, {"sent": now().isoformat(), "entries": list(entries)})
    assert answer.status_code == 200, answer.status_code
    answers: list[Sent] = answer.get_json()["answers"]
    return answers


@pytest.fixture
def inside(client: Visitor, agent: User, person: Registration) -> Visitor:
    sign_in(client, agent)
    return client


def test_each_entry_is_recorded_with_its_time_and_whoever_hands_it_in(
    inside: Visitor, agent: User, event: Event, person: Registration
) -> None:
    other = a_registration(event, Status.CONFIRMED)
    inside.set_cookie("desk", "Right")
    answers = handed_in(inside, entry(person), entry(other))
    assert [answer["answer"] for answer in answers] == ["welcome", "welcome"]
    db.session.rollback()
    line = db.session.scalars(select(CheckIn).where(CheckIn.registration_id == person.id)).one()
    assert (line.desk, line.actor_kind, line.actor_id) == ("Right", "desk", agent.id)
    assert timedelta(minutes=9) < line.received_at - line.at < timedelta(minutes=11)


def test_the_same_sent_again_is_answered_the_same_and_counts_once(
    inside: Visitor, person: Registration
) -> None:
    kept = entry(person)
    first, again = handed_in(inside, kept), handed_in(inside, kept)
    assert first == again
    assert (first[0]["answer"], lines()) == ("welcome", 1)


def test_what_a_form_has_sent_already_is_the_same_line(
    desk: Page, client: Visitor, person: Registration
) -> None:
    scan = str(desk.one("form.scan input[name=scan]")["value"])
    scanned(desk, person.badge_code)  # its answer never arrives
    assert handed_in(client, entry(person, scan=scan))[0]["answer"] == "welcome"
    assert lines() == 1


def test_whoever_is_in_already_is_told_with_hour_and_desk(
    inside: Visitor, agent: User, person: Registration
) -> None:
    inside.set_cookie("desk", "Left")
    earlier = (now() - timedelta(minutes=20)).isoformat()
    handed_in(inside, entry(person, at=earlier))
    inside.set_cookie("desk", "Right")
    [answer] = handed_in(inside, entry(person))
    assert (answer["answer"], answer["desk"]) == ("already_in", "Left")
    assert answer["at"][:16] == earlier[:16]
    assert lines() == 1


def test_one_that_cannot_be_taken_loses_no_other(inside: Visitor, event: Event, person: Registration) -> None:
    stranger = a_registration(an_event(starts_at=moment(0, 9)), Status.CONFIRMED)
    withdrawn = a_registration(event, Status.WITHDRAWN)
    wrong_day = entry(person, day="2001-01-01")
    unreadable = [
        "x",
        7,
        None,
        {},
        entry(person, scan="no id"),
        entry(person, at="yesterday"),
        entry(person, at="2027-06-08T09:00:00"),
    ]
    unreadable += [{**entry(person), "person": value} for value in ("1", True, 0, -1, 2**31, 1.5, None, [1])]
    unreadable += [entry(person, session=value) for value in ("1", 0, 2**40)]
    unreadable += [entry(person, day=value) for value in (None, 5, "", "2027-13-01", "9" * 40)]
    answers = handed_in(inside, *unreadable, entry(stranger), wrong_day, entry(withdrawn), entry(person))
    assert answers[: len(unreadable)] == [{"refusal": "unreadable"}] * len(unreadable)
    foreign, elsewhere, gone, good = answers[len(unreadable) :]
    assert (foreign["refusal"], elsewhere["refusal"]) == ("unknown", "no_such_occasion")
    assert (gone["answer"], gone["hindrance"]) == ("welcome", "not_confirmed")
    assert (good["answer"], good["hindrance"], lines()) == ("welcome", None, 2)


def test_a_session_takes_exits_where_it_wants_them(
    inside: Visitor, event: Event, person: Registration
) -> None:
    open_session, closed_session = a_session(event, exits=True), a_session(event)
    day = event.local(open_session.starts_at).date().isoformat()
    here = {"day": day, "session": open_session.id}
    before = (now() - timedelta(minutes=11)).isoformat()
    answers = handed_in(
        inside,
        entry(person, **here, at=before),
        entry(person, **here, out=True),
        entry(person, day=day, session=closed_session.id, out=True),
    )
    assert [answer["answer"] or answer["refusal"] for answer in answers] == ["welcome", "left", "no_exits"]


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_an_event_that_is_closed_for_good_refuses_each_entry(
    inside: Visitor, event: Event, person: Registration, status: EventStatus
) -> None:
    token = inside.get(PEOPLE).get_json()["token"]
    event.status = status
    answer = post(inside, {"sent": now().isoformat(), "entries": [entry(person)]}, token)
    assert [one["refusal"] for one in answer.get_json()["answers"]] == ["read_only"]
    assert lines() == 0


@pytest.mark.parametrize(
    "content",
    [None, [], "x", 3, {}, {"entries": []}, {"sent": 5, "entries": []}, {"sent": "2027-06-08", "entries": []}]
    + [{"sent": "2027-06-08T09:00:00+02:00", "entries": value} for value in (None, {}, "x")],
)
def test_what_is_no_queue_is_a_bad_request(inside: Visitor, content: Any) -> None:
    assert post(inside, content).status_code == 400


def test_what_is_no_json_is_a_bad_request(inside: Visitor) -> None:
    token = inside.get(PEOPLE).get_json()["token"]
    for kind, sent in (
        ("application/json", b"\xff{"),
        ("text/plain", b"{}"),
        ("application/json", b"[" * 100_000),
    ):
        answer = inside.post(QUEUE, data=sent, content_type=kind, headers={"X-CSRFToken": token})
        assert answer.status_code == 400


class SlowNetwork(io.BytesIO):
    """What a desk sends, and what the database had been asked whenever some of it came in."""

    def __init__(self, content: bytes, asked: Statements) -> None:
        super().__init__(content)
        self._asked, self.asked_before = asked, 0

    def readinto(self, buffer: Buffer) -> int:
        self.asked_before = max(self.asked_before, len(self._asked))
        return super().readinto(buffer)


def test_no_lock_is_held_while_a_slow_network_brings_the_queue(
    inside: Visitor, person: Registration, statements: Counted
) -> None:
    token = inside.get(PEOPLE).get_json()["token"]
    content = json.dumps({"sent": now().isoformat(), "entries": [entry(person)]}).encode()
    with statements() as asked:
        stream = SlowNetwork(content, asked)
        answer = inside.post(
            QUEUE,
            input_stream=stream,
            content_length=len(content),
            content_type="application/json",
            headers={"X-CSRFToken": token},
        )
    assert answer.get_json()["answers"][0]["answer"] == "welcome"
    assert stream.asked_before == 0


def test_too_many_at_once_are_refused_whole(inside: Visitor, person: Registration) -> None:
    many = [entry(person) for _ in range(handing_in.MOST + 1)]
    assert post(inside, {"sent": now().isoformat(), "entries": many}).status_code == 422
    assert lines() == 0
    assert (
        post(inside, {"sent": now().isoformat(), "entries": [0] * (handing_in.MOST + 1)}).status_code == 422
    )
    huge = {"sent": now().isoformat(), "entries": ["x" * 2_000_000]}
    assert post(inside, huge).status_code == 413


def test_without_a_token_nothing_is_taken(inside: Visitor, person: Registration) -> None:
    content = {"sent": now().isoformat(), "entries": [entry(person)]}
    for token in ("", "of another site"):
        assert post(inside, content, token).status_code == 400
    assert lines() == 0


def test_who_is_signed_out_is_told_so(client: Visitor, person: Registration) -> None:
    content = {"sent": now().isoformat(), "entries": [entry(person)]}
    page = client.visit("/sign-in")
    token = page.fields("main form")["csrf_token"]
    assert post(client, content, token).status_code == 401
    assert lines() == 0


def test_only_the_desk_of_this_event_hands_in(inside: Visitor, app: Flask, person: Registration) -> None:
    token = inside.get(PEOPLE).get_json()["token"]
    content = {"sent": now().isoformat(), "entries": [entry(person)]}
    for somebody, status in ((users.a_desk_agent(an_event()), 404), (users.a_statistics_reader(), 403)):
        sign_in(inside, somebody)
        token = inside.visit("/account").fields("form")["csrf_token"]
        assert post(inside, content, token).status_code == status
    assert lines() == 0


@pytest.mark.parametrize("people", [2, 100])
def test_it_asks_alike_for_few_and_many(
    inside: Visitor, event: Event, person: Registration, statements: Counted, people: int
) -> None:
    kept = [entry(a_registration(event, Status.CONFIRMED)) for _ in range(people)]
    db.session.commit()
    token = inside.get(PEOPLE).get_json()["token"]
    with statements() as asked:
        answer = post(inside, {"sent": now().isoformat(), "entries": kept}, token)
    assert {one["answer"] for one in answer.get_json()["answers"]} == {"welcome"}
    assert len([text for text in asked if text.startswith("INSERT")]) == 1, str(asked)
    asked.within(7)
