"""My delegation: the correspondent's one page, for all open events and all bodies spoken for."""

from __future__ import annotations

from flask import render_template

from app.delegation import visit
from app.delegation.door import bp
from app.web import access


@bp.get("/")
@access.allow(access.CORRESPONDENT)
def mine() -> str:
    """Places used and left, deadlines, people, and what waits for the correspondent."""
    return render_template("delegation/mine.html", bodies=visit.own_bodies())
