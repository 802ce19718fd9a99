"""Messages to many as the worker starts and ends them: once for each recipient, whatever happens in between.

One file, although it is long: one message from its start to its end, and who may die on the way.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.lib.clock import now
from app.models import Campaign, CampaignState, Event, Language, Letter, LetterKind, LetterState, Status
from app.services import campaign_files, campaign_sending, campaign_starting, campaigns, delivery
from app.services.actors import staff
from app.services.documents import Upload
from app.worker import tasks
from tests.at_once import at_once
from tests.factories.campaigns import a_campaign
from tests.factories.events import an_event
from tests.factories.files import PDF, a_file
from tests.factories.letters import a_conference
from tests.factories.many_registrations import many_registrations
from tests.factories.registrations import a_registration
from tests.factories.users import a_user
from tests.mail_server import MailServer
from tests.statement_count import Statements
from tests.worker.conftest import Deliver

Counting = Callable[[], AbstractContextManager[Statements]]


def due(event: Event, **changes: object) -> int:
    """A message whose time has come; its id."""
    facts = {"state": CampaignState.SCHEDULED, "starts_at": now() - timedelta(seconds=1), **changes}
    campaign_id = a_campaign(event, **facts).id
    db.session.commit()
    return campaign_id


def campaign(campaign_id: int) -> Campaign:
    return db.session.get_one(Campaign, campaign_id, populate_existing=True)


def states() -> Counter[LetterState]:
    found = Counter(db.session.scalars(select(Letter.state)))
    db.session.commit()
    return found


def each_once(number: int) -> None:
    """So many letters, no two to one registration."""
    letters, people = db.session.execute(
        select(func.count(), func.count(Letter.registration_id.distinct()))
    ).one()
    db.session.commit()
    assert (letters, people) == (number, number)


def test_one_letter_for_each_as_the_list_is_when_it_starts(app: Flask) -> None:
    event = an_event()
    first = a_registration(event, language=Language.FR)
    campaign_id = due(event)
    a_registration(event)  # after it was scheduled
    a_registration(an_event())
    db.session.commit()
    assert tasks.send_messages() == 2
    letters = db.session.scalars(select(Letter).order_by(Letter.id)).all()
    sent = campaign(campaign_id)
    assert sent.state is CampaignState.SENDING
    assert [letter.recipient for letter in letters][0] == db.session.merge(first).email
    assert [letter.language for letter in letters] == [Language.FR, Language.EN]
    assert letters[0].dedupe_key == f"campaign:{campaign_id}:{letters[0].registration_id}"
    assert letters[0].message_id == f"{sent.name}-{letters[0].registration_id}"
    assert {letter.event_id for letter in letters} == {sent.event_id}
    assert letters[0].facts == {}
    assert letters[0].text is None, "it is written when it is sent"


def test_it_is_started_once(app: Flask) -> None:
    event = an_event()
    many_registrations(event, 30, status=Status.CONFIRMED, place="held", waiting_since=None)
    campaign_id = due(event)
    assert tasks.send_messages() == 30
    assert tasks.send_messages() == 0
    assert campaign_starting.start(campaign_id) == 0
    each_once(30)


def test_a_worker_that_dies_before_the_end_has_done_nothing(app: Flask) -> None:
    event = an_event()
    many_registrations(event, 30, status=Status.CONFIRMED, place="held", waiting_since=None)
    campaign_id = due(event)
    assert campaign_starting.start(campaign_id) == 30
    db.session.rollback()  # what the database makes of a connection that is gone
    assert states() == {}
    assert campaign(campaign_id).state is CampaignState.SCHEDULED
    db.session.commit()
    assert tasks.send_messages() == 30
    each_once(30)


def test_several_workers_at_once(app: Flask) -> None:
    event = an_event()
    many_registrations(event, 200, status=Status.CONFIRMED, place="held", waiting_since=None)
    due(event)
    queued = at_once(app, 4, lambda _which: tasks.send_messages())
    assert sorted(queued) == [0, 0, 0, 200]
    each_once(200)


def test_taken_back_while_a_worker_comes(app: Flask) -> None:
    event = an_event()
    a_registration(event)
    campaign_id = due(event)
    assert campaign_starting.due() == [campaign_id]
    campaign_sending.take_back(campaign(campaign_id), staff(a_user()))
    db.session.commit()
    assert campaign_starting.start(campaign_id) == 0
    assert states() == {}


@pytest.mark.parametrize("number", [10, 1000])
def test_as_many_statements_for_a_thousand(app: Flask, statements: Counting, number: int) -> None:
    event = an_event()
    many_registrations(event, number, status=Status.CONFIRMED, place="held", waiting_since=None)
    campaign_id = due(event)
    with statements() as asked:
        assert campaign_starting.start(campaign_id) == number
        db.session.commit()
    assert len(asked) == 4, str(asked)  # lock, letters, state, audit


def test_the_scheduler_sees_that_it_is_time(app: Flask) -> None:
    queue = app.extensions["huey"]
    queue.prepare()
    queue.flush()
    event = an_event()
    a_registration(event)
    later = due(event, starts_at=now() + timedelta(minutes=1))
    queue.look()
    assert queue.storage.queue_size() == 0
    campaign(later).starts_at = now()
    db.session.commit()
    queue.look()
    assert queue.storage.queue_size() == 1
    queue.flush()


def test_each_gets_it_in_the_own_language_and_the_end_is_noted(
    app: Flask, server: MailServer, deliver: Deliver
) -> None:
    event = a_conference()
    a_registration(event, language=Language.FR, email="fr@police.example")
    a_registration(event, language=Language.EN, email="en@police.example")
    campaign_id = due(event)
    tasks.send_messages()
    assert deliver() == 2
    tasks.send_messages()
    sent = campaign(campaign_id)
    assert sent.state is CampaignState.DONE
    assert sent.finished_at is not None
    found = {str(mail["To"]): mail for mail in server.accepted}
    assert str(found["fr@police.example"]["Subject"]).startswith("Une salle a changé")
    assert str(found["en@police.example"]["Subject"]).startswith("A room has changed")
    assert "salle 7" in words_of(found["fr@police.example"])
    assert "room 7" in words_of(found["en@police.example"])
    assert str(found["en@police.example"]["Message-ID"]).startswith(f"<{sent.name}-")


def words_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_files_arrive_under_harmless_names(app: Flask, server: MailServer, deliver: Deliver) -> None:
    event = a_conference()
    a_registration(event)
    sent, actor = campaign(due(event, state=CampaignState.DRAFT, starts_at=None)), staff(a_user())
    names = [
        "../../etc/passwd.pdf",
        "a\r\nBcc: spy@example.org\r\n.pdf",
        'plan"; filename="x.exe.pdf',
        "Programme – été “2027”.pdf",
        "Πρόγραμμα კონფერენცია.pdf",
        f"{'x' * 300}.pdf",
        "\u202efdp.pdf",
    ]
    for name in names:
        campaign_files.add(sent, Upload(name, io.BytesIO(PDF)), sent.version, 1024 * 1024, actor)
    campaign_files.add(
        sent, Upload("Note.docx", io.BytesIO(a_file("docx"))), sent.version, 1024 * 1024, actor
    )
    campaign_sending.schedule(sent, sent.version, None, actor)
    sent.starts_at = now()
    db.session.commit()
    tasks.send_messages()
    assert deliver() == 1
    (mail,) = server.accepted
    attached = list(mail.iter_attachments())
    assert mail["Bcc"] is None
    assert [part.get_payload(decode=True) for part in attached] == [PDF] * 7 + [a_file("docx")]
    arrived = [part.get_filename() or "" for part in attached]
    assert arrived[3] == "Programme – été “2027”.pdf"
    assert arrived[4] == "Πρόγραμμα კონფერენცია.pdf"
    assert arrived[7] == "Note.docx"
    for name in arrived:
        assert name.endswith((".pdf", ".docx"))
        assert not set(name) & set('/\\\r\n"\u202e')
        assert len(name) <= 200
    assert {part.get_content_disposition() for part in attached} == {"attachment"}


def test_a_pause_holds_what_waits_and_a_stop_cancels_it(
    app: Flask, server: MailServer, deliver: Deliver
) -> None:
    event = a_conference()
    many_registrations(event, 3, status=Status.CONFIRMED, place="held", waiting_since=None)
    campaign_id, actor = due(event), staff(a_user())
    tasks.send_messages()
    campaign_sending.pause(campaign(campaign_id), actor)
    assert deliver() == 0
    assert tasks.send_messages() == 0
    assert campaign(campaign_id).state is CampaignState.PAUSED
    campaign_sending.go_on(campaign(campaign_id), actor)
    server.to_message = lambda _recipient, _number: "451 later"
    assert deliver() == 3
    assert states() == {LetterState.WILL_RETRY: 3}
    tasks.send_messages()
    assert campaign(campaign_id).state is CampaignState.SENDING, "something waits"
    campaign_sending.stop(campaign(campaign_id), actor)
    assert deliver() == 0
    assert states() == {LetterState.CANCELLED: 3}
    tasks.send_messages()
    assert campaign(campaign_id).state is CampaignState.STOPPED
    assert campaign(campaign_id).finished_at is not None
    db.session.commit()
    assert not tasks.message_waits()


def test_what_a_stop_finds_in_the_hands_of_a_worker_that_dies_is_not_sent(
    app: Flask, deliver: Deliver
) -> None:
    event = a_conference()
    many_registrations(event, 2, status=Status.CONFIRMED, place="held", waiting_since=None)
    campaign_id = due(event)
    tasks.send_messages()
    assert len(delivery.take(delivery.limits())) == 2
    db.session.commit()  # and here the worker dies
    campaign_sending.stop(campaign(campaign_id), staff(a_user()))
    db.session.commit()
    tasks.send_messages()
    assert states() == {LetterState.SENDING: 2}
    assert campaign(campaign_id).finished_at is None
    for letter in db.session.scalars(select(Letter)):
        letter.lease_until = now() - timedelta(seconds=1)
    assert deliver() == 0
    assert tasks.message_waits()
    tasks.send_messages()
    assert states() == {LetterState.CANCELLED: 2}
    assert campaign(campaign_id).finished_at is not None


def test_whoever_withdraws_in_between_is_left_alone(app: Flask, server: MailServer, deliver: Deliver) -> None:
    event = a_conference()
    gone, there = a_registration(event, Status.CONFIRMED), a_registration(event)
    due(event)
    db.session.commit()
    gone_id, there_id = gone.id, there.id
    tasks.send_messages()
    changed(event, gone_id, Status.WITHDRAWN)
    changed(event, there_id, Status.VALIDATED)  # another decision, still coming
    deliver()
    assert states() == {LetterState.CANCELLED: 1, LetterState.SENT: 1}
    assert len(server.accepted) == 1


def test_who_was_written_to_as_withdrawn_is_written_to(app: Flask, deliver: Deliver) -> None:
    event = a_conference()
    a_registration(event, Status.WITHDRAWN)
    due(event, filters={"status": ["withdrawn"]})
    tasks.send_messages()
    deliver()
    assert states() == {LetterState.SENT: 1}


def test_practical_information_is_for_the_confirmed_alone(app: Flask, deliver: Deliver) -> None:
    event = a_conference()
    person = a_registration(event, Status.CONFIRMED)
    due(event, kind=LetterKind.PRACTICAL_INFORMATION, filters={"status": ["confirmed"]})
    person_id = person.id
    tasks.send_messages()
    changed(event, person_id, Status.VALIDATED)
    deliver()
    assert states() == {LetterState.CANCELLED: 1}


def changed(event: Event, registration_id: int, status: Status) -> None:
    from app.models import LIVING, Place, Registration

    row = db.session.get_one(Registration, registration_id, populate_existing=True)
    row.status, row.place = status, Place.HELD if status in LIVING else Place.NONE
    db.session.commit()


def test_nobody_left_when_it_starts(app: Flask) -> None:
    campaign_id = due(an_event())
    assert tasks.send_messages() == 0
    assert campaign(campaign_id).state is CampaignState.DONE
    assert campaigns.of_event(campaign(campaign_id).event)[0].finished_at is not None
