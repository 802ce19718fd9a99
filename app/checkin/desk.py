"""The desk of one event: the page, its name, and the names that it opens."""

from __future__ import annotations

from flask import request, session
from werkzeug.wrappers import Response

from app.checkin import answers, asking, desk_page
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
def open_name(slug: str) -> Response:
    """Show the name of a discreet person to this desk; that it was opened is on record."""
    event = event_of_user(slug)
    registration_id = asking.number(request.form.get("registration"))
    if registration_id is None:
        raise NotFound
    checking_in.open_name(event, registration_id, asking.this_desk().actor)
    db.session.commit()
    session[desk_page.OPENED] = registration_id
    return Asked.of(request.form).back(slug, answer=answers.Said.FOUND.value, person=registration_id)
