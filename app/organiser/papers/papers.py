"""The papers of an event, each with what it is for; those about people carry on whom the address means."""

from __future__ import annotations

from flask import render_template

from app.organiser.door import bp
from app.organiser.papers.whom import whom
from app.services.papers.paper_kinds import PaperKind
from app.services.papers.registry import PAPERS
from app.web import access
from app.web.event_pages import event_of_user


@bp.get("/events/<slug>/papers")
@access.allow(access.ORGANISERS)
def papers(slug: str) -> str:
    """What can be printed."""
    event = event_of_user(slug)
    chosen = whom(event)
    shown = [(kind, PAPERS[kind]) for kind in PaperKind if PAPERS[kind].about_people or not chosen.arguments]
    return render_template("organiser/papers/list.html", event=event, whom=chosen, papers=shown)
