"""Check your answers: each line leads back to its own question by a button, and carries everything that was answered along."""

from __future__ import annotations

import pytest

from app.extensions import db
from app.models import Category, Event, Registration
from tests.factories.bodies import a_body
from tests.factories.events import a_session, an_event
from tests.pages import Page, Visitor
from tests.public.test_registration import count

ALL_TYPED = {
    "given_name": "Ana-Maria",
    "family_name": "CEBOTARI",
    "own_script_name": "Ана-Мария ЧЕБОТАРЬ",
    "email": "a.cebotari@igp.example",
    "title": "Inspector",
    "function": "Head of division",
    "service": "General Inspectorate",
    "access": "An induction loop",
    "diet": "No nuts",
}
CHOSEN = {
    "category": "member_state_delegate",
    "role": "adviser",
    "mode": "online",
    "language": "fr",
    "gender": "woman",
    "discreet": "y",
    "consent_photographs": "y",
    "consent_lists": "y",
    "consent_reuse": "y",
}
SHOWN_TOGETHER = {"given_name", "own_script_name"}  # with the family name, in one line


@pytest.fixture
def everything(app: object) -> dict[str, object]:
    """An answer to each question of the form."""
    event: Event = an_event(
        [Category.MEMBER_STATE_DELEGATE, Category.OBSERVER],
        slug="trust",
        capacity_in_person=5,
        capacity_online=5,
    )
    session, body = a_session(event, 1, sign_up=True), a_body("MD")
    db.session.commit()
    return {**ALL_TYPED, **CHOSEN, "body": str(body.id), "sessions": [str(session.id)]}


def checked(client: Visitor, everything: dict[str, object]) -> Page:
    page = client.visit("/events/trust/register").submit("#registration", **everything)
    assert "Check your answers" in page.text, page.text[:1500]
    return page


def buttons(page: Page) -> list[str]:
    return [str(button["value"]) for button in page.soup.select("#answers button[name=change]")]


def test_each_answer_is_shown_and_has_its_button(client: Visitor, everything: dict[str, object]) -> None:
    page = checked(client, everything)
    lines = page.soup.select("#answers dl.answers > div")
    assert all(len(line.select("button[name=change]")) == 1 for line in lines)
    assert set(buttons(page)) == set(everything) - SHOWN_TOGETHER
    for words in ALL_TYPED.values():
        assert words in page.one("#answers").get_text()


def test_each_button_leads_to_its_question_and_loses_nothing(
    client: Visitor, everything: dict[str, object]
) -> None:
    page = checked(client, everything)
    asked = page.fields("#answers")
    for name in buttons(page):
        again = page.submit("#answers", button=f"change={name}")
        (led,) = again.soup.select("#registration [autofocus]")
        assert led["name"] == name
        assert not again.soup.select(".problem")
        kept = again.fields("#registration")
        for question in everything:
            assert kept.getlist(question) == asked.getlist(question), f"{question} after changing {name}"
    assert count(Registration) == 0
