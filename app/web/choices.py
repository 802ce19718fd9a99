"""The reader's choices that are not bound to a page: colours."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from app.web import access, cookies
from app.web.addresses import local_address
from app.web.locale import COLOURS

bp = Blueprint("web", __name__)


@bp.get("/colours/<colours>")
@access.allow(access.ANYONE)
def set_colours(colours: str) -> Response:
    """Remember light, dark or the device's own colours, and go back to the page."""
    response = redirect(local_address(request.args.get("next")))
    if colours in COLOURS:
        cookies.remember(response, "colours", colours)
    return response
