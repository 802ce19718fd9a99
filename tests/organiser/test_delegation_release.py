"""Unused places: before the deadline it says when, after it what will happen, then what has happened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.lib.clock import now
from app.models import Event, EventStatus, Place, Status
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

FORM = "form#release"


def opened(visitor: Visitor, event: Event) -> Page:
    page = visitor.visit(f"/organiser/events/{event.slug}/delegations/release")
    assert page.status == 200
    return page


def after_the_deadline(**changes: object) -> Event:
    return an_event(capacity_in_person=1, nominations_until=now() - timedelta(minutes=1), **changes)


def test_before_the_deadline_it_says_when(organiser: Visitor) -> None:
    event = an_event(nominations_until=now() + timedelta(days=3))
    quiet = a_registration(event, Status.NOMINATED)
    page = opened(organiser, event)
    assert not page.soup.select(FORM)
    assert "Places can be released after the deadline for nominations:" in page.text
    token = organiser.visit(f"/organiser/events/{event.slug}/edit").soup.select("[name=csrf_token]")[0][
        "value"
    ]
    data = {"csrf_token": token, "registration": str(quiet.id)}
    answer = organiser.post(f"/organiser/events/{event.slug}/delegations/release", data=data)
    assert answer.status_code == 409
    assert quiet.status is Status.NOMINATED


def test_without_a_deadline_it_asks_for_one(organiser: Visitor) -> None:
    page = opened(organiser, an_event())
    assert "This event has no deadline for nominations." in page.text
    assert not page.soup.select(FORM)


def test_it_says_what_will_happen_then_what_has(organiser: Visitor) -> None:
    event = after_the_deadline()
    quiet = a_registration(event, Status.NOMINATED, family_name="QUIET")
    waiting = a_registration(event, place=Place.WAITING, waiting_since=now(), verified_at=now())
    page = opened(organiser, event)
    assert page.all_text("dl.facts dd")[0].startswith("1 – it ends")
    assert page.all_text("dl.facts dd")[1].startswith("1 – they move up")
    assert "QUIET" in page.text
    assert quiet.status is Status.NOMINATED, "looking has released something"
    page = page.submit(FORM)
    assert page.all_text(".note.ok") == [
        "One nomination has ended. One person has moved up from the waiting list."
    ]
    assert "Last released on" in page.text
    assert not page.soup.select(FORM)
    assert (quiet.status, waiting.place) == (Status.EXPIRED, Place.HELD)


def test_who_is_named_meanwhile_is_not_ended_unseen(organiser: Visitor) -> None:
    event = after_the_deadline()
    quiet = a_registration(event, Status.NOMINATED, family_name="QUIET")
    page = opened(organiser, event)
    fresh = a_registration(event, Status.NOMINATED, family_name="FRESH")
    page = page.submit(FORM)
    assert page.status == 409
    assert "Somebody has been nominated since this was shown" in page.text
    assert "FRESH" in page.text
    assert (quiet.status, fresh.status) == (Status.NOMINATED, Status.NOMINATED)
    assert page.submit(FORM).status == 200
    assert fresh.status is Status.EXPIRED


def test_who_answers_meanwhile_keeps_the_place(organiser: Visitor) -> None:
    event = after_the_deadline()
    quiet, quick = (a_registration(event, Status.NOMINATED) for _ in range(2))
    page = opened(organiser, event)
    quick.status = Status.VALIDATED
    page = page.submit(FORM)
    assert "One nomination has ended." in page.text
    assert (quiet.status, quick.status, quick.place) == (Status.EXPIRED, Status.VALIDATED, Place.HELD)


def test_a_second_press_changes_nothing(organiser: Visitor) -> None:
    event = after_the_deadline()
    a_registration(event, Status.NOMINATED)
    page = opened(organiser, event)
    page.submit(FORM)
    assert "There was nothing to release." in page.submit(FORM).text


def test_a_discreet_person_is_a_representative(organiser: Visitor) -> None:
    event = after_the_deadline()
    a_registration(event, Status.NOMINATED, family_name="SECRET", discreet=True)
    assert "SECRET" not in opened(organiser, event).text


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.ARCHIVED])
def test_what_is_over_releases_nothing(organiser: Visitor, status: EventStatus) -> None:
    event = after_the_deadline()
    quiet = a_registration(event, Status.NOMINATED)
    page = opened(organiser, event)
    event.status = status
    assert page.submit(FORM).status == 409
    assert quiet.status is Status.NOMINATED
    assert not opened(organiser, event).soup.select(FORM)


def test_only_its_organisers_release(client: Visitor) -> None:
    own, other = after_the_deadline(), after_the_deadline()
    a_registration(own, Status.NOMINATED)
    foreign = a_registration(other, Status.NOMINATED)
    visitor = sign_in(client, an_organiser(own))
    values = opened(visitor, own).fields(FORM)
    values["registration"] = str(foreign.id)
    path = f"/organiser/events/{other.slug}/delegations/release"
    assert visitor.get(path).status_code == 404
    assert visitor.post(path, data=values).status_code == 404
    assert foreign.status is Status.NOMINATED
