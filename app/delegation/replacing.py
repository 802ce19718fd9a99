"""One comes in place of another, until the event is over: the deadline for nominations does not bind a replacement."""

from __future__ import annotations

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from app.delegation import visit
from app.delegation.door import bp
from app.extensions import db
from app.models import Registration
from app.services import delegation_sight, replacing
from app.services.errors import DomainError, NotFound
from app.services.shown_names import Viewer
from app.web import access, nominee_form, nominee_words
from app.web.forms import sent
from app.web.nominee_form import NomineeForm

Page = str | Response | tuple[str, int]


@bp.route("/people/<int:registration_id>/replace", methods=["GET", "POST"])
@access.allow(access.CORRESPONDENT)
def replace(registration_id: int) -> Page:
    """Name somebody who takes the place of a member of the delegation."""
    leaving = visit.own_registration(registration_id)
    nominee_form.refuse_on_opening(replacing.refusal(leaving, visit.acting()))
    if leaving.body is None:
        raise NotFound
    back = visit.page_of(leaving.event, leaving.body)
    form = nominee_form.successor_form(leaving.body, leaving.role)
    code = _taken_over(leaving, form) if sent(form) else nominee_form.status(form)
    if code == 303:
        return redirect(back, code=303)
    facts = nominee_words.what_passes_over(leaving)
    page = render_template(
        "delegation/replace.html", event=leaving.event, leaving=leaving, form=form, back=back, facts=facts
    )
    return page, code


def _taken_over(leaving: Registration, form: NomineeForm) -> int:
    """Let the newcomer take over; the status code that fits."""
    event, body = leaving.event, leaving.body
    try:
        newcomer = replacing.replace(leaving.id, form.nominee(), visit.acting())
        db.session.commit()
    except DomainError as error:
        return nominee_form.refused(form, delegation_sight.as_seen(error, event, body) if body else error)
    flash(nominee_words.replaced(leaving, newcomer, Viewer.OWN_CORRESPONDENT), "ok")
    return 303
