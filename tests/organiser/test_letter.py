"""One letter's page: what was written, how it is shown, what can be done about it."""

from __future__ import annotations

from contextvars import Context

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import AuditEntry, Event, Letter, LetterKind, LetterState, Status
from app.services import letter_writing
from tests.factories.campaigns import a_campaign
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.organiser.test_letters import a_failure, a_letter_to, log
from tests.pages import Page, Visitor
from tests.signing_in import sign_in


def address(letter: Letter) -> str:
    event = db.session.get_one(Event, letter.event_id)
    return f"/organiser/events/{event.slug}/letters/{letter.id}"


def opened(visitor: Visitor, letter: Letter) -> Page:
    return visitor.visit(address(letter))


def a_sent_letter(**changes: object) -> Letter:
    letter = a_letter_to(a_registration(a_conference(), Status.CONFIRMED, **changes), attempts=2)
    letter_writing.write(letter)
    letter.state, letter.sent_at, letter.server_said = (
        LetterState.SENT,
        letter.created_at,
        "250 2.0.0 <taken>",
    )
    db.session.flush()
    return letter


def framed(visitor: Visitor, address: str) -> TestResponse:
    """What stands in a letter's frame. It carries its styles in its tags, which no page of ours may: not checked as one."""
    db.session.commit()
    return Context().run(lambda: FlaskClient.open(visitor, address, buffered=True))


def lines(action: str) -> int:
    return db.session.scalar(select(func.count()).where(AuditEntry.action == action)) or 0


def test_what_was_written_without_its_private_links(organiser: Visitor) -> None:
    letter = a_sent_letter(given_name="Ana", family_name="CEBOTARI")
    page = opened(organiser, letter)
    text = page.one("pre").get_text()
    assert "Dear Ana CEBOTARI" in text
    assert "[private link]" in text
    assert "\ue000" not in page.text
    assert "250 2.0.0 <taken>" in page.text
    assert page.all_text(".steps b") == ["Queued", "Tried once, without success", "Taken by the mail server"]
    assert ".ics" in page.text
    assert lines("letter.opened") == 0


def test_its_html_can_do_nothing_and_leads_nowhere(organiser: Visitor) -> None:
    letter = a_sent_letter()
    page = opened(organiser, letter)
    frame = page.one("iframe")
    assert frame["sandbox"] in ("", [])
    assert "frame-src 'self'" in page.response.headers["Content-Security-Policy"]
    answer = framed(organiser, str(frame["src"]))
    html = answer.get_data(as_text=True)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "\ue000" not in html
    assert "private link" not in html.split("<body")[0]
    assert 'href="[' not in html
    assert "data:image/png;base64," in html


def test_a_letter_that_was_not_written_yet_says_so(organiser: Visitor) -> None:
    letter = a_letter_to(a_registration(a_conference(), Status.CONFIRMED))
    page = opened(organiser, letter)
    assert "The letter is written when it goes out" in page.text
    assert not page.soup.select("iframe")
    assert organiser.get(f"{address(letter)}/html").status_code == 404


def test_a_forgotten_letter_says_so(organiser: Visitor) -> None:
    letter = a_sent_letter()
    letter.subject = letter.text = letter.html = letter.calendar = None
    assert "the retention period is over" in opened(organiser, letter).text


def test_what_a_discreet_person_got_is_opened_by_a_button_and_written_down(organiser: Visitor) -> None:
    letter = a_sent_letter(family_name="HIDDEN", discreet=True, email="hidden@example.org")
    page = opened(organiser, letter)
    assert not page.soup.select("iframe, pre")
    assert organiser.get(f"{address(letter)}/html").status_code == 404
    assert lines("letter.opened") == 0

    shown = page.submit("main form")
    assert "HIDDEN" in shown.one("pre").get_text()
    assert "hidden@example.org" in shown.text
    assert lines("letter.opened") == 1
    frame = str(shown.one("iframe")["src"])
    assert framed(organiser, frame).status_code == 200
    assert organiser.get(frame + "x").status_code == 404
    assert "HIDDEN" not in opened(organiser, letter).text, "for this once"
    sign_in(organiser, an_organiser())
    assert organiser.get(frame).status_code == 404, "somebody else has not opened it"


def test_a_failure_is_sent_again_once_the_address_is_right(organiser: Visitor) -> None:
    letter = a_failure(a_conference(), said="550 no such <user>")
    person = letter.registration
    assert person is not None
    page = opened(organiser, letter)
    assert "This letter could not be delivered. Reason: 550 no such <user>" in page.text
    person.email = "right@example.org"
    page = page.submit(f'form[action$="{letter.id}/again"]')
    assert "A new letter is on its way." in page.text
    again = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert again is not None
    assert (again.kind, again.recipient, again.state) == (
        letter.kind,
        "right@example.org",
        LetterState.QUEUED,
    )
    assert again.dedupe_key != letter.dedupe_key
    assert again.message_id != letter.message_id

    listed = log(organiser, db.session.get_one(Event, letter.event_id))
    assert "A later letter is on its way." in listed.one("#to-do").get_text()
    again.state = LetterState.SENT
    assert not log(organiser, db.session.get_one(Event, letter.event_id)).soup.select("#to-do")


def test_pressed_twice_it_is_sent_once(organiser: Visitor) -> None:
    letter = a_failure(a_conference())
    page = opened(organiser, letter)
    button = f'form[action$="{letter.id}/again"]'
    page.submit(button)
    assert "This letter is on its way already." in page.submit(button).text
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 2


def test_a_failure_is_set_aside(organiser: Visitor) -> None:
    letter = a_failure(a_conference())
    event = db.session.get_one(Event, letter.event_id)
    page = log(organiser, event).submit(f'form[action$="{letter.id}/set-aside"]')
    assert "The letter is set aside." in page.text
    assert page.all_text("h1") == ["One letter"]
    assert "could not be delivered" not in organiser.visit(f"/organiser/events/{event.slug}").text
    assert "could not be delivered" not in organiser.visit("/organiser/events").text
    person = organiser.visit(f"/organiser/events/{event.slug}/participants/{letter.registration_id}")
    assert "could not be delivered" not in person.text
    assert "Set aside" in opened(organiser, letter).all_text(".steps b")
    assert lines("letter.set_aside") == 1


def test_only_a_failure_can_be_set_aside(organiser: Visitor) -> None:
    letter = a_sent_letter()
    page = opened(organiser, a_failure(a_conference()))
    page.soup.select('form[action$="/set-aside"]')[0]["action"] = f"{address(letter)}/set-aside"
    assert "This letter has not failed" in page.submit('form[action$="/set-aside"]').text
    assert letter.set_aside_at is None


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_the_way_back_stays_on_this_site(organiser: Visitor, where: str) -> None:
    letter = a_failure(a_conference())
    page = opened(organiser, letter).submit('form[action$="/set-aside"]', next=where)
    assert page.address.endswith("/letters")


def test_the_persons_page_leads_to_the_letter_and_sends_it_again(organiser: Visitor) -> None:
    letter = a_sent_letter()
    event = db.session.get_one(Event, letter.event_id)
    page = organiser.visit(f"/organiser/events/{event.slug}/participants/{letter.registration_id}")
    assert page.follow("Registration confirmed").all_text("h1") == ["Registration confirmed"]
    page = page.submit(f'form[action$="letters/{letter.id}/again"]')
    assert "A new letter is on its way." in page.text
    assert page.address.endswith(f"/participants/{letter.registration_id}")


def test_a_message_to_many_names_itself_and_its_files(organiser: Visitor) -> None:
    event = a_conference()
    letter = a_letter_to(a_registration(event, Status.CONFIRMED), LetterKind.MESSAGE)
    letter.campaign = a_campaign(event, subject_en="About the rooms")
    assert "About the rooms" in opened(organiser, letter).text
    assert "About the rooms" in log(organiser, event).all_text("tbody tr")[0]
