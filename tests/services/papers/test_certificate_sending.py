"""Certificates by mail: each once, or again for one person; with the paper attached, and to nobody who has not come."""

from __future__ import annotations

import io
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    AuditEntry,
    Event,
    EventStatus,
    Language,
    Letter,
    LetterKind,
    LetterState,
    Registration,
    Status,
)
from app.services import letter_sending_again, letter_sense
from app.services.actors import staff
from app.services.errors import EventReadOnly
from app.services.letter_errors import LetterMakesNoSense
from app.services.papers import certificate_sending
from app.services.papers.certificate_sending import Reach, reach, send
from app.services.papers.paper_errors import EventNotOver, NobodyToCertify
from app.services.papers.paper_kinds import Selection
from app.services.participant_filters import Filters
from tests.factories.attendance import a_check_in, undone
from tests.factories.letters import a_conference
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.received_mail import Mailboxes

ALL = Selection()


def a_past_conference(**changes: Any) -> Event:
    begun = now() - timedelta(days=3)
    return a_conference(starts_at=begun, ends_at=begun + timedelta(days=1), **changes)


def who_came(event: Event, **changes: Any) -> Registration:
    person = a_registration(event, Status.CONFIRMED, **changes)
    a_check_in(person)
    return person


def letters() -> int:
    number = select(func.count()).select_from(Letter).where(Letter.kind == LetterKind.CERTIFICATE)
    return db.session.scalar(number) or 0


def attached(mail: EmailMessage) -> EmailMessage:
    (file,) = [part for part in mail.iter_attachments() if part.get_content_type() == "application/pdf"]
    return file


def test_everybody_who_came_gets_one_once(app: Flask) -> None:
    event, organiser = a_past_conference(), staff(a_user())
    first, hidden = who_came(event), who_came(event, discreet=True)
    a_registration(event, Status.CONFIRMED)
    assert reach(event, ALL) == Reach(waiting=2, sent=0, no_address=0)
    assert send(event, ALL, organiser) == 2
    assert set(db.session.scalars(select(Letter.registration_id))) == {first.id, hidden.id}
    assert reach(event, ALL) == Reach(waiting=0, sent=2, no_address=0)
    with pytest.raises(NobodyToCertify):
        send(event, ALL, organiser)
    who_came(event)
    assert send(event, ALL, organiser) == 1
    numbers = db.session.scalars(select(AuditEntry.fields).where(AuditEntry.action == "certificates.sent"))
    assert numbers.all() == [["number=2"], ["number=1"]]


def test_one_person_may_have_it_again(app: Flask) -> None:
    event, organiser = a_past_conference(), staff(a_user())
    person = who_came(event)
    alone = Selection(registration_id=person.id)
    assert send(event, alone, organiser) == send(event, alone, organiser) == 1
    assert letters() == 2
    assert reach(event, alone) == Reach(waiting=0, sent=1, no_address=0)


def test_nobody_gets_one_who_has_not_come_or_has_no_address(app: Flask) -> None:
    event, organiser = a_past_conference(), staff(a_user())
    absent = a_registration(event, Status.CONFIRMED)
    undone(a_check_in(a_registration(event, Status.CONFIRMED)))
    who_came(event, email=None)
    for selection in (ALL, Selection(registration_id=absent.id)):
        with pytest.raises(NobodyToCertify):
            send(event, selection, organiser)
    assert reach(event, ALL) == Reach(waiting=0, sent=0, no_address=1)


def test_filters_narrow_it(app: Flask) -> None:
    event = a_past_conference()
    person = who_came(event, family_name="SOLER")
    who_came(event)
    assert send(event, Selection(Filters(words="soler")), staff(a_user())) == 1
    assert db.session.scalars(select(Letter.registration_id)).one() == person.id


def test_many_wait_for_the_end_of_the_event_one_does_not(app: Flask) -> None:
    event, organiser = a_past_conference(), staff(a_user())
    event.ends_at = now() + timedelta(hours=1)
    person = who_came(event)
    with pytest.raises(EventNotOver):
        send(event, ALL, organiser)
    assert send(event, Selection(registration_id=person.id), organiser) == 1


@pytest.mark.parametrize(("status", "goes"), [(EventStatus.ARCHIVED, True), (EventStatus.CANCELLED, False)])
def test_not_for_an_event_that_was_called_off(app: Flask, status: EventStatus, goes: bool) -> None:
    event, organiser = a_past_conference(status=status), staff(a_user())
    who_came(event)
    if goes:
        assert send(event, ALL, organiser) == 1
    else:
        with pytest.raises(EventReadOnly):
            send(event, ALL, organiser)


def test_the_paper_is_attached_in_the_persons_language(app: Flask, mailbox: Mailboxes) -> None:
    event = a_past_conference()
    person = who_came(event, family_name="ŁĘCKA", language=Language.FR, discreet=True)
    send(event, ALL, staff(a_user()))
    assert person.email is not None
    mail = mailbox.last_to(person.email)
    assert str(mail["Subject"]).startswith("Votre attestation de présence")
    assert attached(mail).get_filename() == f"{event.slug}-certificate.pdf"
    (page,) = PdfReader(io.BytesIO(attached(mail).get_content())).pages
    text = page.extract_text()
    assert "Ana ŁĘCKA" in text
    assert "Attestation de présence" in text


def test_no_other_letter_brings_a_paper(app: Flask, mailbox: Mailboxes) -> None:
    event = a_past_conference()
    person = who_came(event)
    certificate_sending.outbox.put(LetterKind.THANKS, person)
    assert person.email is not None
    mail = mailbox.last_to(person.email)
    assert not [part for part in mail.iter_attachments() if part.get_content_type() == "application/pdf"]


def test_it_does_not_go_out_once_the_check_in_was_undone(app: Flask, mailbox: Mailboxes) -> None:
    event = a_past_conference()
    person = a_registration(event, Status.CONFIRMED)
    entry = a_check_in(person)
    send(event, ALL, staff(a_user()))
    undone(entry)
    assert mailbox.deliver() == []
    letter = db.session.scalars(select(Letter)).one()
    assert letter.state is LetterState.CANCELLED
    assert not letter_sense.attendance_holds(letter)
    with pytest.raises(LetterMakesNoSense):
        letter_sending_again.send_again(letter, staff(a_user()))
    a_check_in(person)
    assert send(event, ALL, staff(a_user())) == 1
