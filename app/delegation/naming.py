"""Naming somebody: by the form, or with one click somebody known from earlier years or proposed by whoever declined."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.delegation import visit
from app.delegation.door import bp
from app.extensions import db
from app.models import Registration
from app.services import delegation_sight, known_people, nominating, substitutes
from app.services.errors import AlreadyRegistered, DomainError
from app.web import access, nominee_form, nominee_words
from app.web.forms import sent

Page = str | Response | tuple[str, int]


@bp.route("/<slug>/<code>/nominate", methods=["GET", "POST"])
@access.allow(access.CORRESPONDENT)
def nominate(slug: str, code: str) -> Page:
    """Name one person, and the next one if another is to be named at once."""
    event, body = visit.own_event(slug), visit.own_body(code)
    nominee_form.refuse_on_opening(nominating.refusal(event, body, visit.acting()))
    form, refusal = nominee_form.nominee_form(event, body), 0
    if sent(form):
        try:
            made = nominating.nominate(event.id, body.id, form.nominee(), visit.acting())
            return _named(made, request.path if "another" in request.form else "")
        except DomainError as error:
            refusal = nominee_form.refused(form, delegation_sight.as_seen(error, event, body))
    left = nominee_words.places_left(event, body)
    back = visit.page_of(event, body)
    page = render_template(
        "delegation/nominate.html", event=event, body=body, form=form, left=left, back=back
    )
    return page, refusal or nominee_form.status(form)


@bp.post("/<slug>/<code>/known/<int:person_id>")
@access.allow(access.CORRESPONDENT)
def nominate_known(slug: str, code: str, person_id: int) -> Response:
    """Name somebody who was in this delegation before."""
    event, body = visit.own_event(slug), visit.own_body(code)
    try:
        return _named(known_people.nominate(event.id, body.id, person_id, visit.acting()))
    except AlreadyRegistered as error:
        raise delegation_sight.as_seen(error, event, body) from error


@bp.post("/people/<int:registration_id>/substitute/nominate")
@access.allow(access.CORRESPONDENT)
def take_substitute(registration_id: int) -> Response:
    """Name whoever was proposed by somebody who declined."""
    declined = visit.own_registration(registration_id)
    event, body = declined.event, declined.body
    try:
        return _named(substitutes.take(declined.id, visit.acting()))
    except AlreadyRegistered as error:
        raise delegation_sight.as_seen(error, event, body) if body else error from error


@bp.post("/people/<int:registration_id>/substitute/set-aside")
@access.allow(access.CORRESPONDENT)
def set_aside_substitute(registration_id: int) -> Response:
    """Do nothing about a proposal."""
    declined = visit.own_registration(registration_id)
    substitutes.set_aside(declined.id, visit.acting())
    db.session.commit()
    flash(_("The proposal is set aside. Nobody is told."), "ok")
    return redirect(visit.page_of(declined.event, declined.body), code=303)


def _named(made: Registration, onward: str = "") -> Response:
    db.session.commit()
    flash(nominee_words.named(made), "ok")
    return redirect(onward or visit.page_of(made.event, made.body), code=303)
