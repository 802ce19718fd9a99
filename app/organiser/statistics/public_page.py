"""What the public reads of an event's figures: looked at first, then published or taken off again."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.extensions import db
from app.organiser.door import bp
from app.services.errors import DomainError
from app.services.statistics import public_figures, public_words
from app.web import access
from app.web.event_pages import event_of_user
from app.web.locale import language


@bp.get("/events/<slug>/statistics/public")
@access.allow(access.ORGANISERS)
def public_statistics(slug: str) -> str:
    """What stands on the public page, or would."""
    event = event_of_user(slug)
    preview, refusal = None, ""
    try:
        preview = public_figures.preview(event)
    except DomainError as error:
        refusal = error.wording(language())
    return render_template(
        "organiser/statistics/public.html",
        event=event,
        refusal=refusal,
        told=public_words.told(preview, language()) if preview else None,
    )


@bp.post("/events/<slug>/statistics/public")
@access.allow(access.ORGANISERS)
def figures_publish(slug: str) -> Response:
    """Let the figures stand on the event's public page."""
    public_figures.publish(event_of_user(slug), current_user)
    db.session.commit()
    flash(_("The figures stand on the public page."), "ok")
    return redirect(url_for("organiser.public_statistics", slug=slug), code=303)


@bp.post("/events/<slug>/statistics/public/withdraw")
@access.allow(access.ORGANISERS)
def figures_withdraw(slug: str) -> Response:
    """Take the figures off the event's public page."""
    public_figures.withdraw(event_of_user(slug), current_user)
    db.session.commit()
    flash(_("The figures stand on the public page no more."), "ok")
    return redirect(url_for("organiser.public_statistics", slug=slug), code=303)
