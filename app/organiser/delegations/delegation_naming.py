"""The secretariat names somebody for a delegation, at any time until the event is over."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Body, Event
from app.organiser.delegations.delegation import address_of
from app.organiser.door import bp
from app.organiser.participants.participant_new import page_of_known
from app.services import delegation_page, nominating
from app.services.errors import DomainError
from app.web import access, nominee_form, nominee_words
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.nominee_form import NomineeForm

Page = str | Response | tuple[str, int]


@bp.route("/events/<slug>/delegations/<code>/nominate", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def delegation_nominate(slug: str, code: str) -> Page:
    """Name somebody for a body; whoever is registered already is shown, not named twice."""
    event, body = event_of_user(slug), delegation_page.body_of(code)
    nominee_form.refuse_on_opening(nominating.refusal(event, body, acting()))
    form, refusal, known = nominee_form.nominee_form(event, body), 0, None
    if sent(form):
        try:
            made = nominating.nominate(event.id, body.id, form.nominee(), acting())
            db.session.commit()
            flash(nominee_words.named(made), "ok")
            return redirect(request.path if "another" in request.form else address_of(event, body), code=303)
        except DomainError as error:
            refusal, known = nominee_form.refused(form, error), page_of_known(event, error)
    return _nominate_page(event, body, form, known), refusal or nominee_form.status(form)


def _nominate_page(event: Event, body: Body, form: NomineeForm, known: str | None) -> str:
    return render_template(
        "organiser/delegations/nominate.html",
        event=event,
        body=body,
        form=form,
        known=known,
        left=nominee_words.places_left(event, body),
        back=address_of(event, body),
    )
