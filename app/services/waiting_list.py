"""Positions on the waiting lists of several events at once; by the same rule `places.position` tells one."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Subquery, func, select

from app.models import Place, Registration, Status


def numbered(event_ids: Collection[int]) -> Subquery:
    """Everybody who waits, as a part of another statement: `id`, and `position` from 1 on the list of the event and mode."""
    nth = func.row_number().over(
        partition_by=(Registration.event_id, Registration.mode),
        order_by=(Registration.waiting_since, Registration.id),
    )
    return (
        select(Registration.id.label("id"), nth.label("position"))
        .where(
            Registration.event_id.in_(event_ids),
            Registration.place == Place.WAITING,
            Registration.status != Status.UNVERIFIED,
        )
        .subquery()
    )
