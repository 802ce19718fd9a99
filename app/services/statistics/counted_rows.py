"""The sets of rows over which the indicators are counted: people with a flag for each question, and entries of the log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Integer,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    literal,
    select,
)

from app.models import DELEGATIONS, CheckIn, CheckInKind, Origin, Registration
from app.services.dimensions import UNRECORDED
from app.services.participation import (
    Events,
    attended_at,
    confirmed,
    ended,
    never_undone,
    registered,
    waiting,
)

EVENT: BindParameter[int] = bindparam("event", type_=Integer)
EVENTS: BindParameter[list[int]] = bindparam("events", expanding=True)


def of_this(column: Any) -> ColumnElement[bool]:
    """That a row is of the one event that is asked about."""
    return column == EVENT  # type: ignore[no-any-return]


def of_these(column: Any) -> ColumnElement[bool]:
    """That a row is of one of the events that are asked about."""
    return column.in_(EVENTS)  # type: ignore[no-any-return]


def people_of(
    events: Events,
    *among: ColumnElement[bool],
    attributes: Iterable[str] = (),
    besides: Iterable[ColumnElement[Any]] = (),
) -> CTE:
    """The registrations of some events as the indicators see them: the attributes wanted, and a flag for each question.

    `among` narrows them, `besides` are more columns. Each row is made once: written into the aggregates, as the databases
    would have it, each flag is found as often as an indicator asks for it.
    """
    row = Registration
    flags = {
        **{flag.__name__: flag() for flag in (registered, confirmed, ended, waiting)},
        "attended": attended_at(events),
    }
    return (
        select(
            row.event_id, row.category, row.body_id, row.walk_in, *map(_attribute, attributes), *besides,
            *(flag.label(name) for name, flag in flags.items()),
        )
        .where(events(row.event_id), *among)
        .cte("facts")
        .prefix_with("MATERIALIZED")
    )  # fmt: skip


def log(events: Events, *among: ColumnElement[bool]) -> Subquery:
    """The entries of the log of some events, each with the flag whether it still stands; `among` narrows them."""
    return (
        select(
            CheckIn.registration_id, CheckIn.session_id, CheckIn.day, CheckIn.mode, CheckIn.minutes,
            never_undone(events).label("standing"),
        )
        .where(events(CheckIn.event_id), *among, CheckIn.kind == CheckInKind.IN)
        .subquery()
    )  # fmt: skip


def _attribute(name: str) -> ColumnElement[Any]:
    """An attribute as a code. What was never asked is unrecorded, not a refusal to answer and not “in no delegation”."""
    column: ColumnElement[Any] = getattr(Registration, name)
    imported = Registration.origin == Origin.IMPORT
    if name == "language":  # of letters, which nobody on an imported list ever got
        return case((imported, literal(UNRECORDED)), else_=cast(column, String)).label(name)
    unasked = {"gender": imported, "role": Registration.category.in_(DELEGATIONS)}.get(name)
    if unasked is None:
        return column.label(name)
    return case((and_(unasked, column.is_(None)), literal(UNRECORDED)), else_=cast(column, String)).label(
        name
    )
