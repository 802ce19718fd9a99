"""What is kept how long, what is due to be forgotten, and what was erased when."""

from __future__ import annotations

from flask import render_template

from app.organiser.door import bp
from app.organiser.privacy import retention_words
from app.services.privacy import erasure_log, retention
from app.web import access


@bp.get("/privacy/retention", endpoint="retention")
@access.allow(access.ADMINISTRATORS)
def retention_page() -> str:
    """The rules with what they would take now, and the records of what has gone. Nothing is changed here."""
    return render_template(
        "organiser/privacy/retention.html",
        dues=retention.preview(),
        last_run=retention.last_run(),
        erased=erasure_log.lately(),
        words=retention_words,
    )
