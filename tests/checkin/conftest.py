"""A desk on the first day of an event, opened by an agent of that event, and one confirmed person."""

from __future__ import annotations

import pytest
from flask import Flask

from app.models import (
    Event,
    Registration,
    Status,
    User,
)
from tests.factories import users
from tests.factories.events import an_event, moment
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


@pytest.fixture
def event(app: Flask) -> Event:
    return an_event(starts_at=moment(0, 9), slug="conference", title_en="The conference")


@pytest.fixture
def agent(event: Event) -> User:
    return users.a_desk_agent(event)


@pytest.fixture
def person(event: Event) -> Registration:
    return a_registration(event, Status.CONFIRMED, given_name="Ana-Maria", family_name="CEBOTARI")


@pytest.fixture
def desk(client: Visitor, agent: User, person: Registration) -> Page:
    sign_in(client, agent)
    return client.visit("/check-in/conference")
