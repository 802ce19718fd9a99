"""Documents: row and file stand or fall together; who sees which."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import AuditEntry, DocumentKind, DocumentLanguage, EventDocument, EventStatus, Visibility
from app.services import documents
from app.services.actors import Actor, staff
from app.services.documents import Cupboard, DocumentDetails, Upload
from app.services.errors import EditedMeanwhile, NotFound
from app.services.event_errors import (
    FileIsSomethingElse,
    FileKindNotAllowed,
    FileMissing,
    FileTooLarge,
    FileUnpacksTooLarge,
)
from tests.factories.events import an_event
from tests.factories.files import PDF, a_file
from tests.factories.users import a_user

AGENDA = DocumentDetails(DocumentKind.AGENDA, DocumentLanguage.EN, Visibility.EVERYONE, "Draft agenda")


@pytest.fixture
def organiser(app: Flask) -> Actor:
    return staff(a_user())


@pytest.fixture
def cupboard(tmp_path: Path) -> Cupboard:
    return Cupboard(tmp_path / "documents", 1024 * 1024)


def upload(content: bytes = PDF, name: str = "agenda.pdf") -> Upload:
    return Upload(name, io.BytesIO(content))


def files(cupboard: Cupboard) -> list[bytes]:
    return sorted(file.read_bytes() for file in cupboard.folder.iterdir()) if cupboard.folder.exists() else []


def test_a_document_is_kept_under_a_name_that_nobody_chose(organiser: Actor, cupboard: Cupboard) -> None:
    document = documents.add(an_event(), AGENDA, upload(name="../../agenda.pdf"), cupboard, organiser)
    db.session.commit()

    assert (document.file_name, document.size, document.media_type) == (
        "agenda.pdf",
        len(PDF),
        "application/pdf",
    )
    path = documents.path_of(document, cupboard.folder)
    assert path.parent == cupboard.folder
    assert "agenda" not in path.name
    assert path.read_bytes() == PDF


def test_without_its_row_the_file_goes(organiser: Actor, cupboard: Cupboard) -> None:
    documents.add(an_event(), AGENDA, upload(), cupboard, organiser)
    assert files(cupboard)
    db.session.rollback()
    assert files(cupboard) == []


def test_a_new_file_takes_the_place_of_the_old_one(organiser: Actor, cupboard: Cupboard) -> None:
    document = documents.add(an_event(), AGENDA, upload(), cupboard, organiser)
    db.session.commit()
    report = upload(a_file("odt"), "report.odt")
    documents.edit(document, AGENDA, report, document.version, cupboard, organiser)
    db.session.rollback()
    assert files(cupboard) == [PDF]
    report.content.seek(0)
    documents.edit(document, AGENDA, report, document.version, cupboard, organiser)
    assert len(files(cupboard)) == 2  # until the row is committed
    db.session.commit()
    assert files(cupboard) == [a_file("odt")]
    assert document.file_name == "report.odt"


def test_what_is_said_changes_without_the_file(organiser: Actor, cupboard: Cupboard) -> None:
    document = documents.add(an_event(), AGENDA, upload(), cupboard, organiser)
    version = document.version
    said = replace(AGENDA, title="Agenda", visibility=Visibility.CONFIRMED)
    documents.edit(document, said, None, version, cupboard, organiser)

    assert db.session.scalars(select(AuditEntry.fields).order_by(AuditEntry.id)).all()[-1] == [
        "title",
        "visibility",
    ]
    with pytest.raises(EditedMeanwhile):
        documents.edit(document, AGENDA, None, version, cupboard, organiser)


def test_a_document_and_its_file_are_removed(organiser: Actor, cupboard: Cupboard) -> None:
    document = documents.add(an_event(status=EventStatus.ARCHIVED), AGENDA, upload(), cupboard, organiser)
    db.session.commit()
    documents.remove(document, cupboard, organiser)
    assert files(cupboard) == [PDF]
    db.session.commit()
    assert files(cupboard) == []
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
    organiser: Actor, cupboard: Cupboard, content: bytes, name: str, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        documents.add(an_event(), AGENDA, upload(content, name), cupboard, organiser)
    assert files(cupboard) == []


def test_everybody_sees_what_is_meant_for_them(organiser: Actor, cupboard: Cupboard) -> None:
    event, other = an_event(), an_event()
    for visibility in Visibility:
        documents.add(event, replace(AGENDA, visibility=visibility), upload(), cupboard, organiser)
    documents.add(event, replace(AGENDA, kind=DocumentKind.REPORT), upload(), cupboard, organiser)
    documents.add(other, AGENDA, upload(), cupboard, organiser)

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


def test_a_lost_file_is_not_there(organiser: Actor, cupboard: Cupboard) -> None:
    document = documents.add(an_event(), AGENDA, upload(), cupboard, organiser)
    documents.path_of(document, cupboard.folder).unlink()
    with pytest.raises(NotFound):
        documents.path_of(document, cupboard.folder)
    document.stored_name = "../police_network.db"
    with pytest.raises(NotFound):
        documents.path_of(document, cupboard.folder)
