"""What is scanned or typed at the desk, marked present or gone, and taken back."""

from __future__ import annotations

import re

from flask import request
from flask_login import current_user

from app.checkin import answering, asking, desk_page
from app.checkin.answering import Answer
from app.checkin.answers import Said, Told
from app.checkin.asking import Asked
from app.checkin.door import bp
from app.extensions import db
from app.lib.names import tidy
from app.models import Event, Registration
from app.services import event_sight
from app.services.attendance import checking_in, desk_search, occasions
from app.services.attendance.desk_errors import NotADayOfTheEvent
from app.services.attendance.occasions import Occasion
from app.services.errors import NotFound
from app.web import access
from app.web.event_pages import event_of_user

_CODE = re.compile(r"(?=.*\d)\S+|\S{16,}")  # what no name looks like: a word with a digit, or a very long one


@bp.post("/<slug>")
@access.allow(access.DESK)
def mark(slug: str) -> Answer:
    """A code or a button checks somebody in or out; part of a name shows who may be meant."""
    event, asked = _event(slug), Asked.of(request.form)
    typed = tidy(request.form.get("code")) or ""
    try:
        occasion = occasions.of(event, asked.day, asked.session_id)
    except NotADayOfTheEvent:
        return answering.told(event, asked, Told(Said.WRONG_DAY))
    registration = _meant(event, typed)
    if registration is not None:
        return marked(asked, occasion, registration)
    if typed and not is_code(typed):
        found = desk_search.matching(occasion, typed)
        return desk_page.matches(event, asked, found, typed, alone=answering.by_script())
    return answering.told(event, asked, Told(checking_in.Answer.UNKNOWN) if typed else None)


@bp.post("/<slug>/undo")
@access.allow(access.DESK)
def undo(slug: str) -> Answer:
    """Take a check-in or an exit back."""
    event, entry_id = event_of_user(slug), asking.number(request.form.get("entry"))
    if entry_id is None:
        raise NotFound
    entry = checking_in.undo(event, entry_id, asking.this_desk())
    told = Told(checking_in.Answer.TAKEN_BACK, entry.registration, entry)
    answer = answering.told(event, Asked.of(request.form), told)
    db.session.commit()
    return answer


def is_code(typed: str) -> bool:
    """Whether something that nobody has is a code; otherwise it is part of a name. What a camera reads is always a code."""
    return "camera" in request.form or _CODE.fullmatch(typed) is not None


def marked(asked: Asked, occasion: Occasion, registration: Registration) -> Answer:
    """Check somebody in, or out if that is what is asked for, and commit. An unknown code never comes here."""
    desk, out = asking.this_desk(), asked.out and occasion.exits
    client_id = asking.scan_id(registration.id, occasion, out=out)
    if out:
        outcome = checking_in.check_out(occasion, registration, desk, client_id)
    else:
        anyway = "anyway" in request.form
        outcome = checking_in.check_in(occasion, registration, desk, client_id, anyway=anyway)
    about = None if outcome.answer is checking_in.Answer.OTHER_EVENT else registration
    answer = answering.told(occasion.event, asked, Told(outcome.answer, about, outcome.entry))
    db.session.commit()
    return answer


def _event(slug: str) -> Event:
    """The event; the open page gets a panel, for which little of it is needed."""
    return event_sight.event_to_scan(current_user, slug) if answering.by_script() else event_of_user(slug)


def _meant(event: Event, typed: str) -> Registration | None:
    chosen = request.form.get("registration")
    if chosen is None:
        return checking_in.find_by_code(event, typed) if typed else None
    registration_id = asking.number(chosen)
    if registration_id is None:
        raise NotFound
    return checking_in.of_event(event, registration_id)
