"""An event's public page, with its programme and documents."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from app.lib.clock import now
from app.models import Status
from app.public.door import bp
from app.public.my_registration import own_registration
from app.services import calendar, documents, offers
from app.services.programme_days import days_of
from app.services.statistics import public_figures, public_words
from app.web import access, document_files
from app.web.locale import language


@bp.get("/events/<slug>")
@access.allow(access.ANYONE)
def event(slug: str) -> str:
    """What, when, where, for whom; the programme; how to register."""
    shown = calendar.page_of(slug)
    figures = public_figures.of_event(shown)
    return render_template(
        "public/events/page.html",
        event=shown,
        state=calendar.public_state(shown, now()),
        days=days_of(shown),
        session_left=offers.left_in(shown.sessions),
        places=offers.places_left(shown),
        told=public_words.told(figures, language()) if figures else None,
        documents=documents.visible_documents(shown, confirmed=_is_confirmed(shown.id), correspondent=False),
    )


@bp.get("/events/<slug>/documents/<int:document_id>")
@access.allow(access.ANYONE)
def document(slug: str, document_id: int) -> Response:
    """A document, for whom it is meant; for everybody else it does not exist."""
    shown = offers.public_event(slug)
    row = documents.visible_document(
        shown, document_id, confirmed=_is_confirmed(shown.id), correspondent=False
    )
    return document_files.download(row)


def _is_confirmed(event_id: int) -> bool:
    registration = own_registration()
    return (
        registration is not None
        and registration.event_id == event_id
        and registration.status is Status.CONFIRMED
    )
