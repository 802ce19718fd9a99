"""A draft that was a mistake goes, with all that was prepared for it."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.extensions import db
from app.models import (
    Admission,
    EventStatus,
    HeadCount,
    InvitationLink,
    Letter,
    LetterText,
    Quota,
    Registration,
    ReminderRule,
    SavedFilter,
    UserEvent,
)
from app.services import audit, documents, jobs, places, programme
from app.services.actors import Actor
from app.services.errors import InUse
from app.services.event_errors import IllegalEventStep


def discard(event_id: int, actor: Actor) -> None:
    """Delete a draft for which nobody has ever been registered.

    Raises:
        IllegalEventStep: it is no draft any more.
        InUse: somebody has been registered by hand.
    """
    event = places.lock(event_id)
    if event.status is not EventStatus.DRAFT:
        raise IllegalEventStep(status=event.status)
    if db.session.scalar(select(Registration.id).where(Registration.event_id == event.id).limit(1)):
        raise InUse
    audit.record(actor, "event.discarded", event, event_id=event.id)
    for document in documents.of_event(event):
        documents.remove(document, actor)
    jobs.remove_of_event(event.id)
    for session in programme.sessions_of(event):
        db.session.execute(delete(HeadCount).where(HeadCount.session_id == session.id))
        db.session.delete(session)
    db.session.flush()
    for table in (InvitationLink, Quota, Admission, LetterText, Letter, ReminderRule, SavedFilter, UserEvent):
        db.session.execute(delete(table).where(table.event_id == event.id))
    db.session.expire(event)
    db.session.delete(event)
    db.session.flush()
