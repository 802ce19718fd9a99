"""Somebody entered by hand: by telephone, by letter, at the last minute."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event, Place, Registration, Status
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.participants import participant_forms
from app.services import event_states, participant_page, registering
from app.services.errors import AlreadyRegistered, DomainError
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent

Page = str | Response | tuple[str, int]


@bp.route("/events/<slug>/participants/new", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def participant_new(slug: str) -> Page:
    """Enter somebody. Whoever is registered already is shown, not entered twice."""
    event = event_of_user(slug)
    event_states.refuse_read_only(event)
    form, code, known = participant_forms.enter_form(event), None, None
    if sent(form):
        try:
            registration = registering.enter(event.id, form.application(), acting())
            db.session.commit()
            flash(_entered(registration), "ok")
            return redirect(participant_url(event, registration.id), code=303)
        except DomainError as error:
            code, known = form_pages.refused(form, error), page_of_known(event, error)
    page = render_template(
        "organiser/participants/new.html",
        event=event,
        form=form,
        known=known,
    )
    return page, code or form_pages.status(form)


def participant_url(event: Event, registration_id: int) -> str:
    """The address of a person's page."""
    return url_for("organiser.participant", slug=event.slug, registration_id=registration_id)


def page_of_known(event: Event, error: DomainError) -> str | None:
    """The address of the page of whoever is registered already, if that is what a refusal says."""
    if not isinstance(error, AlreadyRegistered):
        return None
    known = participant_page.id_of(event, str(error.values.get("reference")))
    return participant_url(event, known) if known else None


def _entered(registration: Registration) -> str:
    if registration.status is Status.CONFIRMED:
        return _("Entered and confirmed. The letter is on its way.")
    if registration.place is Place.WAITING:
        return _("Entered, on the waiting list. The letter is on its way.")
    return _("Entered. The letter is on its way.")
