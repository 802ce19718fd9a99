"""The sets of rows over which the indicators are counted: people with a flag for each question, and entries of the log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import CTE, ColumnElement, String, Subquery, and_, case, cast, literal, select

from app.models import DELEGATIONS, CheckIn, CheckInKind, Origin, Registration
from app.services.dimensions import UNRECORDED
from app.services.participation import attended_at, confirmed, ended, never_undone, registered, waiting


def people_of(
    people: ColumnElement[bool], entries: ColumnElement[bool], attributes: Iterable[str] = ()
) -> CTE:
    """Some registrations as the indicators see them: the attributes that are wanted, and a flag for each question.

    `entries` is the condition which entries of the log can be theirs. Each row is made once: written into the aggregates,
    as the databases would have it, each flag is found as often as an indicator asks for it.
    """
    row = Registration
    flags = {
        **{flag.__name__: flag() for flag in (registered, confirmed, ended, waiting)},
        "attended": attended_at(entries),
    }
    return (
        select(
            row.event_id, row.category, row.body_id, row.walk_in, *map(_attribute, attributes),
            *(flag.label(name) for name, flag in flags.items()),
        )
        .where(people)
        .cte("facts")
        .prefix_with("MATERIALIZED")
    )  # fmt: skip


def log(condition: ColumnElement[bool]) -> Subquery:
    """The entries of the log that meet a condition, each with the flag whether it still stands."""
    return (
        select(
            CheckIn.registration_id, CheckIn.session_id, CheckIn.day, CheckIn.mode, CheckIn.minutes,
            never_undone().label("standing"),
        )
        .where(condition, CheckIn.kind == CheckInKind.IN)
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
