"""The log of an event's letters: what was sent, to whom, and what became of it; narrowed and paged by its address."""

from __future__ import annotations

from flask import render_template

from app.organiser.door import bp
from app.services import letter_log
from app.services.letter_log import Filters
from app.web import access
from app.web.event_pages import event_of_user


@bp.get("/events/<slug>/letters")
@access.allow(access.ORGANISERS)
def letters(slug: str) -> str:
    """The log."""
    event = event_of_user(slug)
    return render_template(
        "organiser/letters/log.html", event=event, page=letter_log.page(event, Filters(), 1)
    )
