"""A reminder: to the silent ones only, shown before it goes, and once for each click."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import AuditEntry, Body, Event, EventStatus, Language, Letter, LetterKind
from app.services import convoking
from app.services.actors import SYSTEM
from tests.factories.bodies import a_body
from tests.factories.events import an_event
from tests.factories.mandates import a_convocation, a_correspondent
from tests.factories.registrations import a_registration
from tests.factories.users import an_organiser
from tests.organiser.test_letter_previews import hypertext
from tests.pages import Page, Visitor
from tests.received_mail import Mailboxes, text_of
from tests.signing_in import sign_in

FORM = "form#remind"


def opened(visitor: Visitor, event: Event, query: str = "") -> Page:
    page = visitor.visit(f"/organiser/events/{event.slug}/delegations/reminder{query}")
    assert page.status == 200
    return page


def a_silent_body(event: Event, code: str) -> Body:
    body = a_body(code)
    a_correspondent(body, email=f"{code.lower()}@police.example")
    a_convocation(event, body)
    return body


def letters() -> list[str | None]:
    query = select(Letter.recipient).where(Letter.kind == LetterKind.REMINDER)
    return list(db.session.scalars(query.order_by(Letter.recipient)))


def test_it_is_shown_then_sent_to_the_silent_only(organiser: Visitor, mailbox: Mailboxes) -> None:
    event = an_event()
    quiet, answered = a_silent_body(event, "MD"), a_silent_body(event, "DE")
    a_correspondent(quiet, email="french@police.example", language=Language.FR)
    quiet.cc_emails = ["mission@embassy.example"]
    a_registration(event, body=answered)
    a_convocation(event, a_body("AT"))
    page = opened(organiser, event)
    assert page.one("h1").get_text() == "Remind one silent delegation?"
    assert "2 letters go to correspondents, and no copies." in page.text
    assert "One silent delegation has no correspondent: Austria" in page.text
    assert "md@police.example" in page.one("aside").get_text()
    assert "de@police.example" not in page.text
    assert event.title_fr in page.all_text("pre.mail-text")[1]
    assert all(
        hypertext(organiser, str(frame["src"])).status_code == 200 for frame in page.soup.select("iframe")
    )
    assert letters() == [], "looking has sent something"
    page = page.submit(FORM)
    assert page.all_text(".note.ok") == ["2 letters are on their way."]
    assert letters() == ["french@police.example", "md@police.example"]
    assert event.title_fr in text_of(mailbox.last_to("french@police.example"))
    assert "Reminded once" in page.text
    assert db.session.scalars(select(AuditEntry.fields).order_by(AuditEntry.id.desc())).first() == ["MD"]


def test_who_answers_meanwhile_gets_nothing(organiser: Visitor) -> None:
    event = an_event()
    named, refused, _quiet = (a_silent_body(event, code) for code in ("MD", "DE", "AT"))
    page = opened(organiser, event)
    a_registration(event, body=named)
    convoking.refuse(event.id, refused.id, None, SYSTEM)
    page = page.submit(FORM)
    assert page.all_text(".note.ok") == [
        "One letter is on its way. "
        "2 delegations have answered or were reminded in the meantime: they get nothing."
    ]
    assert letters() == ["at@police.example"]


def test_a_double_click_sends_nothing_twice(organiser: Visitor) -> None:
    event = an_event()
    a_silent_body(event, "MD")
    page = opened(organiser, event)
    page.submit(FORM)
    page = page.submit(FORM)
    assert "No letter goes out." in page.text
    assert len(letters()) == 1
    opened(organiser, event).submit(FORM)
    assert len(letters()) == 2, "another click is another reminder"


def test_one_alone(organiser: Visitor) -> None:
    event = an_event()
    a_silent_body(event, "MD"), a_silent_body(event, "DE")
    opened(organiser, event, "?body=MD").submit(FORM)
    assert letters() == ["md@police.example"]


def test_nobody_to_remind(organiser: Visitor) -> None:
    event = an_event()
    body = a_silent_body(event, "MD")
    a_registration(event, body=body)
    assert not opened(organiser, event).soup.select(FORM)
    assert "Republic of Moldova is not silent" in opened(organiser, event, "?body=MD").text
    assert not opened(organiser, an_event()).soup.select(FORM)


def test_the_silent_who_cannot_be_reached_are_not_said_to_have_answered(organiser: Visitor) -> None:
    event = an_event()
    a_convocation(event, a_body("AT"))
    page = opened(organiser, event)
    assert not page.soup.select(FORM)
    assert "One silent delegation has no correspondent: Austria" in " ".join(
        page.one(".note.warn").get_text().split()
    )
    assert "has answered" not in page.text


def test_what_is_over_reminds_nobody(organiser: Visitor) -> None:
    event = an_event()
    a_silent_body(event, "MD")
    page = opened(organiser, event)
    event.status = EventStatus.CANCELLED
    assert page.submit(FORM).status == 409
    assert not opened(organiser, event).soup.select(FORM)
    assert letters() == []


def test_after_the_deadline_it_is_said_that_nobody_can_nominate(organiser: Visitor) -> None:
    event = an_event(nominations_until=now() - timedelta(days=1))
    a_silent_body(event, "MD")
    assert "Correspondents can nominate nobody any more" in opened(organiser, event).text


@pytest.mark.parametrize("silent", ["", "x:0", "1", "9999999999999999:0", "-1:0", ":", "1:x", "١:0"])
def test_what_was_not_shown_is_not_sent(organiser: Visitor, silent: str) -> None:
    event = an_event()
    a_silent_body(event, "MD")
    assert opened(organiser, event).submit(FORM, silent=silent).status == 200
    assert letters() == []


def test_only_its_organisers_remind(client: Visitor) -> None:
    own, other = an_event(), an_event()
    a_silent_body(own, "MD"), a_silent_body(other, "DE")
    visitor = sign_in(client, an_organiser(own))
    values = opened(visitor, own).fields(FORM)
    path = f"/organiser/events/{other.slug}/delegations/reminder"
    assert visitor.get(path).status_code == 404
    assert visitor.post(path, data=values).status_code == 404
    assert letters() == []
