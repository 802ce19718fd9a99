"""The log of an event's letters, as an organiser reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.extensions import db
from app.lib.clock import now
from app.models import (
    CampaignState,
    Event,
    EventStatus,
    Letter,
    LetterKind,
    LetterState,
    Registration,
    Status,
)
from app.services import heartbeats, outbox
from tests.factories.campaigns import a_campaign
from tests.factories.events import an_event, moment
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration
from tests.pages import Page, Visitor


def a_letter_to(
    registration: Registration, kind: LetterKind = LetterKind.CONFIRMED, **changes: Any
) -> Letter:
    """A letter in the outbox, in the state that is asked for."""
    letter = outbox.put(kind, registration)
    db.session.info.clear()  # each letter is one of its own, as if in a transaction of its own
    for name, value in changes.items():
        setattr(letter, name, value)
    if letter.state is LetterState.SENT:
        letter.sent_at = letter.sent_at or now()
    db.session.flush()
    return letter


def a_failure(event: Event, said: str = "550 no such user", **changes: Any) -> Letter:
    person = a_registration(event, Status.CONFIRMED, **changes)
    return a_letter_to(person, state=LetterState.FAILED, server_said=said, attempts=1)


def log(visitor: Visitor, event: Event, query: str = "") -> Page:
    return visitor.visit(f"/organiser/events/{event.slug}/letters{query}")


def kinds(page: Page) -> list[str]:
    return page.all_text("tbody th a")


def test_the_newest_stands_first_with_its_address_and_state(organiser: Visitor) -> None:
    event = an_event()
    person = a_registration(event, Status.CONFIRMED, given_name="Ana", family_name="CEBOTARI")
    a_letter_to(person, LetterKind.RECEIVED, state=LetterState.SENT)
    a_letter_to(person)
    page = log(organiser, event)
    assert page.all_text("h1") == ["2 letters"]
    assert kinds(page) == ["Registration confirmed", "Registration received"]
    first, second = page.all_text("tbody tr")
    assert "Queued Goes out any moment." in first
    assert "Sent" in second
    assert f"Ana CEBOTARI {person.email}" in first


def test_no_letter_yet(organiser: Visitor) -> None:
    assert log(organiser, an_event()).all_text("h1") == ["No letter yet"]


def test_letters_of_other_events_stand_elsewhere(organiser: Visitor) -> None:
    event = an_event()
    other = a_letter_to(a_registration(an_event(), Status.CONFIRMED))
    assert log(organiser, event).all_text("h1") == ["No letter yet"]
    assert organiser.get(f"/organiser/events/{event.slug}/letters/{other.id}").status_code == 404
    for deed in ("again", "set-aside", "open"):
        assert organiser.post(f"/organiser/events/{event.slug}/letters/{other.id}/{deed}").status_code in {
            400,
            404,
        }


def test_the_filters_stand_in_the_address_and_their_numbers_add_up(organiser: Visitor) -> None:
    event = an_event()
    person = a_registration(event, Status.CONFIRMED)
    for state in (LetterState.SENT, LetterState.SENT, LetterState.FAILED, LetterState.CANCELLED):
        a_letter_to(person, LetterKind.RECEIVED, state=state)
    a_letter_to(person, state=LetterState.SENT)
    page = log(organiser, event)
    assert page.all_text(".figs b") == ["5", "= 3", "+ 1", "+ 1"]
    assert page.all_text(".figs span") == ["letters", "sent", "failed", "not sent"]

    narrowed = page.submit("form.mb-3", state="sent", kind="received")
    assert "state=sent" in narrowed.address
    assert kinds(narrowed) == ["Registration received"] * 2
    assert narrowed.all_text(".figs b") == ["4", "= 2", "+ 1", "+ 1"], "of the kind, whatever the state"
    assert "1–2 of 2" in narrowed.text
    assert kinds(narrowed.follow("Clear all")) == kinds(page)


def test_what_no_filter_knows_is_passed_over(organiser: Visitor) -> None:
    event = an_event()
    a_letter_to(a_registration(event, Status.CONFIRMED))
    for query in ("?state=x&kind=%00&page=0", "?page=99999999999", "?page=7", "?state=queued&state=x"):
        assert len(kinds(log(organiser, event, query))) == 1, query
    assert "No letter matches" in log(organiser, event, "?state=sent").text


def test_pages_of_fifty(organiser: Visitor) -> None:
    event = an_event()
    person = a_registration(event, Status.CONFIRMED)
    for _ in range(52):
        a_letter_to(person)
    first = log(organiser, event)
    assert len(kinds(first)) == 50
    assert len(kinds(first.follow("Next"))) == 2


def test_somebody_discreet_is_shown_without_name_and_address(organiser: Visitor) -> None:
    event = an_event()
    said = "550 <hidden@example.org>: unknown"
    hidden = a_failure(event, said, family_name="HIDDEN", discreet=True, email="hidden@example.org")
    pages = [
        log(organiser, event),
        organiser.visit(f"/organiser/events/{event.slug}/letters/{hidden.id}"),
        organiser.visit(f"/organiser/events/{event.slug}"),
        organiser.visit(f"/organiser/events/{event.slug}/participants/{hidden.registration_id}"),
    ]
    for page in pages:
        assert "HIDDEN" not in page.text
        assert "hidden@" not in page.text
        assert "Representative" in page.text
        assert "550 <…>: unknown" in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"not_before": moment(1)}, "Goes out at "),
        (
            {"state": LetterState.WILL_RETRY, "attempts": 2, "not_before": moment(1)},
            "Will be tried again at ",
        ),
        (
            {"state": LetterState.SENDING, "attempts": 1, "lease_until": moment(1)},
            "The conversation with the mail server is under way.",
        ),
    ],
    ids=["later", "again", "under way"],
)
def test_a_letter_that_waits_says_why(organiser: Visitor, changes: dict[str, Any], words: str) -> None:
    event = an_event()
    a_letter_to(a_registration(event, Status.CONFIRMED), **changes)
    assert words in log(organiser, event).all_text("tbody tr")[0]


def test_a_letter_waits_for_the_event_the_message_the_server_and_the_worker(organiser: Visitor) -> None:
    event = an_event()
    letter = a_letter_to(a_registration(event, Status.CONFIRMED))

    def words() -> str:
        return log(organiser, event).all_text("tbody tr")[0]

    heartbeats.trouble(heartbeats.MAIL_SERVER, "timed out")
    assert "The mail server is out of reach since " in words()
    heartbeats.relieve(heartbeats.MAIL_SERVER)
    db.session.get_one(heartbeats.Heartbeat, heartbeats.WORKER).at = now() - timedelta(hours=3)
    assert "The worker is not running since " in words()
    letter.campaign = a_campaign(event, state=CampaignState.PAUSED)
    assert "The message is paused." in words()
    event.status = EventStatus.DRAFT
    assert "The event is a draft" in words()


def test_seven_statements_with_ten_letters_and_with_a_thousand(
    organiser: Visitor, statements: Callable[[], Any]
) -> None:
    event = a_conference()
    address = f"/organiser/events/{event.slug}/letters"
    for number in range(5):
        a_failure(event, family_name=f"FAILED {number}")
        a_letter_to(a_registration(event, Status.CONFIRMED), state=LetterState.SENT)
    db.session.commit()
    with statements() as few:
        assert len(kinds(organiser.visit(address))) == 10
    few.within(7)
    people = [a_registration(event, Status.CONFIRMED) for _ in range(60)]
    for number in range(990):
        letter = a_letter_to(people[number % 60], state=LetterState.SENT)
        letter.campaign = a_campaign(event) if number % 100 == 0 else None
    db.session.commit()
    with statements() as many:
        organiser.visit(address)
    assert len(many) == len(few)


def test_the_home_of_the_organisers_leads_to_the_failures(organiser: Visitor) -> None:
    event, well = an_event(title_en="Troubled"), an_event(title_en="Well")
    a_failure(event)
    a_failure(event)
    a_letter_to(a_registration(well, Status.CONFIRMED), state=LetterState.SENT)
    page = organiser.visit("/organiser/events")
    assert page.text.count("could not be delivered") == 1
    assert page.follow("2 letters could not be delivered").all_text("h1") == [
        "2 letters could not be delivered"
    ]
