"""What an open desk may keep for when the network is down: what it shows anyway, no secret, nothing after the event."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from app.extensions import db
from app.lib.clock import now
from app.models import Category, Event, EventStatus, Mode, Registration, Role, Status, User
from tests.checkin.at_the_desk import scanned
from tests.factories import users
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]
ADDRESS = "/check-in/conference/people"


def listed(client: Visitor, query: str = "") -> dict[str, Any]:
    answer = client.get(ADDRESS + query)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    content: dict[str, Any] = answer.get_json()
    return content


def the_only(client: Visitor, query: str = "") -> dict[str, Any]:
    [person] = listed(client, query)["people"]
    return dict(person)


def test_everybody_is_listed_as_the_desk_shows_them(
    desk: Page, client: Visitor, person: Registration
) -> None:
    scanned(desk, person.badge_code)
    shown = the_only(client)
    last = shown.pop("last")
    assert shown == {
        "id": person.id,
        "given": "Ana-Maria",
        "family": "CEBOTARI",
        "script": "",
        "body": "Republic of Moldova",
        "part": "delegate",
        "reference": person.reference,
        "badge": hashlib.sha256(person.badge_code.encode()).hexdigest()[:32],
        "status": "confirmed",
        "hindrance": None,
        "replaced": False,
    }
    assert (last["desk"], last["out"]) == (None, False)


def test_the_code_of_a_badge_is_not_in_it(desk: Page, client: Visitor, person: Registration) -> None:
    assert person.badge_code not in client.get(ADDRESS).text


def test_it_says_for_which_day_and_carries_a_token(desk: Page, client: Visitor, event: Event) -> None:
    content = listed(client)
    assert (content["day"], content["zone"], content["start"]) == (
        moment(0).date().isoformat(),
        "Europe/Paris",
        event.short_code.upper(),
    )
    assert content["days"] == [day.isoformat() for day in event.days]
    assert content["token"]


def test_discreet_persons_are_representatives_also_here(desk: Page, client: Visitor, event: Event) -> None:
    secret = {"given_name": "Paul", "family_name": "SECRET", "own_script_name": "Пауль", "discreet": True}
    person = a_registration(event, Status.CONFIRMED, **secret)
    page = client.visit(f"/check-in/conference?answer=found&person={person.id}")
    page.submit(".result form[action$='/name']")  # opened at this desk: the list stays as it is
    text = client.get(ADDRESS).get_data(as_text=True)
    assert "SECRET" not in text
    assert "Paul" not in text
    assert "\\u041f" not in text
    assert "П" not in text
    [shown] = [row for row in listed(client)["people"] if row["id"] == person.id]
    assert (shown["given"], shown["family"], shown["script"]) == ("", "Representative", "")


def test_it_speaks_the_language_of_the_page(desk: Page, client: Visitor, person: Registration) -> None:
    person.status = Status.VALIDATED
    client.visit("/check-in/conference?lang=fr")
    shown = the_only(client)
    assert (shown["body"], shown["part"]) == ("République de Moldova", "délégué·e")
    assert shown["status"] == "validée"


@pytest.mark.parametrize(
    ("status", "mode", "hindrance"),
    [
        (Status.CONFIRMED, Mode.IN_PERSON, None),
        (Status.CONFIRMED, Mode.ONLINE, "online_only"),
        (Status.SUBMITTED, Mode.IN_PERSON, "not_confirmed"),
        (Status.WITHDRAWN, Mode.IN_PERSON, "not_confirmed"),
    ],
)
def test_what_is_in_the_way_is_known_beforehand(
    client: Visitor, agent: User, event: Event, status: Status, mode: Mode, hindrance: str | None
) -> None:
    a_registration(event, status, mode=mode)
    sign_in(client, agent)
    assert the_only(client)["hindrance"] == hindrance


def test_who_is_in_is_asked_for_the_occasion(
    desk: Page, client: Visitor, event: Event, person: Registration
) -> None:
    session = a_session(event)
    scanned(desk, person.badge_code)
    tomorrow = event.days[1].isoformat()
    assert the_only(client)["last"] is not None
    assert the_only(client, f"?for={tomorrow}")["last"] is None
    assert the_only(client, f"?for={session.id}")["last"] is None
    assert listed(client, f"?for={session.id}")["day"] == event.local(session.starts_at).date().isoformat()


def test_who_was_taken_back_is_not_in(desk: Page, client: Visitor, person: Registration) -> None:
    scanned(desk, person.badge_code).submit(".result form")
    assert the_only(client)["last"] is None


def test_who_was_erased_or_is_of_another_event_is_not_in_it(
    desk: Page, client: Visitor, event: Event, person: Registration
) -> None:
    a_registration(an_event(starts_at=moment(0, 9)), Status.CONFIRMED, family_name="STRANGER")
    a_registration(event, Status.CONFIRMED, family_name="GONE", anonymised_at=now())
    assert [row["family"] for row in listed(client)["people"]] == ["CEBOTARI"]


def test_a_speaker_without_a_body_has_the_words_that_were_typed(
    client: Visitor, agent: User, event: Event
) -> None:
    a_registration(
        event,
        Status.CONFIRMED,
        category=Category.SPEAKER_EXPERT,
        body=None,
        role=None,
        body_text="A university",
    )
    a_registration(event, Status.CONFIRMED, role=Role.HEAD)
    sign_in(client, agent)
    assert {row["body"]: row["part"] for row in listed(client)["people"]} == {
        "A university": "speaker or expert",
        "Republic of Moldova": "head of delegation",
    }


def test_nobody_is_in_it_once_the_event_is_over(
    client: Visitor, agent: User, event: Event, person: Registration
) -> None:
    last = event.days[-1].isoformat()
    with time_machine.travel(moment(1, 23, 30), tick=False) as clock:
        sign_in(client, agent)
        assert the_only(client, f"?for={last}")
        until = listed(client, f"?for={last}")["until"]
        clock.shift(timedelta(minutes=31))
        assert listed(client, f"?for={last}")["people"] == []
    assert until.startswith(f"{(event.days[-1] + timedelta(days=1)).isoformat()}T00:00:00")


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_an_event_that_is_closed_for_good_has_no_list(
    client: Visitor, agent: User, event: Event, person: Registration, status: EventStatus
) -> None:
    event.status = status
    sign_in(client, agent)
    answer = client.get(ADDRESS)
    assert answer.status_code == 409
    assert "CEBOTARI" not in answer.text


def test_only_the_desk_of_this_event_has_it(client: Visitor, agent: User, person: Registration) -> None:
    assert client.get(ADDRESS).status_code == 302, "nobody who is not signed in"
    sign_in(client, users.a_desk_agent(an_event()))
    assert client.get(ADDRESS).status_code == 404
    sign_in(client, users.a_statistics_reader())
    assert client.get(ADDRESS).status_code == 403


@pytest.mark.parametrize("people", [10, 1000])
def test_it_asks_alike_for_few_and_many(
    client: Visitor, agent: User, event: Event, person: Registration, statements: Counted, people: int
) -> None:
    session = a_session(event).id
    for _ in range(people - 1):
        a_registration(event, Status.CONFIRMED)
    db.session.commit()
    sign_in(client, agent)
    client.get(ADDRESS)
    with statements() as asked:
        answer = client.get(f"{ADDRESS}?for={session}")
    assert len(answer.get_json()["people"]) == people
    asked.within(5)
