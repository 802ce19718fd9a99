"""The door's blueprint; the modules of the door put their views on it. Behind it nobody stays longer than the visit lasts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.delegation import visit
from app.extensions import db
from app.services.errors import Refused
from app.web import access, errors, units
from app.web.locale import language

bp = Blueprint("delegation", __name__, url_prefix="/delegation")


@bp.before_request
def still_here() -> Response | None:
    """Ask on each request whether the visit goes on: it ends with its time, by its button, or with the mandate."""
    rule = access.rule_of(request.endpoint or "")
    if rule is not access.CORRESPONDENT or visit.look_up():
        return None
    if request.method not in units.SAFE:
        return access.without_visit(rule)
    visit.end()
    flash(_("Your visit is over. Ask for a new link, and you are back in a minute."), "warn")
    return redirect(url_for("delegation.ask"))


@bp.context_processor
def who() -> dict[str, object]:
    """Who is visiting, for the band at the top, and the ways of this door."""
    return {"visit": visit.present(), "page_of": visit.page_of}


@bp.errorhandler(Refused)
def refused(error: Refused) -> tuple[str, int]:
    """Something was changed meanwhile, is full or closed: the rule's own words, and the way back to the delegation."""
    db.session.rollback()
    page = render_template(
        "errors/page.html",
        code=409,
        said=error.wording(language()),
        back=url_for("delegation.mine"),
        back_label=_("Back to my delegation"),
    )
    return page, errors.status_of(error)
