"""How many of an event's registrations match what is asked for, by groups, states and bodies; counted in one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, column, func, select, table

from app.extensions import db
from app.models import Category, Event, Group, Registration
from app.services import settings
from app.services.participant_filters import Filters, conditions, narrowing

_PAGE_SIZE = "list_page_size"


@dataclass(frozen=True)
class Counts:
    """How many match; the three groups add up to the total."""

    total: int
    everybody: int  # at the event, whatever is asked for
    groups: dict[Group, int]
    states: int  # of which at least one delegate is among them
    bodies: dict[int | None, int]  # all for which somebody is registered, whether they match or not
    others: Sequence[int] = ()  # how many other filters would find
    page_size: int = 0  # how many stand on a page; asked for with them, which spares a statement


_SIZE = settings.changed_value(_PAGE_SIZE).label("page_size")
_ROWS = Registration.__table__.c
_BY_BODY = (
    select(_ROWS.body_id, _ROWS.category, func.count().label("matching"), _SIZE, func.count().label("there"))
    .where(_ROWS.event_id == bindparam("event"))
    .group_by(_ROWS.body_id, _ROWS.category)
)
_MATCHING = table("matching", column("body_id"), column("category", _ROWS.category.type))
_FOUND = select(*_MATCHING.c, func.count().label("number")).group_by(*_MATCHING.c).subquery("found")


def count(event: Event, filters: Filters, others: Sequence[Filters] = ()) -> Counts:
    """How many match, how many other filters would find, and how many there are."""
    by_body = _BY_BODY.add_columns(*(_number(event.id, each) for each in others)) if others else _BY_BODY
    asked = _narrowed(by_body, event.id, filters) if filters else by_body
    rows: Sequence[Any] = db.session.execute(asked, {"event": event.id}).all()
    groups: Counter[Group] = Counter(dict.fromkeys(Group, 0))
    bodies: Counter[int | None] = Counter()
    for body_id, category, number, *_ in rows:
        groups[category.group] += number
        bodies[body_id] += number
    states = {row[0] for row in rows if row[1] is Category.MEMBER_STATE_DELEGATE and row[2]}
    everybody, *found = [sum(row[at] for row in rows) for at in range(4, 5 + len(others))]
    size = settings.effective(_PAGE_SIZE, rows[0].page_size if rows else None)
    return Counts(groups.total(), everybody, dict(groups), len(states), dict(bodies), found, size)


def _narrowed(by_body: Select[Any], event_id: int, filters: Filters) -> Select[Any]:
    """The same, with how many of them match: everybody is counted on an index, who matches is looked for once beside it.

    Without `MATERIALIZED` SQLite looks through all in the order of their bodies, which takes it twice as long.
    """
    matching = select(Registration.body_id, Registration.category).where(*conditions(event_id, filters))
    there = by_body.subquery("there")
    body_id, category, _everybody, *beside = there.c
    same = and_(_FOUND.c.body_id.is_not_distinct_from(body_id), _FOUND.c.category == category)
    return (
        select(body_id, category, func.coalesce(_FOUND.c.number, 0), *beside)
        .join_from(there, _FOUND, same, isouter=True)
        .add_cte(matching.cte("matching").prefix_with("MATERIALIZED"))
    )


def _number(event_id: int, filters: Filters) -> ColumnElement[int]:
    return func.count().filter(*narrowing(event_id, filters)) if filters else func.count()
