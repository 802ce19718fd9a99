"""The representation board: 46 replies at a glance, as tiles and as a table, and whom one has not heard of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask

from app.extensions import db
from app.lib.clock import now
from app.models import BodyKind, Category, Event, EventStatus, Status
from app.services import convoking, reference_data
from app.services.actors import SYSTEM
from tests.factories.attendance import a_check_in
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration
from tests.factories.users import a_desk_agent, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in
from tests.statement_count import Statements

Counting = Callable[[], AbstractContextManager[Statements]]


@pytest.fixture(autouse=True)
def _bodies(app: Flask) -> None:
    """All 46 member states, and those beside them."""
    reference_data.load()


def board(visitor: Visitor, event: Event, query: str = "") -> Page:
    page = visitor.visit(f"/organiser/events/{event.slug}/delegations{query}")
    assert page.status == 200
    return page


def tile(page: Page, name: str) -> str:
    """What a tile says to those who do not see it."""
    found = [str(link["aria-label"]) for link in page.soup.select("a.tile") if link["title"] == name]
    assert len(found) == 1, f"{name}: {found}"
    return found[0]


def legend(page: Page) -> dict[str, int]:
    rows = page.soup.select(".board aside .rows li")
    return {str(row.select(".grow")[0].get_text()): int(row.select(".num")[0].get_text()) for row in rows}


def an_answered_event() -> Event:
    """Every reply once."""
    event = an_event()
    for code in ("AT", "DE", "MD", "FR", "IT"):
        a_convocation(event, a_body(code))
    event_rows = {code: a_body(code) for code in ("AT", "DE", "MD", "FR", "IT")}
    a_registration(event, Status.CONFIRMED, body=event_rows["DE"], confirmed_at=now())
    a_registration(event, Status.NOMINATED, body=event_rows["FR"], registered_at=now())
    a_registration(event, Status.NOMINATED, body=event_rows["FR"], registered_at=now())
    a_check_in(a_registration(event, Status.CONFIRMED, body=event_rows["IT"], confirmed_at=now()))
    convoking.refuse(event.id, event_rows["MD"].id, "no budget", SYSTEM)
    return event


def test_each_tile_says_its_reply_and_leads_to_its_delegation(organiser: Visitor) -> None:
    page = board(organiser, an_answered_event())
    assert tile(page, "Austria") == "Austria: invited, silent"
    assert tile(page, "Germany") == "Germany: confirmed, one person"
    assert tile(page, "France") == "France: answered, 2 people"
    assert tile(page, "Italy") == "Italy: arrived, one person"
    assert tile(page, "Republic of Moldova") == "Republic of Moldova: will not attend"
    assert tile(page, "Georgia") == "Georgia: not invited"
    assert page.follow("DE").one("h1").get_text() == "Germany"


def test_every_state_has_a_tile_where_it_lies(organiser: Visitor) -> None:
    page = board(organiser, an_event())
    cells = [tuple(cell["class"]) for cell in page.soup.select(".tiles > li")]
    assert len(cells) == len(set(cells)) == 46


def test_the_legend_adds_up_to_all_states(organiser: Visitor) -> None:
    counted = legend(board(organiser, an_answered_event()))
    assert counted.pop("Member states") == sum(counted.values()) == 46
    assert counted == {
        "Arrived": 1,
        "Confirmed": 1,
        "Answered": 1,
        "Invitation seen": 0,
        "Invited, silent": 1,
        "Will not attend": 1,
        "Not invited": 41,
    }


def test_the_title_tells_the_news(organiser: Visitor) -> None:
    event = an_event()
    assert board(organiser, event).one("h1").get_text() == "No member state has named anybody yet"
    registration = a_registration(event, Status.CONFIRMED, body=a_body("DE"), confirmed_at=now())
    a_registration(event, body=a_body("AT"))
    assert board(organiser, event).one("h1").get_text() == "2 of 46 member states have named someone"
    a_check_in(registration)
    assert board(organiser, event).one("h1").get_text() == "1 of 46 member states has arrived"
    event.starts_at, event.ends_at = now() - timedelta(days=2), now() - timedelta(days=1)
    assert board(organiser, event).one("h1").get_text() == "1 of 46 member states came"


def test_without_any_convocation_nobody_is_silent(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, body=a_body("DE"))
    page = board(organiser, event)
    assert tile(page, "Austria") == "Austria: not represented"
    assert "Not represented: 45 states" in page.all_text("h2")
    assert "Silent" not in page.text
    assert legend(page)["Not represented"] == 45


def test_the_silent_are_named_with_their_reminders(organiser: Visitor) -> None:
    event = an_event()
    quiet, mute, twice = a_body("AT"), a_body("DE"), a_body("FR")
    a_correspondent(quiet), a_correspondent(twice)
    a_convocation(event, quiet)
    a_convocation(event, mute)
    a_convocation(event, twice, reminders=2, reminded_at=now())
    page = board(organiser, event)
    assert "Silent: 3 delegations" in page.all_text("h2")
    rows = {text.split(" ")[0]: text for text in page.all_text(".half section:first-child .rows li")}
    assert "Never reminded" in rows["Austria"]
    assert "No correspondent" in rows["Germany"]
    assert "Remind…" not in rows["Germany"]
    assert "Reminded twice" in rows["France"]
    assert page.follow("Remind 2 of 3…").one("h1").get_text() == "Remind 2 silent delegations?"


@pytest.mark.parametrize(
    ("matter", "names"), [("silent", ["Austria", "France", "Germany"]), ("mute", ["Germany"])]
)
def test_what_is_to_be_done_leads_to_just_those_who_were_counted(
    organiser: Visitor, matter: str, names: list[str]
) -> None:
    event = an_event(nominations_until=now() + timedelta(days=3))
    for code in ("AT", "FR"):
        a_correspondent(a_body(code))
    for code in ("AT", "FR", "DE"):
        a_convocation(event, a_body(code))
    a_convocation(event, a_body("PL"))
    a_registration(event, Status.NOMINATED, body=a_body("PL"))
    page = organiser.visit("/organiser/")
    [way] = {str(link["href"]) for link in page.soup.select(f"main a[href*='only={matter}']")}
    page = organiser.visit(way)
    assert page.all_text("main tbody th") == names
    assert page.all_text("main tfoot th") == [f"{len(names)} delegations" if names[1:] else "One delegation"]
    assert ("Remind 2 of 3…" in page.text) is (matter == "silent")
    assert ("One of them has no correspondent" in page.text) is (matter == "silent")
    assert len(page.follow("All delegations").all_text("main tbody th")) == 46


def test_observers_stand_beside_the_states(organiser: Visitor) -> None:
    event = an_event()
    a_registration(
        event, Status.CONFIRMED, category=Category.OBSERVER, body=a_body("INTERPOL"), confirmed_at=now()
    )
    a_registration(event, category=Category.SPEAKER_EXPERT, body=a_body("CA"))
    rows = board(organiser, event).all_text(".half section:last-child .rows li")
    assert len(rows) == 1
    assert rows[0].endswith("INTERPOL Confirmed, one person")


def test_the_table_says_the_same(organiser: Visitor) -> None:
    event = an_answered_event()
    a_registration(event, category=Category.OBSERVER, body=a_body("INTERPOL"))
    page = board(organiser, event, "?view=list")
    assert len(page.soup.select("table:first-of-type tbody tr")) >= 46
    rows = {str(row.select("th")[0].get_text(strip=True)): row for row in page.soup.select("tbody tr")}
    assert len(rows) == 47
    assert "Will not attend" in rows["Republic of Moldova"].get_text()
    assert "no budget" in rows["Republic of Moldova"].get_text()
    assert [cell.get_text() for cell in rows["France"].select("td.r")][:3] == ["2", "0", "0"]
    assert (
        page.text.count(
            "46 member states = arrived 1 + confirmed 1 + answered 1 + invited, silent 1 + will not attend 1 + not invited 41"
        )
        == 1
    )


def test_it_is_in_the_order_of_the_language(organiser: Visitor) -> None:
    event = an_event()
    names = board(organiser, event, "?view=list&lang=fr").all_text("tbody tr th")
    assert names.index("Allemagne") < names.index("Autriche")
    names = board(organiser, event, "?view=list&lang=en").all_text("tbody tr th")
    assert names.index("Austria") < names.index("Germany")


def test_of_an_early_event_nothing_is_said(organiser: Visitor) -> None:
    page = board(organiser, an_event(status=EventStatus.ARCHIVED))
    assert not page.soup.select("a.tile")
    assert "is not recorded here" in page.text


def test_what_is_over_invites_and_reminds_nobody(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.CANCELLED)
    body = a_body("AT")
    a_correspondent(body)
    a_convocation(event, body)
    page = board(organiser, event)
    assert not [link for link in page.all_text("main a") if link.startswith(("Remind", "Invite", "Release"))]


@pytest.mark.parametrize("query", ["", "?view=list"])
def test_the_statements_do_not_grow(organiser: Visitor, statements: Counting, query: str) -> None:
    counted = []
    for number in (5, 500):
        event = an_event()
        for code in ("AT", "DE"):
            a_convocation(event, a_body(code))
        many_registrations(event, number)
        db.session.commit()
        board(organiser, event, query)
        with statements() as asked:
            board(organiser, event, query)
        asked.within(10)
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_only_its_organisers_see_it(client: Visitor) -> None:
    own, other = an_event(), an_event()
    visitor = sign_in(client, an_organiser(own))
    assert visitor.get(f"/organiser/events/{own.slug}/delegations").status_code == 200
    assert visitor.get(f"/organiser/events/{other.slug}/delegations").status_code == 404


def test_the_desk_does_not(client: Visitor) -> None:
    event = an_event()
    visitor = sign_in(client, a_desk_agent(event))
    assert visitor.get(f"/organiser/events/{event.slug}/delegations").status_code == 403


def test_a_body_of_another_kind_is_no_observer_by_itself(organiser: Visitor) -> None:
    a_body("XYZ", BodyKind.AGENCY)
    assert "XYZ" not in board(organiser, an_event()).text


def test_the_first_page_of_the_event_says_who_is_awaited(organiser: Visitor) -> None:
    event = an_event()
    quiet, mute, answered = a_body("AT"), a_body("DE"), a_body("FR")
    for body in (quiet, mute, answered):
        a_convocation(event, body)
    a_correspondent(quiet)
    a_registration(event, body=answered)
    page = organiser.visit(f"/organiser/events/{event.slug}")
    rows = {text.split(" ", 1)[1]: text.split(" ", 1)[0] for text in page.all_text("section .rows li")}
    assert next(rows[row] for row in rows if row.startswith("Delegations that have not answered")) == "2"
    assert next(rows[row] for row in rows if row.startswith("Invited delegations without a corr")) == "1"
    event.starts_at, event.ends_at = now() - timedelta(days=2), now() - timedelta(days=1)
    assert "have not answered" not in organiser.visit(f"/organiser/events/{event.slug}").text
