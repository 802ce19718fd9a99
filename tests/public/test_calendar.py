"""The calendar and the event's page: what the public sees, and what it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Category,
    Event,
    EventStatus,
    ReportedFigure,
    SessionRole,
    SessionRoleKind,
    Status,
)
from tests.factories.events import a_session, an_event, moment
from tests.factories.registrations import a_registration
from tests.pages import Visitor


@pytest.fixture
def event(app: object) -> Event:
    made = an_event(
        [Category.MEMBER_STATE_DELEGATE],
        slug="trust",
        title_en="Trust and Oversight",
        title_fr="Confiance et contrôle",
        capacity_in_person=3,
        practical_en="Bring your identity card.",
        practical_fr="Munissez-vous d’une pièce d’identité.",
    )
    db.session.commit()
    return made


def test_the_next_conference_opens_the_calendar_in_both_languages(client: Visitor, event: Event) -> None:
    english = client.visit("/")
    assert english.one("h1").text == "Trust and Oversight"
    assert english.one(".hero .fr").text == "Confiance et contrôle"
    french = client.visit("/?lang=fr")
    assert french.soup.html["lang"] == "fr"
    assert french.one("h1").text == "Confiance et contrôle"
    assert client.visit("/").soup.html["lang"] == "fr"  # remembered


def test_drafts_are_on_no_public_page(client: Visitor, event: Event) -> None:
    an_event(slug="secret", title_en="Secret plan", status=EventStatus.DRAFT)
    db.session.commit()
    assert "Secret plan" not in client.visit("/").text
    assert client.get("/events/secret").status_code == 404
    assert client.get("/events/secret/event.ics").status_code == 404


def test_a_past_event_without_dates_or_figures_says_so(client: Visitor, event: Event) -> None:
    an_event(
        slug="old",
        title_en="From Standards to Action",
        status=EventStatus.ARCHIVED,
        starts_at=None,
        year=2025,
        opens_at=None,
        closes_at=None,
    )
    db.session.commit()
    text = client.visit("/").one("article.hist").text
    assert "dates not recorded" in text
    assert "participants: not recorded" in text
    assert "0" not in text.replace("2025", "")
    assert "not recorded" in client.visit("/events/old").one("aside").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Registration open"),
        ({"status": EventStatus.CLOSED}, "Registration closed"),
        ({"status": EventStatus.CANCELLED}, "Cancelled"),
        ({"opens_at": moment(5)}, "Registration opens later"),
        ({"closes_at": moment(-1)}, "Registration closed"),
    ],
)
def test_the_state_is_honest(client: Visitor, event: Event, changes: dict[str, object], words: str) -> None:
    for name, value in changes.items():
        setattr(event, name, value)
    db.session.commit()
    page = client.visit("/events/trust")
    assert words in page.one("aside").text
    assert bool(page.soup.select("a[href$='/register']")) == (words == "Registration open")


def test_places_left_and_waiting_lists_are_shown(client: Visitor, event: Event) -> None:
    workshop = a_session(event, 2, sign_up=True, capacity=0)
    for _ in range(3):
        a_registration(event, Status.CONFIRMED)
    db.session.commit()
    page = client.visit("/events/trust")
    assert "0 of 3 left" in page.one("aside").text
    assert "Full: waiting list" in page.one("#programme").text
    assert workshop.title_en in page.text


def test_a_session_that_is_over_is_not_said_to_be_full(client: Visitor, event: Event) -> None:
    a_session(event, 2, sign_up=True, capacity=0)
    event.starts_at, event.ends_at = moment(-9, 9), moment(-8, 17)
    db.session.commit()
    assert "Full: waiting list" not in client.visit("/events/trust").text


def test_a_speaker_is_named_only_with_consent_and_never_when_discreet(client: Visitor, event: Event) -> None:
    plenary = a_session(event, 1)
    discreet = a_registration(
        event, Status.CONFIRMED, family_name="HIDDEN", discreet=True, function="Analyst"
    )
    for facts in (
        {"plain_name": "Jan VAN DEN BERGHE", "function_en": "Prosecutor", "name_public": True},
        {"plain_name": "Quiet PERSON", "function_en": "Head of police", "name_public": False},
        {"registration": discreet, "name_public": True},
    ):
        plenary.roles.append(SessionRole(kind=SessionRoleKind.SPEAKER, **facts))
    db.session.commit()
    text = client.visit("/events/trust").text
    assert "Jan VAN DEN BERGHE, Prosecutor" in text
    assert "Quiet PERSON" not in text
    assert "Head of police" in text
    assert "HIDDEN" not in text
    assert "Analyst" in text


def test_times_are_those_of_the_place(client: Visitor, event: Event) -> None:
    event.starts_at, event.ends_at = moment(200, 9), moment(201, 17)
    a_session(event, starts_at=moment(200, 14, 30), ends_at=moment(200, 15, 45))
    db.session.commit()
    assert "14:30–15:45" in client.visit("/events/trust").one("#programme").text


def test_fictional_events_are_marked_and_not_indexed(client: Visitor, event: Event) -> None:
    assert client.visit("/events/trust").soup.select("meta[name=robots]") == []
    event.fictional = True
    db.session.commit()
    page = client.visit("/events/trust")
    assert "fictional" in page.text.lower()
    assert page.soup.select("meta[name=robots]")
    assert "fictional" in client.visit("/").text.lower()
    assert "fictional" in client.visit("/events/trust/register").text.lower()


def test_the_calendar_file_has_the_event(client: Visitor, event: Event) -> None:
    answer = client.get("/events/trust/event.ics")
    assert answer.mimetype == "text/calendar"
    assert event.ical_uid in answer.get_data(as_text=True)


def test_an_event_that_is_over_takes_nobody(client: Visitor, event: Event) -> None:
    event.starts_at, event.ends_at = now() - timedelta(days=3), now() - timedelta(days=2)
    event.closes_at = None
    db.session.commit()
    assert "This event is over" in client.visit("/events/trust/register").text


@pytest.mark.parametrize("address", ["/privacy", "/accessibility", "/contact", "/find-my-registration"])
def test_the_pages_about_the_site_speak_both_languages(client: Visitor, event: Event, address: str) -> None:
    english, french = client.visit(f"{address}?lang=en"), client.visit(f"{address}?lang=fr")
    assert english.status == french.status == 200
    assert english.one("h1").text != french.one("h1").text


def test_headers_of_a_page(client: Visitor, event: Event) -> None:
    headers = client.get("/events/trust").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_reported_people_are_people_not_states(client: Visitor, event: Event) -> None:
    past = an_event(
        slug="data",
        status=EventStatus.ARCHIVED,
        starts_at=moment(-700),
        opens_at=None,
        closes_at=None,
        figures_public=True,
    )
    for indicator, value in (("attended", 65), ("attended_member_states", 30)):
        db.session.add(
            ReportedFigure(event=past, indicator=indicator, value=value, source="Report", entered_at=now())
        )
    db.session.commit()
    text = " ".join(client.visit("/").one("article.hist").get_text(" ").split())
    assert "65 participants" in text
    assert "30 people represented member states" in text
    assert "35" not in text
