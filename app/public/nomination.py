"""A nominated person answers, by the private link and without an account: accepts and completes, or declines."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.lib.clock import now
from app.models import Needs, Registration, Status
from app.public import change_form
from app.public.changing import beside, refused
from app.public.door import bp
from app.public.forms import DeclineForm
from app.public.my_registration import own_registration, page_of
from app.services import answering, offers
from app.services.errors import DomainError
from app.web import access
from app.web.errors import status_of

Page = str | Response | tuple[str, int]


@bp.route("/my-registration/accept", methods=["GET", "POST"])
@access.allow(access.PRIVATE_LINK)
def accept_nomination() -> Page:
    """What a nominated person still has to tell; sending it accepts the nomination."""
    registration = own_registration()
    if registration is None or not _is_open(registration):
        return _nothing_to_answer(registration)
    sessions, left = offers.sessions_left(registration.event)
    needs = db.session.get(Needs, registration.id)
    form = change_form.filled_with(change_form.AcceptForm, registration, needs, sessions)
    code = 200
    if form.is_submitted() and "lang" not in request.form:
        code = _accept(registration, form)
        if code == 303:
            flash(_("You have accepted the nomination."), "ok")
            return redirect(url_for("public.my_registration"), code=303)
        if not _is_open(registration):
            return page_of(registration), code
    notice = offers.current_notice()
    form.notice.data = form.notice.data or str(notice.id if notice else "")
    words = beside(registration.event, sessions, left)
    return render_template(
        "public/mine/accept.html", form=form, registration=registration, notice=notice, **words
    ), code


@bp.route("/my-registration/decline", methods=["GET", "POST"])
@access.allow(access.PRIVATE_LINK)
def decline_nomination() -> Page:
    """Why not, and who could come instead; both may be left open."""
    registration = own_registration()
    if registration is None or not _is_open(registration):
        return _nothing_to_answer(registration)
    form, code = DeclineForm(), 200
    if form.is_submitted() and "lang" not in request.form:
        code = _decline(registration, form)
        if code == 303:
            return redirect(url_for("public.my_registration"), code=303)
        if not _is_open(registration):
            return page_of(registration), code
    event = registration.event
    return render_template(
        "public/mine/decline.html", form=form, event=event, registration=registration
    ), code


def _is_open(registration: Registration) -> bool:
    return registration.status is Status.NOMINATED and not registration.event.is_over(now())


def _accept(registration: Registration, form: change_form.AcceptForm) -> int:
    """Try to accept with the answers; the status code that fits what came of it."""
    if not form.validate():
        return 422
    try:
        answering.accept(registration.id, form.answers(), form.version.data or 0, form.first_answers())
    except DomainError as error:
        return refused(form, error, registration)
    db.session.commit()
    return 303


def _decline(registration: Registration, form: DeclineForm) -> int:
    """Try to decline; the status code that fits what came of it."""
    if not form.validate():
        return 422
    try:
        answering.decline(registration.id, form.note.data, form.proposed())
    except DomainError as error:
        db.session.rollback()
        return status_of(error)
    db.session.commit()
    return 303


def _nothing_to_answer(registration: Registration | None) -> Page:
    """There is no nomination any more, or not yet a visit: the page of the registration says how it stands."""
    if registration is None:
        return redirect(url_for("public.find_registration"))
    if request.method == "GET":
        return redirect(url_for("public.my_registration"))
    return page_of(registration), 409
