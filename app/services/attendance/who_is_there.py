"""Who is there by the log: conditions on a registration, for whatever lists people who are present."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from app.models import CheckIn, CheckInKind, EventSession, Registration
from app.services.participation import scanned, standing


def seen_on(day: date) -> ColumnElement[bool]:
    """That somebody was seen on a day, at the entrance or in a session, in person or online."""
    return exists().where(CheckIn.registration_id == Registration.id, CheckIn.day == day, standing())


def in_session(session: EventSession) -> ColumnElement[bool]:
    """That somebody is in a session: checked in and, where exits are scanned, in the room and not gone out since."""
    came = exists().where(
        CheckIn.registration_id == Registration.id, CheckIn.session_id == session.id, standing()
    )
    return came.where(scanned(), ~_gone(session)) if session.exits else came


def _gone(session: EventSession) -> ColumnElement[bool]:
    """That an exit happened after a check-in, by the times of both, and was not undone."""
    left, undo = aliased(CheckIn), aliased(CheckIn)
    later = or_(left.at > CheckIn.at, and_(left.at == CheckIn.at, left.id > CheckIn.id))
    return exists().where(
        left.registration_id == CheckIn.registration_id,
        left.session_id == session.id,
        left.kind == CheckInKind.OUT,
        later,
        ~exists().where(undo.undoes_id == left.id),
    )
