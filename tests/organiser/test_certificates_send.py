"""Certificates by mail: to how many they would go, before anything goes; then to these, and to nobody twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Letter, LetterKind, Registration, Status
from tests.factories.attendance import a_check_in
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration
from tests.pages import Visitor

FORM = "main form[method=post]"


def a_past_conference() -> Event:
    begun = now() - timedelta(days=3)
    return a_conference(starts_at=begun, ends_at=begun + timedelta(days=1))


def who_came(event: Event, **changes: Any) -> Registration:
    person = a_registration(event, Status.CONFIRMED, **changes)
    a_check_in(person)
    return person


def address(event: Event, query: str = "") -> str:
    return f"/organiser/events/{event.slug}/papers/certificates/send{query}"


def letters() -> int:
    number = select(func.count()).select_from(Letter).where(Letter.kind == LetterKind.CERTIFICATE)
    return db.session.scalar(number) or 0


def test_one_sees_how_many_then_they_go(organiser: Visitor) -> None:
    event = a_past_conference()
    for _ in range(3):
        who_came(event)
    a_registration(event, Status.CONFIRMED)
    page = organiser.visit(address(event))
    assert "3 people came and were sent no certificate yet." in page.text
    assert letters() == 0
    page = page.submit(FORM)
    assert "3 certificates are on their way." in page.text
    assert letters() == 3
    assert not page.soup.select(FORM)
    assert "3 were sent a certificate before, and get none now." in page.text


def test_who_came_to_light_since_is_looked_at_first(organiser: Visitor) -> None:
    event = a_past_conference()
    who_came(event)
    page = organiser.visit(address(event))
    assert "Letters cannot be taken back." in page.text
    who_came(event)
    page = page.submit(FORM)
    assert page.status == 409
    assert "2 people came and were sent no certificate yet." in page.text
    assert letters() == 0
    assert "2 certificates are on their way." in page.submit(FORM).text
    assert letters() == 2


def test_another_person_in_the_place_of_one_is_looked_at_first(organiser: Visitor) -> None:
    event = a_past_conference()
    first = who_came(event)
    page = organiser.visit(address(event))
    who_came(event)
    first.email = None
    db.session.flush()
    page = page.submit(FORM)
    assert page.status == 409
    assert "Something has changed since this was shown: nothing was done." in page.text
    assert letters() == 0


def test_one_person_has_it_again(organiser: Visitor) -> None:
    event = a_past_conference()
    person = who_came(event)
    page = organiser.visit(address(event, f"?person={person.id}"))
    page = page.submit(FORM)
    assert "it can be sent again" in page.text
    page.submit(FORM)
    assert letters() == 2


def test_two_clicks_send_one_person_one_certificate(organiser: Visitor) -> None:
    event = a_past_conference()
    page = organiser.visit(address(event, f"?person={who_came(event).id}"))
    for _ in range(2):
        told = page.submit(FORM)
        assert "One certificate is on its way." in told.text
    assert letters() == 1
    told.submit(FORM, sending="no id of ours")
    assert letters() == 2


def test_a_certificate_that_somebody_else_has_sent_meanwhile_is_told(organiser: Visitor) -> None:
    event = a_past_conference()
    page = organiser.visit(address(event, f"?person={who_came(event).id}"))
    organiser.visit(page.address).submit(FORM)
    told = page.submit(FORM)
    assert told.status == 409
    assert "it can be sent again" in told.text
    assert letters() == 1
    told.submit(FORM)
    assert letters() == 2


def test_while_the_event_goes_on_it_says_why_not(organiser: Visitor) -> None:
    event = a_past_conference()
    event.ends_at = now() + timedelta(hours=1)
    person = who_came(event)
    page = organiser.visit(address(event))
    assert "The event is not over" in page.text
    assert not page.soup.select(FORM)
    page = organiser.visit(address(event, f"?person={person.id}"))
    assert page.soup.select(FORM)


def test_a_page_that_is_out_of_date_is_told(organiser: Visitor) -> None:
    event = a_past_conference()
    who_came(event)
    page = organiser.visit(address(event))
    page.submit(FORM)
    again = page.submit(FORM)
    assert again.status == 409
    assert "Nobody is left to whom a certificate can be sent." in again.text
    assert letters() == 1
