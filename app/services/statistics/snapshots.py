"""Figures that were frozen after an event. The newest version holds everywhere; without one, what is counted now does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, FigureSnapshot, User
from app.services import audit, places
from app.services.actors import staff
from app.services.errors import NotFound
from app.services.indicators import DEFINITIONS
from app.services.statistics import event_figures, figures, stored_figures
from app.services.statistics.figure_kinds import BodyFigures, EventFigures
from app.services.statistics.figures import Frozen, Summary


def holding(event: Event) -> EventFigures:
    """The figures of an event that hold: the newest frozen ones, or what is counted now."""
    rows = db.session.execute(_versions(event.id).add_columns(FigureSnapshot.figures).limit(1)).all()
    if not rows:
        return event_figures.figures_of(event)
    return stored_figures.restored(rows[0].figures, event, _frozen(rows[0]))


def summaries(events: Sequence[Event]) -> list[Summary]:
    """The summaries of some events that hold, in four statements whatever their number."""
    kept = {row.event_id: row for row in _newest([event.id for event in events], "summary")}
    counted = {
        one.event.id: one for one in figures.summaries([event for event in events if event.id not in kept])
    }
    return [
        stored_figures.restored_summary(row.part, event, _frozen(row))
        if (row := kept.get(event.id))
        else counted[event.id]
        for event in events
    ]


def frozen_delegations(event_ids: Sequence[int]) -> dict[int, list[BodyFigures]]:
    """The delegations of those of some events whose figures are frozen; one statement."""
    return {
        row.event_id: stored_figures.restored_bodies(row.part) for row in _newest(event_ids, "delegations")
    }


def versions(event_id: int) -> list[Frozen]:
    """The versions in which an event's figures were frozen, the newest first."""
    return [_frozen(row) for row in db.session.execute(_versions(event_id))]


def version(event: Event, number: int) -> EventFigures:
    """The figures of an event as they were frozen in some version.

    Raises:
        NotFound: there is no such version.
    """
    chosen = _versions(event.id).add_columns(FigureSnapshot.figures)
    row = db.session.execute(chosen.where(FigureSnapshot.version == number)).one_or_none()
    if row is None:
        raise NotFound
    return stored_figures.restored(row.figures, event, _frozen(row))


def freeze(event: Event, user: User, note: str | None = None) -> FigureSnapshot:
    """Keep the figures of an event as they are counted now, as its newest version."""
    places.lock(event.id)
    newest = db.session.scalar(
        select(func.max(FigureSnapshot.version)).where(FigureSnapshot.event_id == event.id)
    )
    row = FigureSnapshot(
        event_id=event.id,
        version=(newest or 0) + 1,
        frozen_at=now(),
        user_id=user.id,
        definitions=DEFINITIONS,
        figures=stored_figures.stored(event_figures.figures_of(event)),
        note=note,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(staff(user), "figures.frozen", row, fields=[f"version_{row.version}"])
    return row


def _versions(event_id: int) -> Select[Any]:
    return _chosen().where(FigureSnapshot.event_id == event_id).order_by(FigureSnapshot.version.desc())


def _newest(event_ids: Iterable[int], part: str) -> Sequence[Any]:
    """One part of the newest frozen figures of some events: nothing else is read and taken apart."""
    ids = list(event_ids)
    newest = (
        select(FigureSnapshot.event_id, func.max(FigureSnapshot.version).label("version"))
        .where(FigureSnapshot.event_id.in_(ids))
        .group_by(FigureSnapshot.event_id)
        .subquery()
    )
    chosen = _chosen().join(
        newest,
        (newest.c.event_id == FigureSnapshot.event_id) & (newest.c.version == FigureSnapshot.version),
    )
    return db.session.execute(chosen.add_columns(FigureSnapshot.figures[part].label("part"))).all()


def _chosen() -> Select[Any]:
    columns: Sequence[Any] = (
        FigureSnapshot.event_id,
        FigureSnapshot.version,
        FigureSnapshot.frozen_at,
        FigureSnapshot.definitions,
        FigureSnapshot.note,
        User.name.label("hand"),
    )
    return select(*columns).join(User, User.id == FigureSnapshot.user_id)


def _frozen(row: Any) -> Frozen:
    return Frozen(row.version, row.frozen_at, row.hand, row.definitions, row.note)
