"""The log as the desk reads it: single lines with their person, and the latest ones, of coming and of going."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import CheckIn, Registration
from app.services.attendance.log_lines import COMING_AND_GOING
from app.services.participation import stands


class LogLine(NamedTuple):
    """A check-in or an exit with its person and body, and whether it still stands."""

    entry: CheckIn
    stands: bool


def line(event_id: int, entry_id: int) -> LogLine | None:
    """A check-in or an exit of an event; None if it is none of this event's."""
    one = _lines().where(CheckIn.id == entry_id)
    row = db.session.execute(one, {"event_id": event_id}).one_or_none()
    return LogLine(*row) if row is not None else None


def latest(event_id: int, desk: str | None, number: int = 5) -> list[LogLine]:
    """The latest check-ins and exits of an event, the newest first: of one desk, or of all."""
    lines = _lines().order_by(CheckIn.id.desc()).limit(number)
    if desk is not None:
        lines = lines.where(CheckIn.desk == desk)
    return [LogLine(*row) for row in db.session.execute(lines, {"event_id": event_id})]


def person(event_id: int, registration_id: int) -> Registration | None:
    """Somebody registered for an event, with body; None if there is no such person at this event."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.id == registration_id, Registration.event_id == event_id)
        .options(joinedload(Registration.body))
    )


def with_reference(event_id: int, reference: str) -> int | None:
    """The id of the registration with a reference; None if it is none of this event's."""
    return db.session.scalar(
        select(Registration.id).where(Registration.reference == reference, Registration.event_id == event_id)
    )


@cache
def _lines() -> Select[CheckIn, bool]:
    return (
        select(CheckIn, stands())
        .where(CheckIn.event_id == bindparam("event_id"), CheckIn.kind.in_(COMING_AND_GOING))
        .options(joinedload(CheckIn.registration).joinedload(Registration.body))
    )
