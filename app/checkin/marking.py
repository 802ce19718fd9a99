"""What is scanned or typed at the desk, marked present, and taken back."""

from __future__ import annotations

import re

from flask import request
from werkzeug.wrappers import Response

from app.checkin import asking, desk_page
from app.checkin.answers import Said
from app.checkin.asking import Asked
from app.checkin.door import bp
from app.extensions import db
from app.lib.names import tidy
from app.models import Event, Registration
from app.services.attendance import checking_in, desk_search, occasions
from app.services.attendance.checking_in import Answer, Outcome
from app.services.attendance.occasions import Occasion
from app.services.errors import NotADayOfTheEvent, NotFound
from app.web import access
from app.web.event_pages import event_of_user

_CODE = re.compile(r"(?=.*\d)\S+|\S{16,}")  # what no name looks like: a word with a digit, or a very long one


@bp.post("/<slug>")
@access.allow(access.DESK)
def mark(slug: str) -> Response | str:
    """A code or a button checks somebody in; part of a name shows who may be meant. An unknown code is never recorded."""
    event, asked = event_of_user(slug), Asked.of(request.form)
    typed = tidy(request.form.get("code")) or ""
    try:
        occasion = occasions.of(event, asked.day, asked.session_id)
    except NotADayOfTheEvent:
        return asked.back(slug, answer=Said.WRONG_DAY.value)
    registration = _meant(event, typed)
    if registration is not None:
        return _marked(slug, asked, occasion, registration)
    if not typed:
        return asked.back(slug)
    if _CODE.fullmatch(typed):
        return asked.back(slug, answer=Answer.UNKNOWN.value)
    return desk_page.render(event, asked, found=desk_search.matching(occasion, typed), typed=typed)


@bp.post("/<slug>/undo")
@access.allow(access.DESK)
def undo(slug: str) -> Response:
    """Take a check-in back."""
    event, entry_id = event_of_user(slug), asking.number(request.form.get("entry"))
    if entry_id is None:
        raise NotFound
    checking_in.undo(event, entry_id, asking.this_desk())
    db.session.commit()
    return Asked.of(request.form).back(slug, answer=Answer.TAKEN_BACK.value, entry=entry_id)


def _meant(event: Event, typed: str) -> Registration | None:
    chosen = request.form.get("registration")
    if chosen is None:
        return checking_in.find_by_code(event, typed) if typed else None
    registration_id = asking.number(chosen)
    if registration_id is None:
        raise NotFound
    return checking_in.of_event(event, registration_id)


def _marked(slug: str, asked: Asked, occasion: Occasion, registration: Registration) -> Response:
    client_id = asking.scan_id(registration.id, occasion.day, occasion.session and occasion.session.id)
    outcome = checking_in.check_in(
        occasion, registration, asking.this_desk(), client_id, anyway="anyway" in request.form
    )
    told = _address_of(outcome, registration)
    db.session.commit()
    return asked.back(slug, answer=outcome.answer.value, **told)


def _address_of(outcome: Outcome, registration: Registration) -> dict[str, int]:
    if outcome.entry is not None:
        return {"entry": outcome.entry.id}
    return {} if outcome.answer is Answer.OTHER_EVENT else {"person": registration.id}
