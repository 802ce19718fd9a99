"""Events side by side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from app.extensions import db
from app.models import Category, Event, EventKind, EventStatus, Status
from tests.factories.attendance import a_check_in
from tests.factories.events import an_event
from tests.factories.figures import a_past_event, the_conference_of_2024, the_member_states
from tests.factories.registrations import a_registration
from tests.factories.users import a_desk_agent, a_statistics_reader, an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

UNKNOWN = "not recorded"


def rows_of(page: Page) -> dict[str, list[str]]:
    """The cells of each event's row, by the title of the event."""
    return {
        row.find("a").get_text(): [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
        for row in page.one("main table").select("tbody tr")
    }


def counted_in_2025(**changes: Any) -> Event:
    event = a_past_event(title_en="Counted", **changes)
    a_check_in(a_registration(event, Status.CONFIRMED))
    a_check_in(a_registration(event, Status.CONFIRMED, category=Category.OBSERVER))
    a_registration(event, Status.SUBMITTED)
    return event


def test_each_event_stands_with_what_is_known_of_it(app: Flask, client: Visitor) -> None:
    the_member_states()
    the_conference_of_2024()
    counted_in_2025()
    a_past_event(title_en="Unknown", starts_at=None, ends_at=None, opens_at=None, closes_at=None, year=2025)
    a_registration(an_event(title_en="To come"), Status.CONFIRMED)
    sign_in(client, an_organiser())
    page = client.visit("/organiser/statistics")
    assert rows_of(page) == {
        "Police data processing": [UNKNOWN, UNKNOWN, "65", "30", *[UNKNOWN] * 3, "reported"],
        "Counted": ["3", "2", "2", "1", "1", "0", "1", "counted"],
        "Unknown": [UNKNOWN] * 8,
        "To come": ["1", "1", *["not yet"] * 5, "counted"],
    }
    assert page.one("h1").get_text() == "2 of 4 events have a figure"
    assert "65 people, reported. 30 of them represented member states." in page.text


def test_the_conference_of_2024_has_no_others(app: Flask, client: Visitor) -> None:
    the_conference_of_2024()
    sign_in(client, an_organiser())
    for lang, unknown in (("en", "not recorded"), ("fr", "non recensé")):
        page = client.visit(f"/organiser/statistics?lang={lang}")
        (cells,) = rows_of(page).values()
        assert cells[:7] == [unknown, unknown, "65", "30", unknown, unknown, unknown]
        assert "35" not in page.soup.main.get_text()


@pytest.mark.sqlite_only
def test_the_step_can_be_chosen(app: Flask, client: Visitor) -> None:
    the_conference_of_2024()
    counted_in_2025()
    sign_in(client, an_organiser())
    page = client.visit("/organiser/statistics?count=registered")
    assert rows_of(page)["Counted"][3:7] == ["2", "1", "0", "1"]
    assert rows_of(page)["Police data processing"][3:7] == [UNKNOWN] * 4
    assert page.one("h1").get_text() == "1 of 2 events has a figure"
    assert (
        client.visit("/organiser/statistics?count=nonsense").one("a.filter[aria-current]").get_text()
        == "Attended"
    )


@pytest.mark.sqlite_only
def test_invented_events_and_drafts_are_left_out(app: Flask, client: Visitor) -> None:
    counted_in_2025()
    a_past_event(title_en="Invented", fictional=True)
    an_event(title_en="Draft", status=EventStatus.DRAFT)
    sign_in(client, an_organiser())
    page = client.visit("/organiser/statistics")
    assert set(rows_of(page)) == {"Counted"}
    page = page.follow("With fictional events")
    assert set(rows_of(page)) == {"Counted", "Invented"}
    assert page.all_text("table .chip.fictional") == ["Fictional"]


@pytest.mark.sqlite_only
def test_events_stand_in_the_order_of_time(app: Flask, client: Visitor) -> None:
    a_past_event(title_en="Second", kind=EventKind.CORRESPONDENTS_MEETING)
    a_past_event(title_en="Third", starts_at=None, ends_at=None, opens_at=None, closes_at=None, year=2025)
    a_past_event(
        title_en="First",
        starts_at=datetime(2022, 6, 28, 7, tzinfo=UTC),
        ends_at=datetime(2022, 6, 29, 7, tzinfo=UTC),
    )
    sign_in(client, an_organiser())
    assert list(rows_of(client.visit("/organiser/statistics"))) == ["First", "Second", "Third"]


@pytest.mark.sqlite_only
def test_without_events_nothing_is_compared(app: Flask, client: Visitor) -> None:
    sign_in(client, an_organiser())
    page = client.visit("/organiser/statistics")
    assert page.status == 200
    assert "No event can be compared yet." in page.text


def test_a_user_sees_the_own_events_only(app: Flask, client: Visitor) -> None:
    event = counted_in_2025()
    a_past_event(title_en="Somebody else’s")
    sign_in(client, a_statistics_reader(event))
    assert set(rows_of(client.visit("/organiser/statistics"))) == {"Counted"}
    sign_in(client, a_desk_agent())
    assert client.get("/organiser/statistics").status_code == 403


@pytest.mark.parametrize("number", [1, 10])
def test_the_statements_do_not_depend_on_how_many_events_there_are(
    app: Flask, client: Visitor, statements: Callable[[], Any], number: int
) -> None:
    for _ in range(number):
        counted_in_2025()
    sign_in(client, an_organiser())
    db.session.commit()
    with statements() as asked:
        assert client.get("/organiser/statistics").status_code == 200
    assert len(asked) == 8, str(asked)  # one of them asks whether letters go out
