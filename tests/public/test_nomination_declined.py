"""A nominated person declines and perhaps proposes somebody; what has ended, or was not begun, is not answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Event,
    Letter,
    LetterKind,
    Place,
    Registration,
    Status,
    Substitute,
)
from app.services import answering, deciding, releasing, replacing
from app.services.actors import correspondent
from app.services.nominating import Nominee
from tests.factories.bodies import a_body
from tests.factories.mandates import a_correspondent
from tests.factories.registrations import a_registration
from tests.pages import Visitor
from tests.public.nominees import a_nominee, an_event_of_one_place, opened, stands
from tests.records import STAFF


@pytest.fixture
def event(app: object) -> Event:
    return an_event_of_one_place()


def test_who_declines_may_say_nothing(client: Visitor, event: Event) -> None:
    nominee = a_nominee(event)
    waiting = a_registration(event, Status.VALIDATED, place=Place.WAITING)
    page = opened(client, nominee).follow("Decline the nomination").submit("#refusal")
    assert page.all_text("h1") == ["You have declined the nomination"]
    assert "decides who comes instead" in page.text
    assert stands(nominee) == (Status.WITHDRAWN, Place.NONE)
    assert nominee.history[-1].reason_code == answering.NOMINEE_DECLINED
    assert db.session.get(Substitute, nominee.id) is None
    assert stands(waiting) == (Status.CONFIRMED, Place.HELD)  # at once


def test_who_declines_may_propose_somebody(client: Visitor, event: Event) -> None:
    a_correspondent(a_body("MD"))
    nominee = a_nominee(event)
    page = opened(client, nominee).follow("Decline the nomination")
    page = page.submit(
        "#refusal",
        note="on leave",
        given_name="Ion",
        family_name="RUSU",
        email="ion@igp.example",
        function="Officer",
    )
    assert "decides whether the person whom you propose is nominated" in page.text
    found = db.session.get_one(Substitute, nominee.id)
    assert (found.given_name, found.family_name, found.email, found.function) == (
        "Ion", "RUSU", "ion@igp.example", "Officer",
    )  # fmt: skip
    assert nominee.history[-1].note == "on leave"
    assert db.session.scalars(select(Letter.kind)).all() == [LetterKind.NOMINEE_DECLINED]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"given_name": "Ion"}, "family_name"),
        ({"family_name": "RUSU"}, "email"),
        ({"email": "ion@igp.example"}, "family_name"),
        ({"function": "Officer", "family_name": "RUSU"}, "email"),
        ({"family_name": "RUSU", "email": "nonsense"}, "email"),
    ],
)
def test_half_a_substitute_is_refused_with_what_was_typed(
    client: Visitor, event: Event, typed: dict[str, str], field: str
) -> None:
    nominee = a_nominee(event)
    page = (
        opened(client, nominee).follow("Decline the nomination").submit("#refusal", note="on leave", **typed)
    )
    assert page.status == 422
    assert page.one(f"#{field}-error")
    assert {**page.fields("#refusal")}.items() >= {**typed, "note": "on leave"}.items()
    assert stands(nominee) == (Status.NOMINATED, Place.HELD)


def a_released(event: Event, nominee: Registration) -> None:
    event.nominations_until = now() - timedelta(days=1)
    releasing.release(event.id, STAFF)


def a_taken_back(_event: Event, nominee: Registration) -> None:
    deciding.withdraw(nominee.id, correspondent(a_correspondent(a_body("MD"))))


def a_replaced(_event: Event, nominee: Registration) -> None:
    replacing.replace(nominee.id, Nominee("RUSU", "ion@igp.example"), STAFF)


def a_cancelled(_event: Event, nominee: Registration) -> None:
    deciding.cancel(nominee.id, STAFF, "moved")


@pytest.mark.parametrize(
    ("end", "title", "sequel"),
    [
        (a_released, "Your nomination has ended", "for a new nomination"),
        (a_taken_back, "Your nomination was taken back", "Your delegation has taken the nomination back"),
        (a_replaced, "Somebody else comes in your place", "who takes over your place"),
        (a_cancelled, "Your registration was cancelled", "moved"),
    ],
)
@pytest.mark.parametrize("action", ["accept", "decline"])
def test_a_nomination_that_has_ended_says_so_and_is_answered_no_more(
    client: Visitor, event: Event, end: Any, title: str, sequel: str, action: str
) -> None:
    nominee = a_nominee(event)
    form = opened(client, nominee).visitor.visit(f"/my-registration/{action}")
    end(event, nominee)
    left = stands(nominee)
    for page in (
        form.submit("main form[method=post]"),
        client.visit("/my-registration"),
        client.visit(f"/my-registration/{action}"),
    ):
        assert page.all_text("h1") == [title]
        assert sequel in page.text
        assert page.address in {"/my-registration", f"/my-registration/{action}"}
    assert form.submit("main form[method=post]").status == 409
    assert stands(nominee) == left


def test_nothing_is_answered_after_the_event(client: Visitor, event: Event) -> None:
    nominee = a_nominee(event)
    page = opened(client, nominee).follow("Accept and complete")
    event.starts_at, event.ends_at = now() - timedelta(days=2), now() - timedelta(days=1)
    assert page.submit("#acceptance").status == 409
    assert client.visit("/my-registration").all_text("h1") == ["You were nominated"]
    assert stands(nominee) == (Status.NOMINATED, Place.HELD)


@pytest.mark.parametrize(("address", "leads_to"), [("withdraw", "decline"), ("change", "accept")])
def test_a_nominee_answers_before_anything_else(
    client: Visitor, event: Event, address: str, leads_to: str
) -> None:
    nominee = a_nominee(event)
    page = opened(client, nominee)
    assert "Withdraw" not in page.text
    assert client.visit(f"/my-registration/{address}").address == f"/my-registration/{leads_to}"


@pytest.mark.parametrize("address", ["accept", "decline"])
def test_whoever_is_not_nominated_has_nothing_to_answer(client: Visitor, event: Event, address: str) -> None:
    assert client.visit(f"/my-registration/{address}").address == "/find-my-registration"
    opened(client, a_registration(event, Status.CONFIRMED))
    assert client.visit(f"/my-registration/{address}").address == "/my-registration"
