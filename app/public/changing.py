"""Changing one's own registration, by the private link."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event, EventSession, Needs, Registration, Status
from app.public import change_form
from app.public.door import bp
from app.public.my_registration import own_registration
from app.public.registration_page import mode_notes, session_ends, session_notes
from app.services import offers, own_changes
from app.services.actors import PERSON
from app.services.errors import DomainError, EarlierPersonWaits, EditedMeanwhile, EventFull, QuotaFull
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
    if registration.status is Status.NOMINATED:
        return redirect(url_for("public.accept_nomination"))
    sessions, left = offers.sessions_left(registration.event)
    needs = db.session.get(Needs, registration.id)
    form = change_form.filled_with(change_form.ChangeForm, registration, needs, sessions)
    code = 200
    if form.is_submitted() and "lang" not in request.form:
        code = _take_over(registration, form)
        if code == 303:
            flash(_("Your changes are saved."), "ok")
            return redirect(url_for("public.my_registration"), code=303)
    words = beside(registration.event, sessions, left)
    return render_template("public/mine/change.html", form=form, registration=registration, **words), code


def beside(event: Event, sessions: list[EventSession], left: dict[int, int | None]) -> dict[str, Any]:
    """The words beside the questions of a form about one's own registration."""
    return {
        "event": event,
        "mode_notes": mode_notes(event),
        "session_notes": session_notes(event, sessions),
        "session_ends": session_ends(left),
    }


def _take_over(registration: Registration, form: change_form.ChangeForm) -> int:
    """Try to take the answers over; the status code that fits what came of it."""
    if not form.validate():
        return 422
    registration_id = registration.id
    try:
        own_changes.change_own(registration_id, form.answers(), form.version.data or 0, PERSON)
    except DomainError as error:
        return refused(form, error, registration)
    db.session.commit()
    return 303


def refused(form: change_form.ChangeForm, error: DomainError, registration: Registration) -> int:
    """Put a refusal beside its question, and say which status code fits; what was typed is kept, and can be sent again."""
    db.session.rollback()
    if isinstance(error, EditedMeanwhile):
        form.version.data, form.version.raw_data = registration.version, None
    blame(form, error, language(), otherwise="mode" if isinstance(error, NO_PLACE) else None)
    return status_of(error)
