"""The calendar: the next conference, what is coming, what has been."""

from __future__ import annotations

from flask import render_template

from app.lib.clock import now
from app.public.door import bp
from app.services import calendar as calendar_service
from app.services.statistics import public_figures
from app.web import access


@bp.get("/")
@access.allow(access.ANYONE)
def calendar() -> str:
    """Coming and past events. Where a date or a figure was never recorded, the page says so."""
    at = now()
    events = calendar_service.calendar()
    return render_template(
        "public/calendar.html",
        calendar=events,
        hero=events.next_conference,
        tiles=calendar_service.tiles(),
        states={event.id: calendar_service.public_state(event, at) for event in events.coming + events.past},
        totals=public_figures.totals(events.past),
        known=calendar_service.known(events.past),
    )
