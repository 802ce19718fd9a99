"""The form asks for what is needed and for nothing more, in short sections, and reads what was pasted into it."""

from __future__ import annotations

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import Category, Event, Mode, Registration, Status
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor

NEEDED = {"category", "body", "mode", "family_name", "email"}
MOST_IN_A_SECTION = 8  # questions; rows of one choice are one
FORM = "#registration"


@pytest.fixture
def event(app: Flask) -> Event:
    """An event with a choice of everything."""
    made = an_event([Category.MEMBER_STATE_DELEGATE, Category.OBSERVER], slug="trust")
    a_body("MD")
    db.session.commit()
    return made


def opened(client: Visitor) -> Page:
    return client.visit("/events/trust/register")


def five_answers(page: Page, **changes: str) -> Page:
    told = {
        "body": str(a_body("MD").id),
        "mode": "in_person",
        "family_name": "CEBOTARI",
        "email": "a@igp.example",
    }
    return page.submit(FORM, **{"category": "member_state_delegate", **told, **changes})


def asked(page: Page | Tag) -> set[str]:
    """The questions that one sees."""
    part = page.one(FORM) if isinstance(page, Page) else page
    seen = part.select("input:not([type=hidden]), select, textarea")
    return {str(control["name"]) for control in seen if control.get("type") != "submit"}


def test_five_answers_are_enough(client: Visitor, event: Event) -> None:
    refused = opened(client).submit(FORM)
    lines = {
        str(link["href"]).removeprefix("#").removesuffix("-0") for link in refused.soup.select(".problem a")
    }
    assert lines == NEEDED
    checked = five_answers(opened(client))
    assert checked.status == 200, checked.text
    checked.submit("#answers", button="step=send")
    assert db.session.scalars(select(Registration.family_name)).all() == ["CEBOTARI"]


def test_what_an_event_leaves_no_choice_in_is_not_asked(client: Visitor, event: Event) -> None:
    only = an_event([Category.SPEAKER_EXPERT], slug="speakers", mode=Mode.IN_PERSON)
    db.session.commit()
    page = client.visit("/events/speakers/register")
    assert asked(opened(client)) - asked(page) == {"category", "role", "mode"}
    assert "In the capacity of: Speaker or expert" in page.one(FORM).get_text()
    checked = page.submit(FORM, body=str(a_body("MD").id), family_name="CEBOTARI", email="a@igp.example")
    buttons = {str(button["value"]) for button in checked.soup.select("#answers button[name=change]")}
    assert not buttons & {"category", "role", "mode", "sessions"}
    checked.submit("#answers", button="step=send")
    made = db.session.scalars(select(Registration).where(Registration.event_id == only.id)).one()
    assert (made.category, made.mode) == (Category.SPEAKER_EXPERT, Mode.IN_PERSON)


@pytest.mark.parametrize("taken", [0, 1])
def test_that_one_would_wait_is_said_where_there_is_no_choice_either(
    client: Visitor, event: Event, taken: int
) -> None:
    only = an_event([Category.SPEAKER_EXPERT], slug="small", mode=Mode.IN_PERSON, capacity_in_person=1)
    for _ in range(taken):
        a_registration(only, Status.CONFIRMED)
    db.session.commit()
    page = client.visit("/events/small/register")
    assert ("Full: waiting list" in page.one(FORM).get_text()) is bool(taken)


def test_the_form_has_short_sections(client: Visitor, event: Event) -> None:
    sections = opened(client).one(FORM).select("section")
    assert len(sections) == 3
    assert all(section.h2 for section in sections)
    assert {name for section in sections for name in asked(section)} == asked(opened(client))
    assert [len(asked(section)) <= MOST_IN_A_SECTION for section in sections] == [True] * 3


@pytest.mark.parametrize(
    "pasted",
    [
        "Ana Cebotari <a@igp.example>",
        "mailto:a@igp.example",
        " a@igp.example ;",
        "“Cebotari, Ana” <a@igp.example>,",
        "<a@igp.example>;",
        "a@igp.example.",
        "a @igp.example",
    ],
)
def test_an_address_is_read_as_it_was_pasted(client: Visitor, event: Event, pasted: str) -> None:
    checked = five_answers(opened(client), email=pasted)
    assert checked.status == 200, checked.all_text(".problem li")
    checked.submit("#answers", button="step=send")
    assert db.session.scalars(select(Registration.email)).all() == ["a@igp.example"]


def test_whoever_sends_what_was_no_choice_is_asked_after_all(client: Visitor, event: Event) -> None:
    an_event([Category.SPEAKER_EXPERT], slug="speakers", mode=Mode.IN_PERSON)
    db.session.commit()
    other = {"category": Category.OBSERVER.value, "mode": Mode.ONLINE.value}
    answered = client.visit("/events/speakers/register").submit(FORM, **other)
    assert answered.status == 422
    assert {"category", "mode"} <= asked(answered)
