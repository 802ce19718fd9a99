"""Pages about the site itself: privacy, accessibility, contact."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template

from app.models import Notice
from app.public.door import bp
from app.services.privacy import notices
from app.web import access


@bp.get("/privacy")
@access.allow(access.ANYONE)
def privacy() -> str:
    """The privacy notice that is in force, and the way to the earlier ones."""
    versions = notices.versions()
    return _notice(versions[0] if versions else None, versions)


@bp.get("/privacy/<int:number>")
@access.allow(access.ANYONE)
def privacy_version(number: int) -> str:
    """One version of the notice, such as the one that somebody was shown when registering."""
    return _notice(notices.of_number(number), notices.versions())


def _notice(notice: Notice | None, versions: Sequence[Notice]) -> str:
    return render_template("public/pages/privacy.html", notice=notice, versions=versions)


@bp.get("/accessibility")
@access.allow(access.ANYONE)
def accessibility() -> str:
    """What is promised, what is not yet there, whom to tell."""
    return render_template("public/pages/accessibility.html")


@bp.get("/contact")
@access.allow(access.ANYONE)
def contact() -> str:
    """How to reach the secretariat."""
    return render_template("public/pages/contact.html")
