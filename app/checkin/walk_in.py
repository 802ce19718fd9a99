"""Somebody who comes without a registration: registered, confirmed and checked in with one short form."""

from __future__ import annotations

import uuid

from flask import render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.checkin import asking, walk_in_form
from app.checkin.answers import Said
from app.checkin.asking import Asked
from app.checkin.door import bp
from app.checkin.walk_in_form import WalkInForm
from app.extensions import db
from app.models import Event
from app.services.attendance import checking_in, desk_log, occasions, walk_ins
from app.services.attendance.desk_errors import WalkInsNotAllowed
from app.services.errors import AlreadyRegistered, DomainError, EventFull, QuotaFull
from app.web import access
from app.web.errors import status_of
from app.web.event_pages import event_of_user
from app.web.forms import blame
from app.web.locale import language

Page = str | Response | tuple[str, int]


@bp.route("/<slug>/walk-in", methods=["GET", "POST"])
@access.allow(access.DESK)
def walk_in(slug: str) -> Page:
    """The form; who turns out to be registered already is shown instead."""
    event, asked = event_of_user(slug), Asked.of(request.values)
    if not event.walk_ins:
        raise WalkInsNotAllowed
    form = walk_in_form.made_for(event)
    if request.method == "GET" or "lang" in request.form:
        return _page(event, asked, form)
    if not form.validate():
        return _page(event, asked, form), 422
    return _registered(event, asked, form)


def _registered(event: Event, asked: Asked, form: WalkInForm) -> Page:
    slug, desk = event.slug, asking.this_desk()
    try:
        occasion = occasions.of(event, asked.day, asked.session_id)
        registration = walk_ins.register(event.id, form.application(occasion), desk.actor)
    except DomainError as error:
        db.session.rollback()
        if isinstance(error, AlreadyRegistered):
            return _known(event, asked, str(error.values["reference"]))
        blame(form, error, language())
        full = isinstance(error, EventFull | QuotaFull)
        return _page(event, asked, form, full=full), status_of(error)
    entry = checking_in.check_in(occasion, registration, desk, uuid.uuid4()).entry
    told = {"entry": entry.id} if entry else {}
    db.session.commit()
    return asked.back(slug, answer=checking_in.Answer.WELCOME.value, **told)


def _known(event: Event, asked: Asked, reference: str) -> Response:
    person = desk_log.with_reference(event.id, reference)
    return asked.back(event.slug, answer=Said.FOUND.value, **({"person": person} if person else {}))


def _page(event: Event, asked: Asked, form: WalkInForm, *, full: bool = False) -> str:
    """The form; where no place is left, organisers are shown where the limit is raised."""
    can_raise = full and current_user.organises
    return render_template(
        "checkin/walk_in.html", event=event, asked=asked, form=form, full=full, can_raise=can_raise
    )
