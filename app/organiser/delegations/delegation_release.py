"""After the deadline: places kept for nominated people who have not answered go to those who wait."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app.extensions import db
from app.models import Event
from app.organiser.delegations import delegation_words
from app.organiser.door import bp
from app.organiser.participants import participants_address
from app.services import releasing
from app.services.delegation_errors import NominatedMeanwhile
from app.web import access
from app.web.event_pages import acting, event_of_user
from app.web.forms import sent
from app.web.locale import language


@bp.route("/events/<slug>/delegations/release", methods=["GET", "POST"])
@access.allow(access.ORGANISERS)
def release(slug: str) -> Response | tuple[str, int]:
    """What a release would do, or when it can be done; then it is done, for those who were shown."""
    event = event_of_user(slug)
    if not sent(FlaskForm()):
        return _look(event)
    shown = participants_address.numbers(request.form.getlist("registration"))
    try:
        ended, promoted = releasing.release(event.id, acting(), shown)
        db.session.commit()
    except NominatedMeanwhile as error:
        db.session.rollback()
        return _look(event_of_user(slug), error.wording(language()), 409)
    flash(_told(ended, promoted), "ok")
    return redirect(url_for("organiser.release", slug=slug), code=303)


def _look(event: Event, refused: str = "", status: int = 200) -> tuple[str, int]:
    foreseen = releasing.foresee(event)
    page = render_template(
        "organiser/delegations/release.html",
        event=event,
        foreseen=foreseen,
        why_not=delegation_words.why_no_release(event, foreseen),
        refused=refused,
    )
    return page, status


def _told(ended: int, promoted: int) -> str:
    if not (ended or promoted):
        return _("There was nothing to release.")
    first = ngettext("One nomination has ended.", "%(num)s nominations have ended.", ended)
    if not promoted:
        nobody = _("Nobody who waits could be given a place.")
        return f"{first} {nobody}"
    moved = ngettext(
        "One person has moved up from the waiting list.",
        "%(num)s people have moved up from the waiting list.",
        promoted,
    )
    return f"{first} {moved}"
