"""A letter before it goes out: as text, as a mail program shows it, as a test; it opens nothing of anybody."""

from __future__ import annotations

from contextvars import Context
from email.message import EmailMessage
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.emails.letters import TYPES
from app.extensions import db
from app.models import AccessLink, Event, EventStatus, Letter, LetterKind, LetterText, Status
from tests.factories.events import an_event
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.pages import Page, Visitor
from tests.received_mail import Mailboxes
from tests.signing_in import sign_in

TYPED = {
    "subject": "Typed {{ place }}",
    "heading": "Typed",
    "text": "Not saved.\n\n{{ particulars }}\n\n{{ link }}",
}


def address(event: Event, kind: str = "confirmed", rest: str = "/preview") -> str:
    return f"/organiser/events/{event.slug}/letters/texts/{kind}/en{rest}"


def hypertext(organiser: Visitor, address: str, typed: dict[str, str] | None = None) -> TestResponse:
    """A letter carries its styles in its tags, which no page of ours may: it is not checked as one."""
    db.session.commit()
    wanted: dict[str, Any] = {"method": "POST", "data": typed} if typed else {"method": "GET"}
    return Context().run(lambda: FlaskClient.open(organiser, address, buffered=True, **wanted))


def said(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part else ""


def preview_of_typed(organiser: Visitor, event: Event, **changes: str) -> Page:
    form = organiser.visit(address(event, rest=""))
    values = {**form.fields("#wording"), **TYPED, **changes}
    return Page(organiser, organiser.post(address(event), data=values))


@pytest.mark.parametrize("kind", [kind.value for kind, letter in TYPES.items() if letter.worded])
def test_every_letter_is_shown_with_and_without_participants(organiser: Visitor, kind: str) -> None:
    event = an_event()
    assert "Strasbourg" in organiser.visit(address(event, kind)).one("pre").get_text()
    a_registration(event, Status.CONFIRMED)
    page = organiser.visit(address(event, kind))
    assert page.status == 200
    assert "{{" not in page.one("pre").get_text()
    answer = hypertext(organiser, address(event, kind, "/preview/html"))
    assert answer.status_code == 200
    assert "\ue000" not in answer.get_data(as_text=True)


def test_a_letter_is_shown_for_whoever_is_chosen(organiser: Visitor) -> None:
    event = an_event()
    waiting = a_registration(event, family_name="AAAA")
    here = a_registration(event, Status.CONFIRMED, family_name="BBBB")
    page = organiser.visit(address(event))
    assert "Dear Ana BBBB," in page.one("pre").get_text()
    assert here.reference in page.text
    page = page.submit("#wording", person=str(waiting.id))
    assert "Dear Ana AAAA," in page.one("pre").get_text()
    assert page.one("option[selected]")["value"] == str(waiting.id)
    assert page.one("#wording select").get_text(" ", strip=True).startswith("Ana BBBB")


def test_the_discreet_and_the_erased_and_strangers_are_not_shown(organiser: Visitor) -> None:
    event = an_event()
    hidden = [
        a_registration(event, Status.CONFIRMED, discreet=True, family_name="HIDDEN"),
        a_registration(event, Status.CONFIRMED, family_name=None, email=None),
        a_registration(an_event(), Status.CONFIRMED),
    ]
    page = organiser.visit(address(event))
    assert "HIDDEN" not in page.text
    assert "Camille EXAMPLE" in page.text
    for registration in hidden:
        assert organiser.get(address(event) + f"?person={registration.id}").status_code == 404
        assert (
            organiser.get(address(event, rest=f"/preview/html?person={registration.id}")).status_code == 404
        )


@pytest.mark.parametrize("person", ["0", "-1", "x", "9" * 30, "²", "1.5"])
def test_a_person_who_cannot_be_is_not_there(organiser: Visitor, person: str) -> None:
    event = an_event()
    for kind in ("confirmed", "convocation"):
        assert organiser.get(address(event, kind) + f"?person={person}").status_code == 404


def test_the_html_is_a_page_of_its_own_that_can_do_nothing(organiser: Visitor) -> None:
    event = an_event()
    registration = a_registration(event, Status.CONFIRMED)
    answer = hypertext(organiser, address(event, rest="/preview/html"))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script" not in policy.replace("allow-scripts", "script")
    assert "sandbox " in policy
    page = answer.get_data(as_text=True)
    assert "data:image/png;base64," in page
    assert "cid:" not in page
    assert f"/events/{event.slug}" in page
    assert "/r/" not in page
    assert registration.badge_code not in page
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_typed_is_shown_and_not_saved(organiser: Visitor) -> None:
    event = an_event()
    a_registration(event, Status.CONFIRMED)
    page = preview_of_typed(organiser, event)
    assert "These words are not saved yet." in page.text
    assert "Not saved." in page.one("pre").get_text()
    answer = hypertext(organiser, address(event, rest="/preview/html"), dict(page.fields("#wording")))
    assert "Not saved." in answer.get_data(as_text=True)
    assert not db.session.scalars(select(LetterText)).all()
    values = dict(page.fields("#wording"))
    again = Page(organiser, organiser.post(address(event, rest=""), data={**values, "edit": "1"}))
    assert again.fields("#wording")["subject"] == "Typed {{ place }}"
    organiser.post(address(event, rest=""), data={**values, "save": "1"})
    assert db.session.scalars(select(LetterText)).one().subject == "Typed {{ place }}"


@pytest.mark.parametrize("rest", ["/preview", "/preview/html", "/test"])
def test_what_cannot_be_used_leads_back_to_the_form(organiser: Visitor, rest: str) -> None:
    event = an_event()
    values = {**organiser.visit(address(event, rest="")).fields("#wording"), "text": "{{ nothing }}"}
    page = Page(organiser, organiser.post(address(event, rest=rest), data=values))
    assert page.status == 422
    assert "this letter does not know {{ nothing }}" in page.one("#text-error").get_text()
    assert page.fields("#wording")["text"] == "{{ nothing }}"
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0


@pytest.mark.parametrize("status", [EventStatus.DRAFT, EventStatus.PUBLISHED])
def test_a_test_goes_to_whoever_asks_and_opens_nothing(
    client: Visitor, mailbox: Mailboxes, status: EventStatus
) -> None:
    user = a_user(name="Olga Organiser", email="olga@example.org")
    organiser = sign_in(client, user)
    event = an_event(status=status, mail_sender="event@example.org", mail_reply_to="answers@example.org")
    registration = a_registration(event, Status.CONFIRMED, family_name="BBBB")
    page = organiser.visit(address(event)).submit("main form[action$=test]")
    assert "A test is on its way to olga@example.org." in page.text
    mail = mailbox.last_to("olga@example.org")
    assert "event@example.org" in str(mail["From"])
    assert "answers@example.org" in said(mail, "plain")
    assert str(mail["Subject"]).startswith("[Test] Your place is confirmed")
    for part in (said(mail, "plain"), said(mail, "html")):
        assert "This is a test" in part
        assert "Olga Organiser" in part
        for secret in ("BBBB", registration.reference, registration.email or "", registration.badge_code):
            assert secret not in part
        assert "/r/" not in part
        assert "\ue000" not in part
        assert f"/events/{event.slug}" in part
    assert [part.get_content_type() for part in mail.walk()].count(
        "image/png"
    ) == 1  # a code that opens nothing
    assert not db.session.scalars(select(AccessLink)).all()
    letter = db.session.scalars(select(Letter)).one()
    assert (letter.kind, letter.user_id) == (LetterKind.CONFIRMED, user.id)
    assert letter.registration_id is None
    log = organiser.visit(f"/organiser/events/{event.slug}/letters")
    assert "olga@example.org" in log.one("main").get_text()
    assert organiser.get(f"/organiser/events/{event.slug}/letters/{letter.id}").status_code == 200


def test_a_test_of_what_is_typed_keeps_it_on_the_page(client: Visitor, mailbox: Mailboxes) -> None:
    organiser = sign_in(client, a_user(email="olga@example.org"))
    event = an_event()
    page = preview_of_typed(organiser, event).submit("main form[action$=test]")
    assert page.fields("#wording")["heading"] == "Typed"
    switch = page.one(".lang button")["formaction"]
    assert switch == address(event, rest="?lang=fr")  # not the address that sends another test
    assert mailbox.last_to("olga@example.org")["Subject"] == "[Test] Typed Strasbourg"
    assert not db.session.scalars(select(LetterText)).all()


def test_a_preview_asks_little(organiser: Visitor, statements: Any) -> None:
    event = an_event()
    for _ in range(8):
        a_registration(event, Status.CONFIRMED)
    with statements() as asked:
        organiser.visit(address(event))
    asked.within(11)
