"""A private link got into other hands: all links of a registration stop, and a new one is sent if letters still go out."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.participants.participant_new import participant_url
from app.services import access_links, participant_page, resending
from app.services.errors import DomainError
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent

Page = str | Response | tuple[str, int]


@bp.route("/events/<slug>/participants/<int:registration_id>/links", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def participant_links(slug: str, registration_id: int) -> Page:
    """End them, and send a new one where letters are still sent; asked once more before."""
    event = event_of_user(slug)
    registration = participant_page.registration_of(event, registration_id)
    form, code = FlaskForm(), 200
    if sent(form):
        try:
            resending.renew_links(registration.id, acting())
            db.session.commit()
            flash(_told(event), "ok")
            return redirect(participant_url(event, registration.id), code=303)
        except DomainError as error:
            code = form_pages.refused(form, error)
    page = render_template(
        "organiser/participants/links.html",
        event=event,
        registration=registration,
        form=form,
        working=access_links.number_working(registration),
        back=participant_url(event, registration.id),
    )
    return page, code


def _told(event: Event) -> str:
    if event.is_read_only:
        return _("The links do not work any more.")
    return _("The links do not work any more. The letter with a new one is on its way.")
