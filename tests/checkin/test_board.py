"""The board's page: both languages, no name of a person, few statements, and nothing sent where nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from app.extensions import db
from app.models import Category, Event, EventStatus, Registration, Status, User
from tests.factories import users
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event, moment
from tests.factories.figures import the_member_states
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counted = Callable[[], AbstractContextManager[Statements]]
BOARD, NOW = "/check-in/conference/board", "/check-in/conference/board/now"


@pytest.fixture
def hall(client: Visitor, agent: User, person: Registration) -> Visitor:
    sign_in(client, agent)
    return client


def number(page: Page, selector: str) -> str:
    return " ".join(page.one(selector).get_text().split())


def test_it_shows_who_is_there_and_names_nobody(hall: Visitor, event: Event, person: Registration) -> None:
    the_member_states()
    a_check_in(person)
    a_check_in(
        a_registration(event, Status.CONFIRMED, body=a_body("DE"), family_name="SCHNEIDER", discreet=True)
    )
    page = hall.visit(BOARD)
    assert number(page, ".huge") == "2 / 2"
    assert number(page, ".hall-states b") == "2 / 46"
    assert page.all_text(".tile.s-arr b") == ["DE", "MD"]
    assert "Germany: represented" in page.text
    assert "Georgia: not represented" in page.text
    shown = str(page.soup)
    for secret in ("CEBOTARI", "Ana-Maria", "SCHNEIDER", person.reference, person.badge_code, person.email):
        assert secret not in shown
    assert page.soup.html["data-bs-theme"] == "dark"  # type: ignore[index]


def test_both_languages_stand_on_it(hall: Visitor, event: Event) -> None:
    event.quorum = 3
    page = hall.visit(BOARD)
    assert "here today" in number(page, ".hall-cap")
    assert "présentes aujourd’hui" in page.one(".hall-cap [lang=fr]").get_text()
    assert "Quorum of 3: 3 more needed" in number(page, ".hall-quorum")
    assert "il en manque 3" in page.one(".hall-quorum [lang=fr]").get_text()
    page = hall.visit(f"{BOARD}?lang=fr")
    assert "here today" in page.one(".hall-cap [lang=en]").get_text()


@pytest.mark.parametrize(("quorum", "state"), [(None, "none"), (1, "yes"), (2, "no")])
def test_the_quorum(
    hall: Visitor, event: Event, person: Registration, quorum: int | None, state: str
) -> None:
    event.quorum = quorum
    a_check_in(person)
    page = hall.visit(BOARD)
    assert state in page.one(".hall-quorum")["class"]
    assert bool(page.soup.select(".hall-quorum svg")) is bool(quorum)


def test_a_session_has_a_board_of_its_own(hall: Visitor, event: Event, person: Registration) -> None:
    session = a_session(event, exits=True, capacity=40, title_en="Workshop")
    a_check_in(person, session=session)
    page = hall.visit(f"{BOARD}?for={session.id}")
    assert number(page, ".huge") == "1 / 40"
    assert "in the room now" in number(page, ".hall-cap")
    assert "Workshop" in number(page, ".hall-session")
    assert page.one("#now")["data-address"] == f"{NOW}?for={session.id}"
    assert hall.get(f"{BOARD}?for={a_session(an_event()).id}").status_code == 404


def test_nothing_is_sent_while_nothing_changes(hall: Visitor, event: Event, person: Registration) -> None:
    first = hall.get(NOW)
    assert first.status_code == 200
    mark = {"If-None-Match": first.headers["ETag"]}
    again = hall.get(NOW, headers=mark)
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "no-store"
    a_check_in(person)
    changed = hall.get(NOW, headers=mark)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    other = hall.get(f"{NOW}?lang=fr", headers={"If-None-Match": changed.headers["ETag"]})
    assert other.status_code == 200, "in the other order of languages it is another page"


@pytest.mark.parametrize("people", [10, 1000])
def test_few_statements_however_many_people(
    hall: Visitor, event: Event, statements: Counted, people: int
) -> None:
    a_session(event)
    for _ in range(people):
        a_check_in(a_registration(event, Status.CONFIRMED))
    db.session.commit()
    hall.get(NOW)
    with statements() as asked:
        hall.get(NOW)
    asked.within(7)
    with statements() as asked:
        hall.get(BOARD)
    asked.within(7)


def test_who_may_look(client: Visitor, event: Event) -> None:
    other = an_event(starts_at=moment(0, 9), slug="other")
    for address in (BOARD, NOW):
        assert client.get(address).status_code == 302
    sign_in(client, users.a_desk_agent(other))
    for address in (BOARD, NOW):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("a_statistics_reader", 403), ("an_organiser", 200)])
def test_roles(client: Visitor, event: Event, role: str, status: int) -> None:
    sign_in(client, getattr(users, role)())
    for address in (BOARD, NOW):
        assert client.get(address).status_code == status


def test_an_archived_event_has_none(hall: Visitor, event: Event) -> None:
    """Whoever only looks is told so by the desk; a board that stands open is told to stop."""
    event.status = EventStatus.ARCHIVED
    page = hall.visit(BOARD)
    assert page.status == 200
    assert "archived or cancelled" in page.text
    assert hall.get(NOW).status_code == 409


def test_an_observer_is_called_so(hall: Visitor, event: Event) -> None:
    a_check_in(a_registration(event, Status.CONFIRMED, category=Category.OBSERVER, body=a_body("CA")))
    page = hall.visit(BOARD)
    assert "1 observer " in page.text
    assert "there" not in page.text


def test_without_script_it_is_loaded_again(hall: Visitor) -> None:
    page = hall.visit(BOARD)
    assert page.one("noscript meta[http-equiv=refresh]")["content"] == "30"
    assert page.follow("Look again").status == 200
