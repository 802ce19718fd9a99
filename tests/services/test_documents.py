"""Documents: row and file stand or fall together; who sees which."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, DocumentKind, DocumentLanguage, EventDocument, EventStatus, Visibility
from app.services import documents
from app.services.actors import Actor, staff
from app.services.documents import DocumentDetails, Upload
from app.services.errors import EditedMeanwhile, NotFound
from app.services.event_errors import (
    FileIsSomethingElse,
    FileKindNotAllowed,
    FileMissing,
    FileTooLarge,
    FileUnpacksTooLarge,
)
from tests import kept
from tests.factories.events import an_event
from tests.factories.files import PDF, a_file
from tests.factories.users import a_user

MOST = 1024 * 1024
AGENDA = DocumentDetails(DocumentKind.AGENDA, DocumentLanguage.EN, Visibility.EVERYONE, "Draft agenda")


@pytest.fixture
def organiser(app: Flask) -> Actor:
    return staff(a_user())


def upload(content: bytes = PDF, name: str = "agenda.pdf") -> Upload:
    return Upload(name, io.BytesIO(content))


def test_a_document_is_kept_under_a_name_that_nobody_chose(organiser: Actor) -> None:
    document = documents.add(an_event(), AGENDA, upload(name="../../agenda.pdf"), MOST, organiser)
    db.session.commit()

    assert (document.file_name, document.size, document.media_type) == (
        "agenda.pdf",
        len(PDF),
        "application/pdf",
    )
    assert "agenda" not in document.stored_name
    assert kept.contents() == {document.stored_name: PDF}


def test_without_its_row_the_file_goes(organiser: Actor) -> None:
    documents.add(an_event(), AGENDA, upload(), MOST, organiser)
    assert kept.all_contents()
    db.session.rollback()
    assert kept.all_contents() == []


def test_a_new_file_takes_the_place_of_the_old_one(organiser: Actor) -> None:
    document = documents.add(an_event(), AGENDA, upload(), MOST, organiser)
    db.session.commit()
    report = upload(a_file("odt"), "report.odt")
    documents.edit(document, AGENDA, report, document.version, MOST, organiser)
    db.session.rollback()
    assert kept.all_contents() == [PDF]
    report.content.seek(0)
    documents.edit(document, AGENDA, report, document.version, MOST, organiser)
    db.session.commit()
    assert kept.all_contents() == [a_file("odt")]
    assert document.file_name == "report.odt"


def test_what_is_said_changes_without_the_file(organiser: Actor) -> None:
    document = documents.add(an_event(), AGENDA, upload(), MOST, organiser)
    version = document.version
    said = replace(AGENDA, title="Agenda", visibility=Visibility.CONFIRMED)
    documents.edit(document, said, None, version, MOST, organiser)

    assert db.session.scalars(select(AuditEntry.fields).order_by(AuditEntry.id)).all()[-1] == [
        "title",
        "visibility",
    ]
    with pytest.raises(EditedMeanwhile):
        documents.edit(document, AGENDA, None, version, MOST, organiser)


def test_a_document_and_its_file_are_removed(organiser: Actor) -> None:
    document = documents.add(an_event(status=EventStatus.ARCHIVED), AGENDA, upload(), MOST, organiser)
    db.session.commit()
    documents.remove(document, organiser)
    db.session.rollback()
    assert kept.all_contents() == [PDF]
    documents.remove(document, organiser)
    db.session.commit()
    assert kept.contents() == {}
    assert db.session.scalars(select(EventDocument)).all() == []


@pytest.mark.parametrize(
    ("content", "name", "refused"),
    [
        (b"", "agenda.pdf", FileMissing),
        (PDF, "", FileMissing),
        (b"<html>", "agenda.pdf", FileIsSomethingElse),
        (PDF, "agenda.html", FileKindNotAllowed),
        (b"PK\x01\x02" * 10_001, "agenda.docx", FileUnpacksTooLarge),
        (PDF + b"x" * 1024 * 1024, "agenda.pdf", FileTooLarge),
    ],
)
def test_what_cannot_be_handed_out_leaves_nothing_behind(
    organiser: Actor, content: bytes, name: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        documents.add(an_event(), AGENDA, upload(content, name), MOST, organiser)
    assert kept.all_contents() == []


def test_everybody_sees_what_is_meant_for_them(organiser: Actor) -> None:
    event, other = an_event(), an_event()
    for visibility in Visibility:
        documents.add(event, replace(AGENDA, visibility=visibility), upload(), MOST, organiser)
    documents.add(event, replace(AGENDA, kind=DocumentKind.REPORT), upload(), MOST, organiser)
    documents.add(other, AGENDA, upload(), MOST, organiser)

    def seen(confirmed: bool, correspondent: bool) -> list[Visibility]:
        found = documents.visible_documents(event, confirmed=confirmed, correspondent=correspondent)
        return [document.visibility for document in found]

    everyone, confirmed, correspondents = Visibility
    assert seen(False, False) == [everyone, everyone]
    assert seen(True, False) == [everyone, confirmed, everyone]
    assert seen(True, True) == [everyone, confirmed, correspondents, everyone]
    hidden = next(row for row in documents.of_event(event) if row.visibility is confirmed)
    with pytest.raises(NotFound):
        documents.visible_document(event, hidden.id, confirmed=False, correspondent=True)
    with pytest.raises(NotFound):
        documents.visible_document(other, hidden.id, confirmed=True, correspondent=True)
    assert documents.visible_document(event, hidden.id, confirmed=True, correspondent=False) is hidden
