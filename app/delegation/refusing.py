"""“We will not attend”: said once, with a reason if one wants; naming somebody takes it back."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.delegation import visit
from app.delegation.door import bp
from app.delegation.forms import RefuseForm
from app.delegation.trying import done, sent, status
from app.extensions import db
from app.services import convoking
from app.web import access

Page = str | Response | tuple[str, int]


@bp.route("/<slug>/<code>/refuse", methods=["GET", "POST"])
@access.allow(access.CORRESPONDENT)
def refuse(slug: str, code: str) -> Page:
    """Say that a body sends nobody to an event that it was invited to."""
    event, body, form = visit.own_event(slug), visit.own_body(code), RefuseForm()
    reason = form.reason.data
    if not sent(form):
        convoking.refusable(event, body.id)
    elif done(form, lambda: convoking.refuse(event.id, body.id, reason, visit.acting())):
        db.session.commit()
        flash(_("The secretariat knows that you will not attend. Naming somebody takes it back."), "ok")
        return redirect(visit.page_of(event, body), code=303)
    return render_template("delegation/refuse.html", event=event, body=body, form=form), status(form)
