"""Certificates of attendance by mail: to how many they would go, then the letters."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as Answered

from app.extensions import db
from app.organiser.door import bp
from app.organiser.papers.whom import whom
from app.services.errors import ChangedSinceShown
from app.services.papers import certificate_sending
from app.services.papers.paper_errors import EventNotOver, NobodyToCertify
from app.web import access
from app.web.errors import status_of
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.locale import language


@bp.route("/events/<slug>/papers/certificates/send", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def certificates_send(slug: str) -> Answered | str | tuple[str, int]:
    """To how many certificates would go; posted, the letters go out."""
    event = event_of_user(slug)
    chosen = whom(event)
    if not sent(FlaskForm()):
        return _page(slug)
    try:
        number = certificate_sending.send(
            event, chosen.selection, acting(), _form_id(), request.form.get("seen", "")
        )
    except (EventNotOver, NobodyToCertify, ChangedSinceShown) as error:
        db.session.rollback()
        return _page(slug, error.wording(language())), status_of(error)
    db.session.commit()
    flash(ngettext("One certificate is on its way.", "%(num)s certificates are on their way.", number), "ok")
    return redirect(url_for("organiser.certificates_send", slug=slug, **chosen.arguments), code=303)


def _form_id() -> str:
    """By which a form that is posted twice is known."""
    try:
        return uuid.UUID(request.form.get("sending", "")).hex
    except ValueError:
        return ""


def _page(slug: str, refusal: str = "") -> str:
    event = event_of_user(slug)
    chosen = whom(event)
    return render_template(
        "organiser/papers/certificates_send.html",
        event=event,
        whom=chosen,
        reach=certificate_sending.reach(event, chosen.selection),
        too_early=chosen.person is None and not certificate_sending.can_go_to_all(event),
        refusal=refusal,
        form_id=uuid.uuid4(),
    )
