"""What a registration waits for, as conditions: every page counts by them, and the list of participants narrows by them."""

from __future__ import annotations

import enum
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select, tuple_
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
_OPEN = (Status.SUBMITTED, Status.VALIDATED)


def condition(task: Task, events: Events, day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """That a registration of some events waits for something on a day (by which mandates run)."""
    if task is Task.DOUBLE:
        return _has_a_double(events)
    if task is Task.BODY:
        typed = and_(Registration.body_id.is_(None), Registration.body_text.is_not(None))
        return and_(typed, Registration.status.in_(LIVING))
    if task is Task.CONFIRM:
        held = and_(Registration.status.in_(_OPEN), Registration.place == Place.HELD)
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


def _has_a_double(events: Events) -> ColumnElement[bool]:
    """Living, beside another of the same event and name: two addresses of one person, or two people."""
    row = aliased(Registration)
    shared = (
        select(row.event_id, row.sort_name)
        .where(events(row.event_id), row.status.in_(LIVING), row.sort_name != "")
        .group_by(row.event_id, row.sort_name)
        .having(func.count() > 1)
    )
    pair = tuple_(Registration.event_id, Registration.sort_name)
    return and_(Registration.status.in_(LIVING), pair.in_(shared))
