"""The private page says where a registration stands: who decides, that no date is promised, and when nobody decides any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Place, Status
from tests.factories.registrations import a_registration
from tests.pages import Visitor
from tests.public.test_my_registration import own_page
from tests.public.test_registration import event

__all__ = ["event"]  # a fixture
UNTIL = "No date is fixed for this. The event begins on "


@pytest.mark.parametrize(
    ("status", "who"),
    [
        (Status.SUBMITTED, "Next: the correspondent or the secretariat decides"),
        (Status.VALIDATED, "Next: the secretariat confirms"),
    ],
)
def test_who_decides_and_that_no_date_is_promised(
    client: Visitor, event: Event, status: Status, who: str
) -> None:
    page = own_page(client, a_registration(event, status))
    for part in (".panel", ".steps"):
        assert who in page.one(part).text
        assert UNTIL in page.one(part).text


def test_who_waits_is_told_that_no_date_is_promised(client: Visitor, event: Event) -> None:
    page = own_page(client, a_registration(event, Status.VALIDATED, place=Place.WAITING))
    assert page.one("h1").text == "You are number 1 on the waiting list"
    assert UNTIL in page.one(".panel").text


@pytest.mark.parametrize(
    ("place", "what"), [(Place.HELD, "your place is free"), (Place.WAITING, "you leave the waiting list")]
)
def test_what_withdrawing_does_is_told_as_it_is(
    client: Visitor, event: Event, place: Place, what: str
) -> None:
    """Who waits has no place that somebody else could get."""
    page = own_page(client, a_registration(event, Status.VALIDATED, place=place))
    assert f"If you withdraw, {what}" in page.text
    assert what in page.follow("Withdraw").one(".lede").get_text().lower()


def test_nobody_decides_after_the_event(client: Visitor, event: Event) -> None:
    registration = a_registration(event, Status.SUBMITTED)
    own_page(client, registration)
    event = db.session.merge(event)
    event.starts_at, event.ends_at = now() - timedelta(days=2), now() - timedelta(days=1)
    db.session.commit()
    page = client.visit("/my-registration")
    assert "This event is over." in page.text
    assert "Next:" not in page.text
    assert not page.soup.select("a[href$=withdraw], a[href$=change]")


def test_the_beginning_is_told_by_the_clocks_of_the_event(client: Visitor, event: Event) -> None:
    """Late in the evening of Strasbourg it is the next day in Tokyo."""
    event.time_zone, event.starts_at = "Asia/Tokyo", event.starts_at.replace(hour=22)  # type: ignore[union-attr]
    day = (event.starts_at + timedelta(hours=9)).day
    with time_machine.travel(now(), tick=False):
        page = own_page(client, a_registration(event, Status.SUBMITTED))
    assert f" {day} " in page.one(".panel").text.split(UNTIL)[1]
