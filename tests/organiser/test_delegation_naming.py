"""The secretariat names somebody for a delegation at any time, and replaces."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import LIVING, ActorKind, Category, Event, EventStatus, Place, Registration, Role, Status
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor

ANA = {"given_name": "Ana", "family_name": "CEBOTARI", "email": "ana@igp.example", "function": "Analyst"}


@pytest.fixture
def event(app: Flask) -> Event:
    """The correspondents' time is over."""
    return an_event(nominations_until=now() - timedelta(days=1))


def opened(visitor: Visitor, event: Event, code: str = "MD") -> Page:
    a_body(code)
    return visitor.visit(f"/organiser/events/{event.slug}/delegations/{code}/nominate")


def named(visitor: Visitor, event: Event, **answers: Any) -> Page:
    return opened(visitor, event).submit("form#nominee", **{**ANA, **answers})


def registered() -> list[Registration]:
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def test_the_secretariat_names_after_the_deadline(organiser: Visitor, event: Event) -> None:
    page = named(organiser, event)
    assert page.address.endswith("/delegations/MD")
    assert "Ana CEBOTARI is nominated." in page.text
    [made] = registered()
    assert (made.status, made.place, made.body) == (Status.NOMINATED, Place.HELD, a_body("MD"))
    assert made.history[0].actor_kind is ActorKind.STAFF


def test_several_after_another(organiser: Visitor, event: Event) -> None:
    page = opened(organiser, event).submit("form#nominee", "another=yes", **ANA)
    assert page.address.endswith("/nominate")
    assert page.one("[name=family_name]")["value"] == ""


def test_for_a_draft_as_well(organiser: Visitor) -> None:
    assert "is nominated" in named(organiser, an_event(status=EventStatus.DRAFT)).text


def test_whoever_is_registered_is_shown(organiser: Visitor, event: Event) -> None:
    known = a_registration(
        event,
        category=Category.GUEST,
        body_text="University",
        given_name="Ana",
        family_name="CEBOTARI",
        email="ana@igp.example",
    )
    page = named(organiser, event)
    assert page.status == 409
    assert known.reference in page.one("#email-error").get_text()
    assert page.one("[name=function]")["value"] == "Analyst"
    assert page.follow("Open the registration of this person").address.endswith(f"/participants/{known.id}")


def test_what_cannot_be_right_or_is_taken(organiser: Visitor, event: Event) -> None:
    assert named(organiser, event, family_name="").status == 422
    a_registration(event, role=Role.HEAD)
    page = named(organiser, event, role="head")
    assert (page.status, "This delegation has a head already." in page.one("#role-error").get_text()) == (
        409,
        True,
    )
    assert len(registered()) == 1


def test_bodies_that_send_nobody(organiser: Visitor, event: Event) -> None:
    assert opened(organiser, event, "ECCD").status == 404
    assert organiser.get(f"/organiser/events/{event.slug}/delegations/NOWHERE/nominate").status_code == 404


@pytest.mark.parametrize("status", [EventStatus.ARCHIVED, EventStatus.CANCELLED])
def test_nobody_is_named_for_what_is_closed(organiser: Visitor, status: EventStatus) -> None:
    assert opened(organiser, an_event(status=status)).status == 409


# Replacing ------------------------------------------------------------------------------------------------------


def person(visitor: Visitor, registration: Registration) -> Page:
    return visitor.visit(f"/organiser/events/{registration.event.slug}/participants/{registration.id}")


def test_the_person_s_page_leads_to_the_replacement(organiser: Visitor, event: Event) -> None:
    leaving = a_registration(event, Status.CONFIRMED, family_name="POPA", role=Role.ADVISER)
    page = person(organiser, leaving).follow("Replace…")
    assert page.one("[name=role] option[selected]")["value"] == "adviser"
    page = page.submit("form#nominee", **ANA)
    newcomer = registered()[-1]
    assert page.address.endswith(f"/participants/{newcomer.id}")
    assert "Ana CEBOTARI is nominated in place of Ana POPA." in page.text
    assert (newcomer.replaces_id, newcomer.status, newcomer.role) == (
        leaving.id,
        Status.NOMINATED,
        Role.ADVISER,
    )
    assert leaving.replaced


def test_the_name_of_a_discreet_person_stays_hidden(organiser: Visitor, event: Event) -> None:
    leaving = a_registration(event, Status.CONFIRMED, family_name="POPA", discreet=True)
    page = person(organiser, leaving).follow("Replace…")
    assert "POPA" not in page.text
    page = page.submit("form#nominee", **ANA)
    assert "in place of Representative" in page.text
    assert "POPA" not in page.text


@pytest.mark.parametrize("status", list(Status))
def test_replacing_is_offered_to_whoever_lives(organiser: Visitor, event: Event, status: Status) -> None:
    leaving = a_registration(event, status)
    assert ("Replace…" in person(organiser, leaving).text) == (status in LIVING)
    code = organiser.get(f"/organiser/events/{event.slug}/participants/{leaving.id}/replace").status_code
    assert code == (200 if status in LIVING else 409)


def test_only_delegations_are_replaced(organiser: Visitor, event: Event) -> None:
    guest = a_registration(event, category=Category.GUEST, body_text="University")
    assert "Replace…" not in person(organiser, guest).text
    assert organiser.get(f"/organiser/events/{event.slug}/participants/{guest.id}/replace").status_code == 404


def test_people_of_another_event_do_not_exist(organiser: Visitor, event: Event) -> None:
    elsewhere = a_registration(an_event())
    assert (
        organiser.get(f"/organiser/events/{event.slug}/participants/{elsewhere.id}/replace").status_code
        == 404
    )


def test_a_refused_replacement_keeps_what_was_typed(organiser: Visitor, event: Event) -> None:
    leaving = a_registration(event, Status.CONFIRMED)
    known = a_registration(event, given_name="Ana", family_name="CEBOTARI", email="ana@igp.example")
    page = person(organiser, leaving).follow("Replace…").submit("form#nominee", **ANA)
    assert page.status == 409
    assert page.one("[name=function]")["value"] == "Analyst"
    assert page.follow("Open the registration of this person").address.endswith(f"/participants/{known.id}")
    assert leaving.status is Status.CONFIRMED
