"""The sender of an event's letters: what holds, what may be typed, and the test that one sends oneself."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, Event, EventStatus, Letter, LetterState, User
from tests.factories.events import an_event
from tests.pages import Page, Visitor
from tests.received_mail import Mailboxes

FIELDS = ("mail_sender", "mail_sender_name", "mail_reply_to", "mail_return_path")


def settings_of(visitor: Visitor, event: Event) -> Page:
    return visitor.visit(f"/organiser/events/{event.slug}/letters/sender")


def own(event: Event) -> list[str | None]:
    db.session.refresh(event)
    return [getattr(event, name) for name in FIELDS]


def test_without_a_sender_of_its_own_the_installations_holds(organiser: Visitor) -> None:
    page = settings_of(organiser, an_event())
    assert "events@police-network.example" in page.text
    assert "Left empty: secretariat@police-network.example" in page.text
    assert "SPF" in page.text


def test_a_sender_is_set_and_taken_back(organiser: Visitor) -> None:
    event = an_event()
    page = settings_of(organiser, event).submit(
        mail_sender=" <Paris@Example.org>", mail_sender_name="Paris 2027", mail_reply_to="ask@example.org",
        mail_return_path="refusals@example.org",
    )  # fmt: skip
    assert "The sender is saved." in page.text
    assert own(event) == ["Paris@example.org", "Paris 2027", "ask@example.org", "refusals@example.org"]
    assert "Paris 2027 Paris@example.org" in page.text
    (line,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "event.sender_changed"))
    assert line.fields == list(FIELDS), "names of fields, no values"

    settings_of(organiser, event).submit(**dict.fromkeys(FIELDS, ""))
    assert own(event) == [None] * 4


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("mail_sender", "no address"),
        ("mail_sender", "événement@example.org"),
        ("mail_reply_to", "a@example.org, b@example.org"),
        ("mail_return_path", "a@example.org\r\nBcc: b@example.org"),
        ("mail_sender_name", "x" * 121),
    ],
)
def test_what_no_header_can_hold_is_refused(organiser: Visitor, field: str, typed: str) -> None:
    event = an_event()
    page = settings_of(organiser, event).submit(**{field: typed})
    assert page.status == 422
    assert page.soup.select(f"#{field}[aria-invalid]")
    assert own(event) == [None] * 4


def test_no_name_adds_a_header(organiser: Visitor, mailbox: Mailboxes) -> None:
    event = an_event()
    page = settings_of(organiser, event).submit(
        mail_sender_name="Ev\r\nBcc: all@example.org, “x” <y@example.org>"
    )
    if page.status == 200:
        page.submit('form[action$="/test"]')
        (mail,) = mailbox.to(_own_address())
        assert mail["Bcc"] is None
        assert mail["From"].addresses[0].addr_spec == "events@police-network.example"


def test_two_editors_at_once(organiser: Visitor) -> None:
    event = an_event()
    page = settings_of(organiser, event)
    settings_of(organiser, event).submit(mail_sender_name="First")
    page = page.submit(mail_sender_name="Second")
    assert page.status == 409
    assert "First" in page.text
    assert own(event)[1] == "First"
    page.submit()
    assert own(event)[1] == "Second"


def test_nothing_can_be_changed_once_the_event_is_archived(organiser: Visitor) -> None:
    event = an_event()
    page = settings_of(organiser, event)
    event.status = EventStatus.ARCHIVED
    assert page.submit(mail_sender_name="Late").status == 409
    assert page.submit('form[action$="/test"]').status == 409
    assert not settings_of(organiser, event).soup.select("main form")


def test_a_test_arrives_under_the_sender_even_for_a_draft(organiser: Visitor, mailbox: Mailboxes) -> None:
    event = an_event(
        status=EventStatus.DRAFT, mail_sender="paris@example.org", mail_sender_name="Paris 2027",
        mail_reply_to="ask@example.org", title_en="Trust",
    )  # fmt: skip
    page = settings_of(organiser, event).submit('form[action$="/test"]')
    assert f"A test is on its way to {_own_address()}." in page.text
    mail = mailbox.last_to(_own_address())
    assert mail["From"] == "Paris 2027 <paris@example.org>"
    assert mail["Reply-To"] == "ask@example.org"
    assert mail["Subject"] == "This letter is a test"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "“Trust”" in body.get_content()
    assert "Answers go to ask@example.org." in body.get_content()
    letter = db.session.scalars(select(Letter)).one()
    assert letter.state is LetterState.SENT
    assert "Test" in organiser.visit(f"/organiser/events/{event.slug}/letters").all_text("tbody th a")


def _own_address() -> str:
    return db.session.scalars(select(User.email)).first() or ""
