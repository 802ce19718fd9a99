"""Invitation links: opened by a button, then remembered in the visitor's cookie for that event."""

from __future__ import annotations

from flask import redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from app.extensions import db
from app.lib.clock import now
from app.models import Event, InvitationLink
from app.public.door import bp
from app.services import invitations
from app.web import access, limits

_COOKIE = "invitations"


@bp.get("/i/<token>")
@access.allow(access.ANYONE)
@limits.against_guessing
def invitation(token: str) -> str:
    """What one is invited to. Opening it changes nothing: mail scanners open every link."""
    return render_template(
        "public/registration/invitation.html", link=invitations.find_usable(token), token=token
    )


@bp.post("/i/<token>")
@access.allow(access.ANYONE)
@limits.against_guessing
def accept_invitation(token: str) -> Response:
    """Go on to the form; the secret leaves the address."""
    link = invitations.find_usable(token)
    session[_COOKIE] = {**session.get(_COOKIE, {}), str(link.event_id): link.id}
    return redirect(url_for("public.register", slug=link.event.slug), code=303)


def invitation_in_hand(event: Event) -> InvitationLink | None:
    """The invitation that this visitor has accepted for an event, if it still admits somebody."""
    link_id = session.get(_COOKIE, {}).get(str(event.id))
    link = db.session.get(InvitationLink, link_id) if link_id else None
    return link if link is not None and link.event_id == event.id and link.is_usable(now()) else None
