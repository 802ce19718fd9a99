"""The page of the head counts: what the log says, what was counted, the difference, and a form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Event, EventSession, EventStatus, HeadCount, Registration, Status, User
from tests.factories import users
from tests.factories.attendance import a_check_in, a_head_count
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

ADDRESS = "/check-in/conference/head-counts"


@pytest.fixture
def session(event: Event) -> EventSession:
    event.starts_at, event.ends_at = moment(-1, 9), moment(1, 18)
    return a_session(event, starts_at=moment(-1, 9), title_en="Opening")


@pytest.fixture
def counting(client: Visitor, agent: User, session: EventSession) -> Page:
    sign_in(client, agent)
    return client.visit(f"{ADDRESS}?for={session.id}")


def counts() -> list[HeadCount]:
    db.session.rollback()
    return list(db.session.scalars(select(HeadCount).order_by(HeadCount.id)))


def cells(page: Page) -> list[str]:
    return [" ".join(cell.split()) for cell in page.all_text("main tbody tr td")]


def test_heads_are_counted(counting: Page, session: EventSession, agent: User) -> None:
    page = counting.submit("#head-count", number="58")
    assert "58 people counted." in page.text
    assert "Heads were counted in 1 of 1 sessions" in page.text
    [row] = counts()
    assert (row.session_id, row.number, row.actor_id) == (session.id, 58, agent.id)
    page.submit("#head-count", session=str(session.id), number="1 058")
    assert [row.number for row in counts()] == [58, 1058], "a count is never changed, another follows"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (5, "+4 4 more than by the log (1)"),
        (2, "+1 1 more than by the log (1)"),
        (1, "0 as many as by the log (1)"),
        (0, "−1 1 fewer than by the log (1)"),
    ],
)
def test_the_difference_is_said_in_words(
    client: Visitor, agent: User, event: Event, session: EventSession, number: int, said: str
) -> None:
    a_check_in(a_registration(event, Status.CONFIRMED), session=session, at=session.starts_at)
    a_head_count(session, number)
    sign_in(client, agent)
    came, heads, difference = cells(client.visit(ADDRESS))
    assert came == "1"
    assert heads.startswith(f"{number} ")
    assert difference == said


def test_what_was_not_counted_is_not_recorded(client: Visitor, counting: Page, session: EventSession) -> None:
    assert cells(counting) == ["not recorded"] * 3
    a_head_count(session, 5)
    assert cells(client.visit(ADDRESS))[2] == "no check-in at the door", "nothing to compare with"


def test_the_hour_of_the_count(counting: Page, session: EventSession) -> None:
    counting.submit("#head-count", number="58", counted_at="9h30")
    assert counts()[0].at == session.starts_at + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"number": ""}, "Enter how many people were counted. If the room was empty, enter 0."),
        ({"number": "-1"}, "Enter a whole number from 0 to 99999"),
        ({"number": "many"}, "Enter a whole number from 0 to 99999"),
        ({"number": "9" * 400}, "Enter a whole number from 0 to 99999"),
        ({"number": "3", "counted_at": "99:99"}, "Enter an hour, such as 09:30"),
        ({"number": "3", "session": ""}, "Choose a session"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(counting: Page, typed: dict[str, str], said: str) -> None:
    page = counting.submit("#head-count", **typed)
    assert page.status == 422
    assert said in page.text
    assert page.one("input[name=number]").get("value", "") == typed["number"], "nothing typed is lost"
    assert counts() == []


def test_nobody_counts_ahead(client: Visitor, counting: Page, event: Event) -> None:
    tomorrow = a_session(event, starts_at=moment(1, 9))
    page = client.visit(f"{ADDRESS}?for={tomorrow.id}").submit("#head-count", number="3", counted_at="09:30")
    assert page.status == 422
    assert "This hour is still to come" in page.text
    assert counts() == []


def test_a_session_of_another_event_is_no_choice(client: Visitor, counting: Page) -> None:
    theirs = a_session(an_event())
    fields = counting.fields("#head-count").to_dict() | {"session": str(theirs.id), "number": "3"}
    assert client.post(ADDRESS, data=fields).status_code == 422
    assert client.get(f"{ADDRESS}?for=nonsense").status_code == 200
    assert counts() == []


def test_the_session_under_way_is_proposed(client: Visitor, agent: User, event: Event) -> None:
    event.starts_at, event.ends_at = moment(-1, 9), moment(1, 18)
    a_session(event, starts_at=moment(-1, 9))
    present = a_session(event, starts_at=moment(0, 0), ends_at=moment(1, 0))
    sign_in(client, agent)
    assert client.visit(ADDRESS).fields("#head-count")["session"] == str(present.id)


def test_at_an_archived_event_there_is_only_the_table(
    client: Visitor, counting: Page, event: Event, session: EventSession
) -> None:
    fields = counting.fields("#head-count").to_dict() | {"number": "3"}
    event.status = EventStatus.ARCHIVED
    page = client.visit(ADDRESS)
    assert not page.soup.select("#head-count")
    assert client.post(ADDRESS, data=fields).status_code == 409
    assert counts() == []


def test_switching_the_language_counts_nothing(counting: Page, client: Visitor) -> None:
    fields = counting.fields("#head-count").to_dict() | {"number": "3", "lang": "fr"}
    answer = client.post(ADDRESS, data=fields)
    assert answer.status_code == 200
    assert "Comptages" in answer.text
    assert counts() == []


@pytest.mark.parametrize(
    ("role", "status"), [("a_statistics_reader", 403), ("an_organiser", 200), ("a_desk_agent", 404)]
)
def test_roles(client: Visitor, event: Event, person: Registration, role: str, status: int) -> None:
    who = users.a_desk_agent(an_event()) if role == "a_desk_agent" else getattr(users, role)()
    sign_in(client, who)
    assert client.get(ADDRESS).status_code == status


def test_the_desk_and_the_event_lead_to_board_and_head_counts(client: Visitor, event: Event) -> None:
    session = a_session(event)
    sign_in(client, users.an_organiser())
    for address, kept in (
        ("/check-in/conference", ""),
        (f"/check-in/conference?for={session.id}", f"?for={session.id}"),
        (f"/organiser/events/{event.slug}", ""),
    ):
        page = client.visit(address)
        for words, target in (("Live board", "board"), ("Head counts", "head-counts")):
            assert page.follow(words).address == f"/check-in/conference/{target}{kept}"
