"""What `flask verify` goes through: a database in order has no fault, and each kind of disorder is named by numbers."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from app.extensions import db
from app.lib.clock import now
from app.lib.transaction_kind import reading
from app.models import (
    Admission,
    CampaignFile,
    Category,
    DocumentKind,
    DocumentLanguage,
    EventDocument,
    Job,
    JobState,
    Language,
    Letter,
    LetterState,
    Mode,
    Place,
    Registration,
    Status,
    Visibility,
)
from app.services import audit, file_store, registering
from app.services.actors import SYSTEM
from app.services.backup import checks
from app.services.records import chain
from tests.factories.applications import an_application
from tests.factories.campaigns import a_campaign
from tests.factories.events import a_quota, a_session, an_event
from tests.factories.letters import every_letter
from tests.factories.registrations import a_registration, a_sign_up


def faults() -> dict[str, list[str]]:
    """What is wrong, by what was looked at."""
    db.session.commit()
    with reading():
        found = {check.name: check.faults for check in checks.check()}
        db.session.rollback()
    return {name: wrong for name, wrong in found.items() if wrong}


def test_every_table_is_counted(app: Flask) -> None:
    an_event()
    counts = checks.counts()
    assert counts["event"] == 1
    assert set(counts) == set(db.metadata.tables)


def test_a_database_in_order_has_no_fault(app: Flask) -> None:
    audit.record(SYSTEM, "setting.changed")
    db.session.flush()
    chain.seal()
    assert faults() == {}


def test_a_registration_that_is_not_where_its_history_says(app: Flask) -> None:
    registration = registering.register(an_event(list(Category)).id, an_application())
    db.session.flush()
    assert "registrations and places" not in faults()
    db.session.execute(update(Registration).values(place=Place.WAITING, waiting_since=now()))
    assert faults()["registrations and places"] == [
        f"1 registrations are not where their history says: {registration.id}"
    ]


def test_more_places_held_than_there_are(app: Flask) -> None:
    event = an_event(capacity_in_person=2)
    for _ in range(3):
        a_registration(event, Status.CONFIRMED, mode=Mode.IN_PERSON)
    assert f"event {event.id}: 3 places held of 2 (in_person)" in faults()["registrations and places"]


def test_more_places_of_a_body_than_its_quota(app: Flask) -> None:
    event = an_event()
    body = a_registration(event, Status.CONFIRMED).body
    assert body is not None
    a_registration(event, Status.VALIDATED)
    a_quota(event, 1, body=body)
    assert f"event {event.id}: body {body.id} holds 2 places of 1" in faults()["registrations and places"]


def test_more_in_a_session_than_it_takes(app: Flask) -> None:
    event = an_event()
    session = a_session(event, capacity=1)
    for _ in range(2):
        a_sign_up(a_registration(event, Status.CONFIRMED), session)
    assert f"session {session.id}: 2 places held of 1" in faults()["registrations and places"]


def test_a_letter_that_went_out_at_no_time(app: Flask) -> None:
    every_letter(Language.EN)
    db.session.info.clear()
    letter = db.session.scalars(select(Letter).order_by(Letter.id)).first()
    assert letter is not None
    letter.state = LetterState.SENT
    assert f"1 letters contradict what they are about: {letter.id}" in faults()["letters"]
    letter.sent_at = now() - timedelta(hours=1)
    assert not [said for said in faults().get("letters", []) if "contradict" in said]


def test_somebody_who_was_never_written_to(app: Flask) -> None:
    registration = a_registration(an_event(), Status.CONFIRMED)
    fictional = an_event(fictional=True)
    a_registration(fictional, Status.CONFIRMED)
    assert faults()["letters"] == [f"1 registrations were never written to: {registration.id}"]


@pytest.mark.sqlite_only
def test_a_row_that_refers_to_nothing(app: Flask) -> None:
    an_event()
    db.session.commit()
    db.session.remove()
    with db.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            connection.execute(text("UPDATE admission SET event_id = 4711"))
        connection.invalidate()
    number = len(db.session.scalars(select(Admission)).all())
    assert number >= len(Category)
    assert faults()["references"] == [f"{number} rows of admission refer to rows of event that are gone"]


@pytest.mark.sqlite_only
def test_a_changed_line_of_the_trail(app: Flask) -> None:
    audit.record(SYSTEM, "setting.changed")
    db.session.flush()
    chain.seal()
    db.session.commit()
    db.session.execute(text("DROP TRIGGER audit_entry_no_update"))
    db.session.execute(text("UPDATE audit_entry SET action = 'user.signed_in'"))
    assert "not what was sealed" in faults()["audit trail"][0]


def rows_with_files() -> tuple[EventDocument, CampaignFile, Job]:
    """One of each kind of row that has a file, with its file."""
    event = an_event()
    names = [file_store.keep(io.BytesIO(b"content"), 100).name for _ in range(3)]
    said = {"file_name": "agenda.pdf", "media_type": "application/pdf", "size": 7}
    document = EventDocument(
        event_id=event.id, kind=DocumentKind.AGENDA, language=DocumentLanguage.EN, visibility=Visibility.EVERYONE,
        title="Agenda", uploaded_at=now(), stored_name=names[0], **said,
    )  # fmt: skip
    attached = CampaignFile(campaign=a_campaign(event), stored_name=names[1], **said)
    job = Job(
        kind="list", event_id=event.id, parameters={}, state=JobState.DONE, file_name="list.xlsx",
        stored_name=names[2], created_at=now(),
    )  # fmt: skip
    db.session.add_all([document, attached, job])
    db.session.flush()
    return document, attached, job


def test_a_file_that_no_row_knows(app: Flask) -> None:
    rows = rows_with_files()
    assert "files" not in faults()
    names = sorted(str(row.stored_name) for row in rows)
    for row in rows:
        db.session.delete(row)
    assert faults()["files"] == [f"3 files belong to no row: {', '.join(names)}"]


def test_a_row_whose_file_is_missing(app: Flask) -> None:
    document, attached, job = rows_with_files()
    for row in (document, attached, job):
        file_store.remove(str(row.stored_name))
    assert faults()["files"] == [
        f"1 rows of event_document have lost their file: {document.id}",
        f"1 rows of campaign_file have lost their file: {attached.id}",
        f"1 rows of job have lost their file: {job.id}",
    ]


def test_a_file_whose_content_has_changed(app: Flask) -> None:
    document, *_ = rows_with_files()
    changed = {"file": document.stored_name, "other": b"CONTENT"}
    db.session.execute(text("UPDATE stored_piece SET content = :other WHERE file = :file"), changed)
    assert faults()["files"] == [f"the content of the file {document.stored_name} is not what was kept"]
