"""Changing what a person has answered, and correcting the name or the address."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Registration
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.participants import participant_forms
from app.organiser.participants.participant_forms import AnswersForm, IdentityForm
from app.organiser.participants.participant_new import participant_url
from app.services import changing, event_states, participant_page
from app.services.errors import DomainError
from app.web import access, meanwhile
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.meanwhile import Difference

Page = str | Response | tuple[str, int]


@bp.route("/events/<slug>/participants/<int:registration_id>/change", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def participant_change(slug: str, registration_id: int) -> Page:
    """Change the answers; category, body and way of taking part go through the seat rule."""
    event = event_of_user(slug)
    event_states.refuse_read_only(event)
    registration = participant_page.registration_of(event, registration_id)
    form = participant_forms.answers_form(registration)
    code, differences = _take(registration, form)
    if code == 303:
        return redirect(participant_url(event, registration_id), code=303)
    page = render_template(
        "organiser/participants/change.html",
        event=event,
        registration=registration,
        form=form,
        differences=differences,
    )
    return page, code


@bp.route("/events/<slug>/participants/<int:registration_id>/identity", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def participant_identity(slug: str, registration_id: int) -> Page:
    """Correct the name or the address. A discreet person's are shown only to whoever asks, which is written down."""
    event = event_of_user(slug)
    event_states.refuse_read_only(event)
    registration = participant_page.registration_of(event, registration_id)
    form = participant_forms.identity_form(registration, as_stored="open" in request.form)
    code = 200
    differences: list[Difference] = []
    if "open" in request.form:
        participant_page.open_name(registration, acting())
        db.session.commit()
    else:
        code, differences = _take(registration, form)
    if code == 303:
        return redirect(participant_url(event, registration_id), code=303)
    page = render_template(
        "organiser/participants/identity.html",
        event=event,
        registration=registration,
        form=form,
        hidden=registration.discreet and request.method == "GET",
        differences=differences,
    )
    return page, code


def _take(registration: Registration, form: AnswersForm | IdentityForm) -> tuple[int, list[Difference]]:
    """Take the answers over; the status code that fits, and what somebody else has saved in the meantime."""
    if not sent(form):
        return form_pages.status(form), []
    before = registration.version
    try:
        changing.change(registration.id, form.changes(), acting(), form_pages.version_in(form))
        db.session.commit()
    except DomainError as error:
        code = form_pages.refused(form, error)
        if registration.discreet and isinstance(form, IdentityForm):  # shown only to whoever opens it
            return code, []
        return code, meanwhile.told(error, form, partial(_present, registration, form))
    changed = registration.version != before
    flash(_("The changes are saved.") if changed else _("Nothing was changed."), "ok")
    return 303, []


def _present(registration: Registration, form: AnswersForm | IdentityForm) -> AnswersForm | IdentityForm:
    """The form as it would be now."""
    if isinstance(form, IdentityForm):
        return participant_forms.identity_form(registration, as_stored=True)
    return participant_forms.answers_form(registration, as_stored=True)
