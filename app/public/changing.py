"""Changing one's own registration, by the private link."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Needs, Registration
from app.public import change_form
from app.public.door import bp
from app.public.my_registration import own_registration
from app.public.registration_page import mode_notes, session_ends, session_notes
from app.services import offers, own_changes
from app.services.actors import PERSON
from app.services.errors import DomainError, EarlierPersonWaits, EventFull, QuotaFull
from app.web import access
from app.web.errors import status_of
from app.web.forms import blame
from app.web.locale import language

NO_PLACE = (EventFull, QuotaFull, EarlierPersonWaits)

Page = str | Response | tuple[str, int]


@bp.route("/my-registration/change", methods=["GET", "POST"])
@access.allow(access.PRIVATE_LINK)
def change_registration() -> Page:
    """The form with one's own answers; all changes are taken or none."""
    registration = own_registration()
    if registration is None:
        return redirect(url_for("public.find_registration"))
    sessions, left = offers.sessions_left(registration.event)
    form = change_form.filled_with(registration, db.session.get(Needs, registration.id), sessions)
    code = 200
    if form.is_submitted() and "lang" not in request.form:
        code = _take_over(registration, form)
        if code == 303:
            flash(_("Your changes are saved."), "ok")
            return redirect(url_for("public.my_registration"), code=303)
    return (
        render_template(
            "public/mine/change.html",
            form=form,
            event=registration.event,
            registration=registration,
            mode_notes=mode_notes(registration.event),
            session_notes=session_notes(registration.event, sessions),
            session_ends=session_ends(left),
        ),
        code,
    )


def _take_over(registration: Registration, form: change_form.ChangeForm) -> int:
    """Try to take the answers over; the status code that fits what came of it."""
    if not form.validate():
        return 422
    registration_id = registration.id
    try:
        own_changes.change_own(registration_id, form.answers(), form.version.data or 0, PERSON)
    except DomainError as error:
        db.session.rollback()
        blame(form, error, language(), otherwise="mode" if isinstance(error, NO_PLACE) else None)
        return status_of(error)
    db.session.commit()
    return 303
