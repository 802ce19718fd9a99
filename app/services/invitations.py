"""Invitation links: who may register in which capacity, how often, until when."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.lib import tokens
from app.lib.clock import now
from app.models import InvitationLink
from app.services.errors import LinkExpired, LinkUnknown, LinkUsed


def find_usable(token: str) -> InvitationLink:
    """The invitation behind a secret, while it admits somebody.

    Raises:
        LinkUnknown, LinkUsed, LinkExpired.
    """
    link = db.session.scalar(
        select(InvitationLink).where(InvitationLink.token_digest == tokens.digest(token))
    )
    if link is None:
        raise LinkUnknown
    if link.uses >= link.max_uses:
        raise LinkUsed
    if not link.is_usable(now()):
        raise LinkExpired
    return link
