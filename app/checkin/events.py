"""The events whose desk one may open."""

from __future__ import annotations

from flask import render_template
from flask_login import current_user

from app.checkin.door import bp
from app.services.attendance import desk_events
from app.web import access


@bp.get("/")
@access.allow(access.DESK)
def events() -> str:
    """Today's event first."""
    return render_template("checkin/events.html", events=desk_events.listing(current_user))
