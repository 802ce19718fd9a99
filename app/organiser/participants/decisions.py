"""Decisions on one registration, each by its own button."""

from __future__ import annotations

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Registration, Status
from app.organiser import form_pages
from app.organiser.door import bp
from app.organiser.participants.participant import show
from app.organiser.participants.participant_forms import DecisionForm
from app.organiser.participants.participant_new import participant_url
from app.services import participant_page, registration_actions
from app.services.errors import DomainError
from app.services.registration_actions import Action
from app.web import access
from app.web.event_pages import acting, event_of_user

Page = str | Response | tuple[str, int]
_VERBS = ", ".join(Action)


@bp.post(f"/events/<slug>/participants/<int:registration_id>/<any({_VERBS}):verb>")
@access.allow(access.ORGANISERS)
def participant_decide(slug: str, registration_id: int, verb: str) -> Page:
    """Confirm, validate, decline, cancel, withdraw, reopen, or send the link again."""
    event = event_of_user(slug)
    registration = participant_page.registration_of(event, registration_id)
    action, form = Action(verb), DecisionForm()
    form.reason.id = f"reason-{verb}"  # the page has a field for each decision
    if not form.validate():
        return show(event, registration, form=form, refused=action), 422
    try:
        registration_actions.refuse_unseen(action, registration, request.form.get("seen", ""))
        registration_actions.take(action, registration_id, acting(), form.reason.data)
        db.session.commit()
    except DomainError as error:
        code = form_pages.refused(form, error)
        return show(event, registration, form=form, refused=action), code
    flash(_done(action, registration), "ok")
    return redirect(participant_url(event, registration_id), code=303)


def _done(action: Action, registration: Registration) -> str:
    if action is Action.VALIDATE and registration.status is Status.CONFIRMED:
        return _("The registration is validated, and confirmed at once: nothing else was outstanding.")
    if action is Action.REOPEN and registration.status is Status.CONFIRMED:
        return _("The registration is reopened, and confirmed at once: nothing else was outstanding.")
    return {
        Action.CONFIRM: _("The registration is confirmed. The letter is on its way."),
        Action.VALIDATE: _("The registration is validated."),
        Action.DECLINE: _("The registration is declined. The letter is on its way."),
        Action.CANCEL: _("The registration is cancelled. The letter is on its way."),
        Action.WITHDRAW: _("The registration is withdrawn. The letter is on its way."),
        Action.REOPEN: _("The registration is reopened. The letter is on its way."),
        Action.SEND_LINK: _("The letter with the link is on its way."),
    }[action]
