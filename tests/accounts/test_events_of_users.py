"""Which events go with an account: asked from the start, and whatever is wrong with the answer is told at once."""

from __future__ import annotations

import pytest
from flask import Flask

from app.models import Event
from app.services import heartbeats
from tests.factories import users as factory
from tests.factories.events import an_event
from tests.pages import Page, Visitor
from tests.signing_in import sign_in

NORA = {"name": "Nora Lindqvist", "email": "Nora@desk.example", "language": "en"}


@pytest.fixture
def administrator(app: Flask, client: Visitor) -> Visitor:
    heartbeats.beat()
    return sign_in(client, factory.an_administrator())


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event()


def invite(visitor: Visitor, **answers: object) -> Page:
    return visitor.visit("/users/invite").submit("#account", **{**NORA, **answers})


@pytest.mark.parametrize(
    "answers", [{"role": "desk_agent"}, {"role": "organiser", "scope": "some"}], ids=["desk", "some"]
)
def test_that_no_event_was_chosen_is_told_with_everything_else(
    administrator: Visitor, event: Event, answers: dict[str, object]
) -> None:
    page = invite(administrator, name="", **answers)
    assert page.status == 422
    assert page.all_text(".problem li") == ["Enter the person’s name", "Choose at least one event."]
    assert page.one("#events-error").get_text(strip=True).endswith("Choose at least one event.")


def test_where_there_is_no_event_yet_that_is_said_in_the_place_of_the_choice(administrator: Visitor) -> None:
    page = administrator.visit("/users/invite")
    assert "There is no event yet" in page.one("#events").get_text()
    page = invite(administrator, role="desk_agent")
    assert page.status == 422
    assert page.one("#events-error").get_text(strip=True).endswith("Choose at least one event.")


def test_all_events_and_some_at_once_is_asked_about(administrator: Visitor, event: Event) -> None:
    page = invite(administrator, role="organiser", scope="all", events=[str(event.id)])
    assert page.status == 422
    assert "choose “only some events”, or tick none" in page.text
    assert invite(administrator, role="organiser", scope="all").status == 200
