"""Pages about the site itself: privacy, accessibility, contact."""

from __future__ import annotations

from flask import current_app, render_template

from app.public.door import bp
from app.services import offers
from app.web import access


@bp.get("/privacy")
@access.allow(access.ANYONE)
def privacy() -> str:
    """The privacy notice that is in force."""
    return render_template("public/pages/privacy.html", notice=offers.current_notice(), contact=_contact())


@bp.get("/accessibility")
@access.allow(access.ANYONE)
def accessibility() -> str:
    """What is promised, what is not yet there, whom to tell."""
    return render_template("public/pages/accessibility.html", contact=_contact())


@bp.get("/contact")
@access.allow(access.ANYONE)
def contact() -> str:
    """How to reach the secretariat."""
    return render_template("public/pages/contact.html", contact=_contact())


def _contact() -> str:
    return str(current_app.extensions["config"].contact_address)
