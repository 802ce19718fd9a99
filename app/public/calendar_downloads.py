"""Calendar files: of an event for everybody, of one's own programme for a registered person."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.documents import calendar_files
from app.public.door import bp
from app.public.my_registration import own_registration
from app.services import calendar
from app.web import access
from app.web.locale import language


@bp.get("/events/<slug>/event.ics")
@access.allow(access.ANYONE)
def event_calendar(slug: str) -> Response:
    """The event as a calendar file."""
    return _download(calendar_files.event_calendar(calendar.programme_of(slug), language()), slug)


@bp.get("/my-registration/calendar.ics")
@access.allow(access.PRIVATE_LINK)
def my_calendar() -> Response:
    """The event and one's own sessions as a calendar file."""
    registration = own_registration()
    if registration is None:
        return redirect(url_for("public.find_registration"))
    return _download(calendar_files.participant_calendar(registration, language()), "my-programme")


def _download(content: str | bytes, name: str) -> Response:
    disposition = f'attachment; filename="{name}.ics"'
    return FileResponse(content, mimetype="text/calendar", headers={"Content-Disposition": disposition})
