"""What counts as what: the conditions behind every figure, wherever it is shown. Source: the domain's "Statistics".

The registry of indicators counts by them, and so does each page that shows one of its figures in passing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, select
from sqlalchemy.orm import aliased

from app.models import (
    DELEGATIONS,
    Body,
    BodyKind,
    Category,
    CheckIn,
    CheckInKind,
    Place,
    Registration,
    Status,
)

# The categories of those whom a body sends. Its speakers, staff and guests do not represent it.
SENT_BY_BODIES = (*DELEGATIONS, Category.INTERNAL_PARTNER)
Events = Callable[
    [Any], ColumnElement[bool]
]  # from a column of ids to the condition that they are of some events
_ENDED = (Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED, Status.EXPIRED)


def registered() -> ColumnElement[bool]:
    """That a registration was ever nominated, submitted or more, and was not replaced by another."""
    return and_(Registration.registered_at.is_not(None), Registration.replaced.is_(False))


def confirmed() -> ColumnElement[bool]:
    """That a registration is confirmed now."""
    return Registration.status == Status.CONFIRMED


def ended() -> ColumnElement[bool]:
    """That a registration lives no more."""
    return Registration.status.in_(_ENDED)


def waiting() -> ColumnElement[bool]:
    """That a registered person waits for a place at the event; the unverified are not registered yet."""
    return and_(registered(), Registration.place == Place.WAITING)


def attended() -> ColumnElement[bool]:
    """That somebody was checked in at least once, and that this was not undone; whatever the status."""
    return exists().where(CheckIn.registration_id == Registration.id, standing())


def attended_at(events: Events) -> ColumnElement[bool]:
    """The same as `attended`, to count whole events.

    Unless it is told which lines of the log are theirs, PostgreSQL reads the log of all events there ever were.
    """
    came = and_(CheckIn.registration_id == Registration.id, CheckIn.kind == CheckInKind.IN)
    return exists().where(came, events(CheckIn.event_id), never_undone(events))


def never_undone(events: Events) -> ColumnElement[bool]:
    """The same as `stands`, for many lines at once: the few that were undone are found once, not looked for by each."""
    undo = aliased(CheckIn)
    return CheckIn.id.not_in(select(undo.undoes_id).where(events(undo.event_id), undo.undoes_id.is_not(None)))


def for_a_state() -> ColumnElement[bool]:
    """That somebody makes a member state represented: its delegates do, its speakers do not."""
    return Registration.category == Category.MEMBER_STATE_DELEGATE


@cache
def standing() -> ColumnElement[bool]:
    """That a line of the log is a check-in which was not undone."""
    return and_(CheckIn.kind == CheckInKind.IN, stands())


@cache
def stands() -> ColumnElement[bool]:
    """That a line of the log, whatever it says, was not undone."""
    undo = aliased(CheckIn)
    return ~exists().where(undo.undoes_id == CheckIn.id)


@cache
def scanned() -> ColumnElement[bool]:
    """That a line of the log was made at a desk. Minutes come from the report of a meeting: by it nobody is in a room."""
    return CheckIn.minutes.is_(None)


def all_states() -> ScalarSelect[int]:
    """How many member states there are: the whole of every figure that counts states."""
    return select(func.count()).select_from(Body).where(Body.kind == BodyKind.MEMBER_STATE).scalar_subquery()
