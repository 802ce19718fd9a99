"""The list of an event for an open desk, so that it goes on while the network is down. The page keeps it in memory only."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from flask_wtf.csrf import generate_csrf

from app.checkin.asking import Asked
from app.checkin.door import bp
from app.lib.clock import now
from app.models import CheckIn, CheckInKind
from app.models.labels import label
from app.services.attendance import occasions, offline_list
from app.services.attendance.checking_in import hindrance_of
from app.services.attendance.occasions import Occasion
from app.services.attendance.offline_list import Listed
from app.services.shown_names import Viewer, shown_name
from app.web import access, outages
from app.web.event_pages import event_of_user
from app.web.formatting import affiliation
from app.web.locale import language


@bp.get("/<slug>/people")
@access.allow(access.DESK)
@outages.answers_json
def people(slug: str) -> Response:
    """Everybody of the event as the desk may see them, who of them is in, and a fresh token for handing in."""
    event, asked = event_of_user(slug), Asked.of(request.args)
    occasion = occasions.of(event, asked.day, asked.session_id)
    return jsonify(
        loaded=now().isoformat(),
        until=offline_list.keep_until(event).isoformat(),
        zone=event.time_zone,
        days=[day.isoformat() for day in event.days],
        day=occasion.day.isoformat(),
        start=event.short_code.upper(),
        token=generate_csrf(),
        people=[_person(occasion, one) for one in offline_list.listing(occasion)],
    )


def _person(occasion: Occasion, one: Listed) -> dict[str, Any]:
    row = one.registration
    name = shown_name(row, Viewer.OTHERS, language())
    hindrance = hindrance_of(occasion, row)
    return {
        "id": row.id,
        "given": name.given,
        "family": name.family,
        "script": name.own_script,
        "body": affiliation(row),
        "part": label(row.role or row.category, language()),
        "reference": row.reference,
        "badge": one.badge,
        "status": label(row.status, language()),
        "hindrance": hindrance.value if hindrance else None,
        "replaced": row.replaced,
        "last": _line(one.last) if one.last else None,
    }


def _line(entry: CheckIn) -> dict[str, Any]:
    return {"at": entry.at.isoformat(), "desk": entry.desk, "out": entry.kind is CheckInKind.OUT}
