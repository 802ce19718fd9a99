"""The delegations of many events as the database counts them: three statements, whatever the number of events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, bindparam, select

from app.extensions import db
from app.models import Body, Convocation, Registration
from app.services.indicators import named
from app.services.participation import SENT_BY_BODIES
from app.services.statistics import figure_counts

COUNTED = ("registered", "ended", "confirmed", "attended")  # what tells what a body did
_EVENTS: BindParameter[list[int]] = bindparam("events", expanding=True)


def people(event_ids: Iterable[int], body_id: int | None = None) -> Sequence[Any]:
    """Rows (event, body, registered, ended, confirmed, attended) of the delegations; of one body alone if it is given."""
    only = {} if body_id is None else {"body": body_id}
    return _rows(_people(one_body=body_id is not None), events=list(event_ids), **only)


def convocations(event_ids: Iterable[int]) -> Sequence[Any]:
    """Rows (event, body, refused) of the bodies that were invited."""
    return _rows(_convocations(), events=list(event_ids))


def bodies() -> Sequence[Any]:
    """Every body with what names and sorts it."""
    return _rows(_bodies())


def _rows(statement: Any, **values: Any) -> Sequence[Any]:
    return db.session.connection().execute(statement, values).all()


@cache
def _people(*, one_body: bool) -> Select[Any]:
    row = Registration
    condition = row.event_id.in_(_EVENTS) & row.category.in_(SENT_BY_BODIES) & row.body_id.is_not(None)
    if one_body:
        condition &= row.body_id == bindparam("body", type_=Integer)
    facts = figure_counts.people_of(condition)
    keys = (facts.c.event_id, facts.c.body_id)
    return select(*keys, *figure_counts.counted(named(*COUNTED), facts.c)).group_by(*keys)


@cache
def _convocations() -> Any:
    row = Convocation
    refused = row.refused_at.is_not(None).label("refused")
    return select(row.event_id, row.body_id, refused).where(row.event_id.in_(_EVENTS))


@cache
def _bodies() -> Any:
    row = Body
    return select(row.id, row.code, row.kind, row.name_en, row.name_fr, row.sort_en, row.sort_fr)
