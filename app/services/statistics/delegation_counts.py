"""The delegations of many events beside the people of `figure_counts.of_events`: who was invited, which bodies there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select

from app.extensions import db
from app.models import Body, Convocation, Registration
from app.services.indicators import named
from app.services.participation import SENT_BY_BODIES
from app.services.statistics import figure_counts
from app.services.statistics.counted_rows import EVENTS, of_these, people_of

COUNTED = ("registered", "ended", "confirmed", "attended")  # what tells what a body did


def people(event_ids: Iterable[int], body_id: int) -> Sequence[Any]:
    """Rows (event, body, registered, ended, confirmed, attended) of the delegations of one body."""
    return _rows(_people(), events=list(event_ids), body=body_id)


def convocations(event_ids: Iterable[int]) -> Sequence[Any]:
    """Rows (event, body, refused) of the bodies that were invited."""
    return _rows(_convocations(), events=list(event_ids))


def bodies() -> Sequence[Any]:
    """Every body with what names and sorts it."""
    return _rows(_bodies())


def _rows(statement: Any, **values: Any) -> Sequence[Any]:
    return db.session.connection().execute(statement, values).all()


@cache
def _people() -> Select[Any]:
    row = Registration
    of_body = row.body_id == bindparam("body", type_=Integer)
    facts = people_of(of_these, row.category.in_(SENT_BY_BODIES), of_body).c
    keys = (facts.event_id, facts.body_id)
    return select(*keys, *figure_counts.counted(named(*COUNTED), facts)).group_by(*keys)


@cache
def _convocations() -> Any:
    row = Convocation
    refused = row.refused_at.is_not(None).label("refused")
    return select(row.event_id, row.body_id, refused).where(row.event_id.in_(EVENTS))


@cache
def _bodies() -> Any:
    row = Body
    return select(row.id, row.code, row.kind, row.name_en, row.name_fr, row.sort_en, row.sort_fr)
