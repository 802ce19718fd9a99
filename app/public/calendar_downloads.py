"""Calendar files: of an event for everybody, of one's own programme for a registered person."""

from __future__ import annotations

from typing import Any

from flask import Response as FileResponse
from flask import current_app, redirect, url_for
from werkzeug.wrappers import Response

from app.documents import calendar_files
from app.models import Event
from app.public.door import bp
from app.public.my_registration import own_registration
from app.services import calendar, network
from app.services.errors import NotFound
from app.web import access
from app.web.locale import language


@bp.get("/events/<slug>/event.ics")
@access.allow(access.ANYONE)
def event_calendar(slug: str) -> Response:
    """The event as a calendar file; there is none while its dates are not known."""
    event = calendar.programme_of(slug)
    if event.starts_at is None:
        raise NotFound
    return _download(calendar_files.event_calendar(event, language(), **_particulars(event)), slug)


@bp.get("/my-registration/calendar.ics")
@access.allow(access.PRIVATE_LINK)
def my_calendar() -> Response:
    """The event and one's own sessions as a calendar file."""
    registration = own_registration()
    if registration is None:
        return redirect(url_for("public.find_registration"))
    content = calendar_files.participant_calendar(
        registration, language(), **_particulars(registration.event)
    )
    return _download(content, "my-programme")


def _particulars(event: Event) -> dict[str, Any]:
    """What a calendar file says beyond the rows: the address of the event's page, and whom to ask."""
    settings = current_app.extensions["config"]
    path = url_for("public.event", slug=event.slug)
    return {"address": f"{settings.base_url}{path}", "contact": network.contact_address(settings)}


def _download(content: str | bytes, name: str) -> Response:
    disposition = f'attachment; filename="{name}.ics"'
    return FileResponse(content, mimetype="text/calendar", headers={"Content-Disposition": disposition})
