"""The people on a paper: whoever was chosen, of those whom the paper is for."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import CheckIn, Event, Mode, Registration
from app.services.papers.paper_kinds import Selection
from app.services.participant_filters import conditions
from app.services.participation import confirmed, standing


def chosen(event: Event, selection: Selection, *whom: ColumnElement[bool]) -> list[Registration]:
    """The registrations with their bodies, by name; whoever was erased is on no paper."""
    query = (
        select(Registration)
        .where(*conditions(event.id, selection.filters), Registration.anonymised_at.is_(None), *whom)
        .options(joinedload(Registration.body))
        .order_by(Registration.sort_name, Registration.id)
        .limit(selection.at_most)
    )
    if selection.registration_id is not None:
        query = query.where(Registration.id == selection.registration_id)
    return list(db.session.scalars(query))


def named(people: list[Registration], selection: Selection) -> tuple[list[Registration], int]:
    """Those of whom a paper may tell the true name, and how many were left out: the discreet, unless one is asked for alone."""
    alone = selection.registration_id is not None
    shown = [person for person in people if alone or not person.discreet]
    return shown[: selection.at_most], len(people) - len(shown)


def comes_in_person() -> ColumnElement[bool]:
    """That somebody is to come to the place of the event, or has come there, whatever was registered."""
    expected = and_(confirmed(), Registration.mode == Mode.IN_PERSON)
    entry = and_(CheckIn.registration_id == Registration.id, CheckIn.mode == Mode.IN_PERSON, standing())
    return or_(expected, exists().where(entry))
