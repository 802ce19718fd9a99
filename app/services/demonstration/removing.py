"""Taking everything fictional away again: the events, and every row that belongs to one of them.

The audit trail keeps what it says of them, in numbers: it is append-only, and says that they were removed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select

from app.extensions import Base, db
from app.models import Campaign, CampaignFile, Event, EventDocument, Job, Person, Registration
from app.services import audit, file_store
from app.services.actors import SYSTEM

Condition = tuple[Any, ColumnElement[bool]]  # a table, and which of its rows are meant


def remove() -> int:
    """Delete all fictional events with their people, letters, check-ins and files; how many events there were.

    Real events keep everything, and so do persons who are registered for one of them.
    """
    fictional = list(db.session.scalars(select(Event.id).where(Event.fictional)))
    if not fictional:
        return 0
    people = _only_fictional_people(fictional)
    _remove_files(fictional)
    db.session.flush()
    speakers = _fictional_correspondents()
    for table, belongs in [*_belonging(Person, speakers), *_belonging(Event, fictional)]:
        db.session.execute(delete(table).where(belongs), execution_options={"synchronize_session": False})
    for start in range(0, len(people), 500):
        db.session.execute(delete(Person).where(Person.id.in_(people[start : start + 500])))
    audit.record(SYSTEM, "demonstration.removed", fields=[f"event:{number}" for number in fictional])
    db.session.expire_all()
    return len(fictional)


def _only_fictional_people(fictional: list[int]) -> list[int]:
    """The persons whom nothing but fictional registrations has made known."""
    elsewhere = exists().where(Registration.person_id == Person.id, Registration.event_id.not_in(fictional))
    known = exists().where(Registration.person_id == Person.id, Registration.event_id.in_(fictional))
    return list(db.session.scalars(select(Person.id).where(known, ~elsewhere)))


def _fictional_correspondents() -> list[int]:
    """Those who speak for a body at fictional events only."""
    real = exists().where(Registration.person_id == Person.id, ~Registration.event.has(Event.fictional))
    return list(db.session.scalars(select(Person.id).where(Person.fictional, ~real)))


def _remove_files(fictional: list[int]) -> None:
    handed_in = select(EventDocument.stored_name).where(EventDocument.event_id.in_(fictional))
    attached = select(CampaignFile.stored_name).join(Campaign).where(Campaign.event_id.in_(fictional))
    made = select(Job.stored_name).where(Job.event_id.in_(fictional))
    for names in (handed_in, attached, made):
        for name in db.session.scalars(names):
            if name is not None:
                file_store.remove(name)


def _belonging(root: Any, ids: list[int]) -> list[Condition]:
    """Some rows, and each table whose rows lead to one of them by its foreign keys, those that lead farthest first."""
    doomed: dict[Any, Select[Any]] = {}
    conditions: list[Condition] = [(root, root.id.in_(ids))]
    for table in Base.metadata.sorted_tables:
        ways = [
            key.parent.in_(ids if key.column.table is root.__table__ else doomed[key.column.table])
            for key in table.foreign_keys
            if key.column.table in {root.__table__, *doomed} and key.column.table is not table
        ]
        if ways:
            doomed[table] = select(next(iter(table.primary_key.columns))).where(or_(*ways))
            conditions.append((table, or_(*ways)))
    return conditions[::-1]
