"""The door's blueprint; the modules of the door put their views on it. A form that comes after a visit's end is not lost."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.public import visit
from app.web import access, units

bp = Blueprint("public", __name__)


@bp.before_request
def still_here() -> Response | None:
    """Ask before a form of one's own registration is taken whether the visit still goes on."""
    rule = access.rule_of(request.endpoint or "")
    if rule is not access.PRIVATE_LINK or request.method in units.SAFE or visit.registration():
        return None
    return access.without_visit(rule)
