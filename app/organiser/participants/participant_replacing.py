"""One comes in place of another: the secretariat names a newcomer for a member of a delegation, until the event is over."""

from __future__ import annotations

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Registration
from app.organiser.door import bp
from app.organiser.participants.participant_new import page_of_known, participant_url
from app.services import participant_page, replacing
from app.services.errors import DomainError, NotFound
from app.services.shown_names import Viewer
from app.web import access, nominee_form, nominee_words
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.nominee_form import NomineeForm

Page = str | Response | tuple[str, int]


@bp.route("/events/<slug>/participants/<int:registration_id>/replace", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def participant_replace(slug: str, registration_id: int) -> Page:
    """Name somebody who takes the place of a member of a delegation."""
    event = event_of_user(slug)
    leaving = participant_page.registration_of(event, registration_id)
    if leaving.body is None or not leaving.category.in_delegation:
        raise NotFound
    nominee_form.refuse_on_opening(replacing.refusal(leaving, acting()))
    form, refusal, known = nominee_form.successor_form(leaving.body, leaving.role), 0, None
    if sent(form):
        try:
            newcomer = replacing.replace(leaving.id, form.nominee(), acting())
            db.session.commit()
            flash(nominee_words.replaced(leaving, newcomer, Viewer.OTHERS), "ok")
            return redirect(participant_url(event, newcomer.id), code=303)
        except DomainError as error:
            refusal, known = nominee_form.refused(form, error), page_of_known(event, error)
    return _page(leaving, form, known), refusal or nominee_form.status(form)


def _page(leaving: Registration, form: NomineeForm, known: str | None) -> str:
    return render_template(
        "organiser/participants/replace.html",
        event=leaving.event,
        leaving=leaving,
        form=form,
        known=known,
        facts=nominee_words.what_passes_over(leaving),
        back=participant_url(leaving.event, leaving.id),
    )
