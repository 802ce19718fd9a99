"""The desk of one event: the page, its name, and the names that it opens."""

from __future__ import annotations

from flask import request, session
from werkzeug.wrappers import Response

from app.checkin import answering, answers, asking, desk_page
from app.checkin.answering import Answer
from app.checkin.answers import Said, Told
from app.checkin.asking import Asked
from app.checkin.door import bp
from app.extensions import db
from app.lib.names import tidy
from app.services.attendance import checking_in
from app.services.errors import NotFound
from app.web import access, cookies
from app.web.event_pages import event_of_user


@bp.get("/<slug>")
@access.allow(access.DESK)
def desk(slug: str) -> str:
    """The page, with the answer to the last scan if the address tells one."""
    event = event_of_user(slug)
    return desk_page.render(event, Asked.of(request.args), answers.of_address(event, request.args))


@bp.get("/<slug>/parts")
@access.allow(access.DESK)
def parts(slug: str) -> str:
    """What changes with each scan besides its answer: for the page's script, and to get a fresh token."""
    return desk_page.parts(event_of_user(slug), Asked.of(request.args))


@bp.post("/<slug>/desk-name")
@access.allow(access.DESK)
def name_desk(slug: str) -> Response:
    """Remember in this browser how the desk is called."""
    event_of_user(slug)
    response = Asked.of(request.form).back(slug)
    name = (tidy(request.form.get("desk_name")) or "")[: asking.LONGEST_DESK]
    cookies.remember(response, asking.DESK_COOKIE, name)
    return response


@bp.post("/<slug>/name")
@access.allow(access.DESK)
def open_name(slug: str) -> Answer:
    """Show the name of a discreet person to this desk; that it was opened is on record."""
    event = event_of_user(slug)
    registration_id = asking.number(request.form.get("registration"))
    if registration_id is None:
        raise NotFound
    registration = checking_in.open_name(event, registration_id, asking.this_desk().actor)
    session[desk_page.OPENED] = registration_id
    answer = answering.told(event, Asked.of(request.form), Told(Said.FOUND, registration))
    db.session.commit()
    return answer
