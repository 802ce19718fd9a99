"""Files as they are handed out: as downloads, whole or in part, to whoever does not have them already."""

from __future__ import annotations

import hashlib
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.models import EventDocument, Visibility
from app.services import documents, file_store
from app.services.actors import SYSTEM
from app.services.documents import DocumentDetails, Upload
from tests.factories.events import an_event
from tests.factories.files import PDF
from tests.services.test_documents import AGENDA

CONTENT = PDF + bytes(range(256)) * 3000  # more than two pieces


def handed_in(name: str = "agenda.pdf", details: DocumentDetails = AGENDA) -> EventDocument:
    return documents.add(an_event(), details, Upload(name, io.BytesIO(CONTENT)), 10**7, SYSTEM)


def address(document: EventDocument) -> str:
    return f"/events/{document.event.slug}/documents/{document.id}"


@pytest.fixture
def document(app: Flask) -> EventDocument:
    found = handed_in()
    db.session.commit()
    return found


def test_a_file_comes_whole_with_its_size_and_its_digest(
    client: FlaskClient, document: EventDocument
) -> None:
    answer = client.get(address(document))
    assert answer.status_code == 200
    assert answer.data == CONTENT
    assert answer.content_length == len(CONTENT)
    assert answer.get_etag() == (hashlib.sha256(CONTENT).hexdigest(), False)
    assert answer.last_modified is not None
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == "attachment; filename=agenda.pdf"
    assert answer.mimetype == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_whoever_has_it_need_not_take_it_again(client: FlaskClient, document: EventDocument) -> None:
    first = client.get(address(document))
    for header in (
        {"If-None-Match": first.headers["ETag"]},
        {"If-Modified-Since": first.headers["Last-Modified"]},
    ):
        answer = client.get(address(document), headers=header)
        assert (answer.status_code, answer.data) == (304, b"")
    assert client.get(address(document), headers={"If-None-Match": '"another"'}).data == CONTENT


@pytest.mark.parametrize("first", [0, 5, file_store.PIECE - 1, file_store.PIECE * 2])
def test_a_part_of_it_can_be_taken(client: FlaskClient, document: EventDocument, first: int) -> None:
    answer = client.get(address(document), headers={"Range": f"bytes={first}-{first + 9}"})
    assert (answer.status_code, answer.data) == (206, CONTENT[first : first + 10])
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + 9}/{len(CONTENT)}"


def test_asking_how_large_it_is_reads_nothing_of_it(client: FlaskClient, document: EventDocument) -> None:
    answer = client.head(address(document))
    assert (answer.status_code, answer.data, answer.content_length) == (200, b"", len(CONTENT))


def test_a_name_in_any_letters(client: FlaskClient) -> None:
    document = handed_in("Ordre du jour – été.pdf")
    db.session.commit()
    said = client.get(address(document)).headers["Content-Disposition"]
    assert "filename*=UTF-8''Ordre%20du%20jour%20%E2%80%93%20%C3%A9t%C3%A9.pdf" in said
    assert 'filename="Ordre du jour  ete.pdf"' in said


def test_a_lost_file_is_not_there(client: FlaskClient, document: EventDocument) -> None:
    file_store.remove(document.stored_name)
    db.session.commit()
    assert client.get(address(document)).status_code == 404


def test_a_download_outlives_its_view_and_holds_no_transaction(
    client: FlaskClient, document: EventDocument
) -> None:
    answer = client.get(address(document), buffered=False)
    pieces = answer.iter_encoded()
    begin = next(pieces)
    assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    document.title = "changed meanwhile"  # on SQLite nobody could, were the download a writing unit
    db.session.commit()
    assert begin + b"".join(pieces) == CONTENT
    answer.close()


def test_what_is_not_for_everybody_is_for_nobody_else(client: FlaskClient) -> None:
    details = DocumentDetails(AGENDA.kind, AGENDA.language, Visibility.CONFIRMED, "Agenda")
    document = handed_in(details=details)
    db.session.commit()
    assert client.get(address(document)).status_code == 404
