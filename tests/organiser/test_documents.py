"""Documents as an organiser hands them in."""

from __future__ import annotations

import io

from sqlalchemy import select

from app.extensions import db
from app.models import Event, EventDocument, EventStatus
from tests.factories.events import an_event
from tests.factories.files import PDF, a_file
from tests.pages import Page, Visitor


def address(event: Event, rest: str = "") -> str:
    return f"/organiser/events/{event.slug}/documents{rest}"


def handed_in(
    organiser: Visitor, event: Event, name: str = "agenda.pdf", content: bytes = PDF, **more: str
) -> Page:
    said = {"title": "Draft agenda", "kind": "agenda", "language": "en", **more}
    return organiser.visit(address(event, "/new")).submit(file=(io.BytesIO(content), name), **said)


def test_a_document_is_handed_in_and_downloaded(organiser: Visitor) -> None:
    event = an_event()
    page = handed_in(organiser, event, "../../Ordre du jour.pdf")

    assert page.status == 200, page.text
    assert "The document is there." in page.text
    assert page.all_text("h1") == ["One document"]
    document = db.session.scalars(select(EventDocument)).one()
    answer = organiser.get(address(event, f"/{document.id}"))
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Ordre du jour.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_wrong_file_keeps_what_was_typed(organiser: Visitor) -> None:
    event = an_event()
    page = handed_in(organiser, event, "agenda.exe", title="A title with <b>")

    assert page.status == 422
    assert "Choose one of these: PDF, DOCX" in page.one("#file-error").get_text()
    assert page.fields()["title"] == "A title with <b>"
    assert page.fields()["kind"] == "agenda"
    page = handed_in(organiser, event, content=b"MZ")
    assert "The file is not what its name says" in page.one("#file-error").get_text()
    page = organiser.visit(address(event, "/new")).submit(title="x", kind="agenda", language="en")
    assert "Choose a file" in page.one("#file-error").get_text()
    page = organiser.visit(address(event, "/new")).submit()
    assert page.all_text(".problem li") == ["Enter a title", "Choose what it is"]


def test_a_document_is_replaced_and_removed(organiser: Visitor) -> None:
    event = an_event(status=EventStatus.ARCHIVED)  # the report comes afterwards
    page = handed_in(organiser, event).follow("Edit or replace")
    assert page.fields()["title"] == "Draft agenda"
    page = page.submit(title="Report", kind="report", file=(io.BytesIO(a_file("docx")), "Report.docx"))
    assert "Report.docx" in page.text

    page = page.follow("Edit or replace").submit(visibility="confirmed")
    assert page.all_text(".rows .chip") == ["Confirmed participants"]
    page = page.follow("Remove…")
    assert "Report.docx" in page.text
    assert page.submit().all_text("h1") == ["No document yet"]


def test_two_tabs(organiser: Visitor) -> None:
    event = an_event()
    handed_in(organiser, event)
    document = db.session.scalars(select(EventDocument)).one()
    tabs = [organiser.visit(address(event, f"/{document.id}/edit")) for _ in range(2)]
    tabs[0].submit(title="First")
    page = tabs[1].submit(title="Second", language="fr")

    assert page.status == 409
    assert page.all_text(".note dl dd") == ["First", "English"]
    assert page.submit().status == 200


def test_a_document_of_another_event_is_not_there(organiser: Visitor) -> None:
    mine, other = an_event(), an_event()
    handed_in(organiser, other)
    document = db.session.scalars(select(EventDocument)).one()
    for rest in ("", "/edit", "/remove"):
        assert organiser.get(address(mine, f"/{document.id}{rest}")).status_code == 404
        assert organiser.get(address(other, f"/{document.id}{rest}")).status_code == 200


def test_the_list_asks_the_same_for_many(organiser: Visitor, statements) -> None:  # type: ignore[no-untyped-def]
    event = an_event()
    handed_in(organiser, event)
    with statements() as asked:
        organiser.visit(address(event))
    few = len(asked)
    for _ in range(5):
        handed_in(organiser, event)
    with statements() as asked:
        organiser.visit(address(event))
    assert len(asked) == few
    asked.within(5)
