"""The desk's page: one field, one answer, who came last, who is there. Its script asks for the answer and the rest alone."""

from __future__ import annotations

import uuid
from typing import Any

from flask import render_template, session

from app.checkin import asking
from app.checkin.answers import Told
from app.checkin.asking import Asked
from app.lib.clock import now
from app.models import Event, EventSession, Registration, SessionKind
from app.services.attendance import attendance_counts, desk_log, occasions
from app.services.attendance.desk_errors import NotADayOfTheEvent
from app.services.attendance.desk_search import Found
from app.services.attendance.occasions import Occasion
from app.services.errors import DomainError, EventReadOnly
from app.services.shown_names import Viewer
from app.web.locale import language

OPENED = "opened_name"  # in the cookie: the one name that this desk has opened last


def render(
    event: Event, asked: Asked, told: Told | None = None, found: Found | None = None, typed: str = ""
) -> str:
    """The page for an occasion; on a day that is none of the event's it asks for one."""
    return render_template(
        "checkin/desk.html",
        told=told,
        found=found,
        typed=typed,
        **_around(event, asked),
        **_answer(event, asked),
    )


def parts(event: Event, asked: Asked) -> str:
    """The parts of the page that change with each scan."""
    return render_template("checkin/parts.html", **_around(event, asked), **_answer(event, asked))


def panel(event: Event, asked: Asked, told: Told | None) -> str:
    """The answer to a scan alone; nothing is read for it."""
    return render_template("checkin/told.html", told=told, **_answer(event, asked))


def matches(event: Event, asked: Asked, found: Found, typed: str, *, alone: bool) -> str:
    """Who may be meant by what was typed: within the page, or alone."""
    if not alone:
        return render(event, asked, found=found, typed=typed)
    return render_template("checkin/told.html", found=found, typed=typed, **_answer(event, asked))


def refusal(error: DomainError) -> str:
    """What a rule refuses, as a panel."""
    return render_template("checkin/refused.html", words=error.wording(language()))


def viewer_of(registration: Registration) -> Viewer:
    """As whom the desk looks at somebody: a discreet person's name shows only after it was opened."""
    return Viewer.OPENED if session.get(OPENED) == registration.id else Viewer.OTHERS


def _answer(event: Event, asked: Asked) -> dict[str, Any]:
    """What every answer needs, and each is given once more for the next scan."""
    return {"event": event, "asked": asked, "scan": uuid.uuid4(), "viewer_of": viewer_of}


def _around(event: Event, asked: Asked) -> dict[str, Any]:
    occasion, closed = _occasion(event, asked)
    sessions = _sessions(event)
    desk = asking.desk_name()
    return {
        "occasion": occasion,
        "closed": closed,
        "desk": desk,
        "today": event.local(now()).date(),
        "sessions": sessions,
        "by_session": attendance_counts.in_sessions(event.id) if sessions else {},
        "presence": _presence(occasion),
        "latest": desk_log.latest(event.id, desk),
    }


def _occasion(event: Event, asked: Asked) -> tuple[Occasion | None, bool]:
    try:
        return occasions.of(event, asked.day, asked.session_id), False
    except NotADayOfTheEvent:
        return None, False
    except EventReadOnly:
        return None, True


def _presence(occasion: Occasion | None) -> attendance_counts.Presence | None:
    if occasion is None:
        return None
    session_id = occasion.session.id if occasion.session else None
    return attendance_counts.presence(occasion.event.id, occasion.day, session_id)


def _sessions(event: Event) -> list[EventSession]:
    return [row for row in event.sessions if row.cancelled_at is None and row.kind is not SessionKind.BREAK]
