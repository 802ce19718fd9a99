"""A file that one host took, from the other, which has no folder in common with it."""

from __future__ import annotations

import io

from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from app.extensions import db
from app.models import EventDocument
from tests.factories.events import an_event
from tests.factories.files import PDF
from tests.factories.users import an_organiser
from tests.outside.running import Running
from tests.outside.visitor import Outsider
from tests.several_hosts.both import at_the_other
from tests.signing_in import sign_in


def test_a_document_that_one_host_took_is_handed_out_by_the_other(one: Running, two: Running) -> None:
    event, user = an_event(), an_organiser()
    address = f"/organiser/events/{event.slug}/documents"
    browser = sign_in(Outsider(one), user)  # type: ignore[arg-type]
    page = browser.visit(f"{address}/new")
    fields = page.fields().to_dict() | {"title": "Draft agenda", "kind": "agenda", "language": "en"}
    sent = fields | {"file": FileStorage(io.BytesIO(PDF), "agenda.pdf", content_type="application/pdf")}
    same = {"Sec-Fetch-Site": "same-origin"}
    assert browser.post(f"{address}/new", sent, files=True, headers=same).status_code == 303
    document = db.session.scalars(select(EventDocument).where(EventDocument.event_id == event.id)).one()
    answer = at_the_other(browser, two).get(f"{address}/{document.id}")
    db.session.rollback()
    assert (answer.status_code, answer.data) == (200, PDF)
    print("a document handed in at one came from two, byte by byte")
