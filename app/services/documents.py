"""Documents of an event: who sees which."""

from __future__ import annotations

from sqlalchemy import Select, select

from app.extensions import db
from app.models import Event, EventDocument, Visibility
from app.services.errors import NotFound


def visible_documents(event: Event, *, confirmed: bool, correspondent: bool) -> list[EventDocument]:
    """The documents that somebody may see."""
    return list(db.session.scalars(_visible(event, confirmed, correspondent).order_by(EventDocument.id)))


def visible_document(
    event: Event, document_id: int, *, confirmed: bool, correspondent: bool
) -> EventDocument:
    """One of them.

    Raises:
        NotFound: there is none with that id, or it is not for this person.
    """
    document = db.session.scalar(
        _visible(event, confirmed, correspondent).where(EventDocument.id == document_id)
    )
    if document is None:
        raise NotFound
    return document


def _visible(event: Event, confirmed: bool, correspondent: bool) -> Select[tuple[EventDocument]]:
    seen = [Visibility.EVERYONE]
    if confirmed:
        seen.append(Visibility.CONFIRMED)
    if correspondent:
        seen.append(Visibility.CORRESPONDENTS)
    return select(EventDocument).where(EventDocument.event_id == event.id, EventDocument.visibility.in_(seen))
