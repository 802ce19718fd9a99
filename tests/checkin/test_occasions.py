"""For which day or session the desk checks in: today unless somebody chose, and never a day that is none."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.extensions import db
from app.models import (
    CheckIn,
    Event,
    EventStatus,
    Registration,
    SessionKind,
    User,
)
from app.services.accounts import login_sessions
from tests.checkin.at_the_desk import heading, lines, scanned
from tests.factories.events import a_session, moment
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


def test_a_session_has_check_ins_of_its_own(
    desk: Page, event: Event, person: Registration, client: Visitor
) -> None:
    session = a_session(event, title_en="Opening")
    a_session(event, kind=SessionKind.BREAK, title_en="Coffee")
    scanned(desk, person.badge_code)
    page = client.visit("/check-in/conference").submit("aside form", **{"for": str(session.id)})
    assert "You check people in for the session “Opening”" in page.text
    assert "Coffee" not in page.text
    page = scanned(page, person.badge_code)
    assert heading(page) == "Welcome"
    assert f"for={session.id}" in page.address, "the next scan is for the session again"
    assert page.all_text("section table.tw td.r")[-1] == "1"


def test_on_another_day_one_has_to_choose(
    client: Visitor, agent: User, person: Registration, event: Event
) -> None:
    with time_machine.travel(moment(-3, 9), tick=False):
        sign_in(client, agent)
        page = client.visit("/check-in/conference")
        assert "Today is not a day of this event." in page.text
        assert not page.soup.select("form.scan")
        answer = client.post(
            "/check-in/conference",
            data={"csrf_token": page.fields("header form")["csrf_token"], "code": person.badge_code},
        )
        assert "answer=wrong_day" in answer.location
        assert heading(client.visit(answer.location)) == "Wrong day"
        assert lines() == 0
        chosen = page.submit("aside form", **{"for": event.days[1].isoformat()})
        assert "which is not today" in chosen.text
        assert heading(scanned(chosen, person.badge_code)) == "Welcome"
    assert db.session.scalars(select(CheckIn.day)).one() == event.days[1]


def test_a_page_left_open_over_night_counts_for_the_new_day(
    client: Visitor, agent: User, person: Registration, event: Event
) -> None:
    with time_machine.travel(moment(0, 20), tick=False) as clock:
        sign_in(client, agent)
        page = client.visit("/check-in/conference")
        clock.shift(timedelta(hours=11))
        secret = login_sessions.complete(login_sessions.begin(agent))
        db.session.commit()
        with client.session_transaction() as cookie:
            cookie["login"] = secret  # signed in again, in another tab
        assert heading(scanned(page, person.badge_code)) == "Welcome"
    assert db.session.scalars(select(CheckIn.day)).one() == event.days[1]


@pytest.mark.parametrize(
    "chosen", ["2020-01-01", "9999-99-99", "99999999999999", "-1", "x", "0", "2147483648"]
)
def test_an_invented_occasion_is_none(desk: Page, client: Visitor, person: Registration, chosen: str) -> None:
    token = desk.fields("form.scan")["csrf_token"]
    shown = client.get("/check-in/conference", query_string={"for": chosen})
    assert shown.status_code in {200, 404}
    sent = client.post(
        "/check-in/conference", data={"csrf_token": token, "for": chosen, "code": person.badge_code}
    )
    assert sent.status_code in {303, 404}
    if lines():
        assert db.session.scalars(select(CheckIn.day)).one() == moment(0).date(), (
            "what cannot be read is today"
        )


def test_an_archived_event_takes_nobody(
    desk: Page, client: Visitor, event: Event, person: Registration
) -> None:
    token = desk.fields("form.scan")["csrf_token"]
    event.status = EventStatus.ARCHIVED
    page = client.visit("/check-in/conference")
    assert "archived or cancelled" in page.text
    assert not page.soup.select("form.scan")
    data = {"csrf_token": token, "code": person.badge_code}
    assert client.post("/check-in/conference", data=data).status_code == 409
    assert lines() == 0
