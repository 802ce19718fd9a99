"""The convocation of a body to an event: whether it was seen, and whether the body refused."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Convocation


def of(event_id: int, body_id: int) -> Convocation | None:
    """The convocation of a body; None if it was not invited."""
    return db.session.scalar(
        select(Convocation).where(Convocation.event_id == event_id, Convocation.body_id == body_id)
    )


def note_seen(event_id: int, body_id: int) -> None:
    """A correspondent has opened the page of the delegation: the body is no longer merely invited."""
    row = of(event_id, body_id)
    if row is not None and row.seen_at is None:
        row.seen_at = now()
        db.session.flush()


def take_back_refusal(event_id: int, body_id: int) -> None:
    """Whoever names somebody does attend."""
    row = of(event_id, body_id)
    if row is not None and row.refused_at is not None:
        row.refused_at, row.reason = None, None
        db.session.flush()
