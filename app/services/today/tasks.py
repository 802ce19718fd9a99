"""What a registration waits for, as conditions: every page counts by them, and the list of participants narrows by them."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, false, func, not_, or_, select, tuple_
from sqlalchemy.orm import aliased

from app.models import LIVING, Admission, Event, Mandate, Person, Place, Registration, Status
from app.services import mandates
from app.services.participation import Events


class Task(enum.StrEnum):
    """What has to be done about a registration, and by whom."""

    CONFIRM = "confirm"  # by the secretariat; nobody else has to approve
    VALIDATE = "validate"  # by the secretariat, because nobody speaks for the body
    CORRESPONDENT = "correspondent"  # validated by the correspondent
    BODY = "body"  # an affiliation that was typed by hand, to be matched with a body
    DOUBLE = "double"  # two people of one name: one person, perhaps


DECISIONS = (Task.CONFIRM, Task.VALIDATE)  # those for which somebody waits for the secretariat
OPEN = (Status.SUBMITTED, Status.VALIDATED)  # in no other status does anybody wait for a decision


def condition(task: Task, events: Events, day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """That a registration of some events waits for something on a day (by which mandates run)."""
    if task is Task.DOUBLE:
        return _has_a_double(events)
    if task is Task.BODY:
        typed = and_(Registration.body_id.is_(None), Registration.body_text.is_not(None))
        return and_(typed, Registration.status.in_(LIVING))
    if task is Task.CONFIRM:
        held = and_(Registration.status.in_(OPEN), Registration.place == Place.HELD)
        return and_(held, not_(_to_validate(events)))
    spoken = spoken_for(Registration.event_id, Registration.body_id, day)
    return and_(_to_validate(events), spoken if task is Task.CORRESPONDENT else not_(spoken))


def spoken_for(event_id: Any, body_id: Any, day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """That somebody speaks for a body on a day, as `mandates.correspondents` knows them; never true without a body."""
    runs = (
        select(Mandate.body_id).join(Mandate.person).where(mandates.running(day), Person.email.is_not(None))
    )
    invented = select(Event.id).where(Event.fictional)
    real = body_id.in_(runs.where(~Person.fictional))
    return func.coalesce(or_(real, and_(event_id.in_(invented), body_id.in_(runs))), false())


def _to_validate(events: Events) -> ColumnElement[bool]:
    """Submitted in a category whose people the correspondent approves."""
    theirs = select(Admission.event_id, Admission.category).where(
        events(Admission.event_id), Admission.needs_correspondent
    )
    pair = tuple_(Registration.event_id, Registration.category)
    return and_(Registration.status == Status.SUBMITTED, pair.in_(theirs))


def since() -> ColumnElement[datetime]:
    """Since when a registration waits: when the person was registered, or when it was made."""
    made = Registration.created_at
    return func.coalesce(Registration.registered_at, made, type_=made.type)


def shared_names(events: Events) -> Select[int, str, int, datetime]:
    """The names that several living registrations of an event have: two addresses of one person, or two people.

    Rows (event, name, number, since when the oldest). What occurs once is left out first, because an index alone tells that.
    """
    row, other = Registration, aliased(Registration)
    several = (
        select(other.event_id, other.sort_name)
        .where(events(other.event_id), other.sort_name != "")
        .group_by(other.event_id, other.sort_name)
        .having(func.count() > 1)
        .subquery()
    )
    found = (row.event_id, row.sort_name)
    number = cast(func.count(), Integer).label("number")
    return (
        select(*found, number, func.min(since()).label("since"))
        .join(several, and_(*(column == several.c[column.key] for column in found)))
        .where(row.status.in_(LIVING))
        .group_by(*found)
        .having(func.count() > 1)
    )


def _has_a_double(events: Events) -> ColumnElement[bool]:
    """Living, beside another of the same event and name."""
    shared = shared_names(events).subquery().c
    pair = tuple_(Registration.event_id, Registration.sort_name)
    return and_(Registration.status.in_(LIVING), pair.in_(select(shared.event_id, shared.sort_name)))
