"""My delegation: the correspondent's one page, for all open events and all bodies spoken for; and its documents."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from app.delegation import visit, words
from app.delegation.door import bp
from app.services import documents, my_delegation
from app.web import access, document_files


@bp.get("/")
@access.allow(access.CORRESPONDENT)
def mine() -> str:
    """Places used and left, deadlines, people, and what waits for the correspondent."""
    bodies = visit.own_bodies()
    delegations = my_delegation.of(bodies, visit.visitor())
    return render_template(
        "delegation/mine.html",
        bodies=bodies,
        delegations=delegations,
        awaited=[point for delegation in delegations for point in delegation.awaited],
        words=words,
    )


@bp.get("/<slug>/documents/<int:document_id>")
@access.allow(access.CORRESPONDENT)
def document(slug: str, document_id: int) -> Response:
    """A document of an event that correspondents may see; the others do not exist here."""
    event = visit.own_event(slug)
    found = documents.visible_document(event, document_id, confirmed=False, correspondent=True)
    return document_files.download(found)
