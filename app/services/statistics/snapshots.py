"""Figures that were frozen after an event. The newest version holds everywhere; without one, what is counted now does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, func, select
from sqlalchemy.orm import defer

from app.extensions import db
from app.lib.clock import now
from app.models import Event, FigureSnapshot, Registration, User
from app.services import audit, places
from app.services.actors import staff
from app.services.errors import NotFound
from app.services.indicators import DEFINITIONS
from app.services.statistics import event_figures, figure_differences, figures, stored_figures
from app.services.statistics.counted_rows import EVENT
from app.services.statistics.figure_errors import NewVersionNeedsReason, NothingChanged, NothingRecorded
from app.services.statistics.figure_kinds import Answer, BodyFigures, EventFigures
from app.services.statistics.figures import Frozen, Numbers, Source, Summary


def holding(event: Event) -> EventFigures:
    """The figures of an event that hold: the newest frozen ones, or what is counted now."""
    newest = _newest_of(event.id)
    if newest is None:
        return event_figures.figures_of(event)
    return stored_figures.restored(newest.figures, event, frozen_of(newest))


def summaries(events: Sequence[Event]) -> list[Summary]:
    """The summaries of some events that hold, in four statements whatever their number."""
    kept = _frozen_summaries(events)
    return _in_order(events, kept, figures.summaries([event for event in events if event.id not in kept]))


def with_delegations(events: Sequence[Event], *, all_bodies: bool) -> tuple[list[Summary], list[Any]]:
    """The same, and for those that are counted the rows of what each body sent; in no statement more."""
    kept = _frozen_summaries(events)
    others = [event for event in events if event.id not in kept]
    counted, rows = figures.with_delegations(others, all_bodies=all_bodies)
    return _in_order(events, kept, counted), rows


def _frozen_summaries(events: Sequence[Event]) -> dict[int, Summary]:
    of = {event.id: event for event in events}
    return {
        row.event_id: stored_figures.restored_summary(row.part, of[row.event_id], frozen_of(row))
        for row in _newest(list(of), "summary")
    }


def _in_order(
    events: Sequence[Event], kept: Mapping[int, Summary], counted: Iterable[Summary]
) -> list[Summary]:
    found = {**kept, **{one.event.id: one for one in counted}}
    return [found[event.id] for event in events]


def frozen_delegations(event_ids: Sequence[int]) -> dict[int, list[BodyFigures]]:
    """The delegations of those of some events whose figures are frozen; one statement."""
    return {
        row.event_id: stored_figures.restored_bodies(row.part) for row in _newest(event_ids, "delegations")
    }


def frozen_answers(
    event_ids: Sequence[int], codes: Iterable[str]
) -> dict[int, dict[str, tuple[Numbers, Answer]]]:
    """What the bodies did at those of some events whose figures are frozen, by their codes; one statement."""
    wanted = tuple(codes)
    return {
        row.event_id: stored_figures.restored_answers(row.part, wanted)
        for row in _newest(event_ids, "delegations")
    }


def versions(event_id: int) -> list[Frozen]:
    """The versions in which an event's figures were frozen, the newest first."""
    return [frozen_of(row) for row in db.session.execute(_versions(event_id))]


def version(event: Event, number: int) -> EventFigures:
    """The figures of an event as they were frozen in some version.

    Raises:
        NotFound: there is no such version.
    """
    chosen = _versions(event.id).add_columns(FigureSnapshot.figures)
    row = db.session.execute(chosen.where(FigureSnapshot.version == number)).one_or_none()
    if row is None:
        raise NotFound
    return stored_figures.restored(row.figures, event, frozen_of(row))


def freeze(event: Event, user: User, note: str | None = None) -> FigureSnapshot:
    """Keep the figures of an event as they are counted now, or were reported, as its newest version; that holds from now on.

    Raises:
        NeverHeld: the event was cancelled.
        NotOverYet: the event still runs, or is to come.
        NothingRecorded: nobody knows anything of the event.
        NothingChanged: the newest version says the same.
        NewVersionNeedsReason: there is an earlier version, and no note why it holds no more.
    """
    event = places.lock(event.id)
    _stand_still(event.id)
    found = event_figures.figures_of(event)
    refuse_unfinished(found.summary)
    earlier = _newest_of(event.id)
    if earlier is not None:
        held = stored_figures.restored(earlier.figures, event, frozen_of(earlier))
        if says_the_same(held, found):
            raise NothingChanged(version=earlier.version)
        if not note:
            raise NewVersionNeedsReason
    row = FigureSnapshot(
        event_id=event.id,
        version=earlier.version + 1 if earlier else 1,
        frozen_at=now(),
        user_id=user.id,
        definitions=DEFINITIONS,
        figures=stored_figures.stored(found),
        note=note or None,
        public_since=now() if event.figures_public else None,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(staff(user), "figures.frozen", row, fields=[f"version={row.version}"])
    return row


def says_the_same(held: EventFigures, counted: EventFigures) -> bool:
    """Whether what was frozen is what is counted now, by the same definitions."""
    by_then = held.frozen.definitions if held.frozen else DEFINITIONS
    return by_then == DEFINITIONS and figure_differences.is_same(held, counted)


def refuse_unfinished(summary: Summary) -> None:
    """Refuse to keep or to show figures that cannot be final.

    Raises:
        NeverHeld: the event was cancelled.
        NotOverYet: the event still runs, or is to come.
        NothingRecorded: nobody knows anything of the event.
    """
    figures.refuse_unfinished(summary.phase)
    if summary.source is Source.NONE:
        raise NothingRecorded


def _stand_still(event_id: int) -> None:
    """Let nobody be checked in, or a check-in be undone, between one statement that counts and the next."""
    locked = select(Registration.id).where(Registration.event_id == event_id).order_by(Registration.id)
    db.session.scalars(locked.with_for_update()).all()


def newest_row(event_id: int) -> FigureSnapshot | None:
    """The newest version of an event's figures as a row, without the figures; None where nobody froze any."""
    newest = select(FigureSnapshot).where(FigureSnapshot.event_id == event_id)
    newest = newest.order_by(FigureSnapshot.version.desc()).limit(1).options(defer(FigureSnapshot.figures))
    return db.session.scalar(newest)


def public_since(event_id: int) -> dict[int, datetime]:
    """Since when some versions of an event stood on its public page, by their numbers."""
    rows = select(FigureSnapshot.version, FigureSnapshot.public_since).where(
        FigureSnapshot.event_id == event_id, FigureSnapshot.public_since.is_not(None)
    )
    return {number: at for number, at in db.session.execute(rows) if at is not None}


def rows_read(event_id: int) -> Sequence[Any]:
    """The versions that were public, and the newest one, the earliest first, with their `summary` and `breakdowns`."""
    parts = [FigureSnapshot.figures[name].label(name) for name in ("summary", "breakdowns")]
    newest = select(func.max(FigureSnapshot.version)).where(FigureSnapshot.event_id == event_id)
    chosen = _chosen().add_columns(*parts).where(FigureSnapshot.event_id == event_id)
    read = FigureSnapshot.public_since.is_not(None) | (FigureSnapshot.version == newest.scalar_subquery())
    return db.session.execute(chosen.where(read).order_by(FigureSnapshot.version)).all()


def _newest_of(event_id: int) -> Any | None:
    """The newest version with its figures. What was changed is written first, and then counted."""
    db.session.flush()
    return db.session.connection().execute(_newest_version(), {"event": event_id}).first()


@cache
def _newest_version() -> Select[Any]:
    return _versions(EVENT).add_columns(FigureSnapshot.figures).limit(1)


def _versions(event_id: int | BindParameter[int]) -> Select[Any]:
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


def frozen_of(row: Any) -> Frozen:
    """When and by whom a version was frozen, from one of the rows of this module."""
    return Frozen(row.version, row.frozen_at, row.hand, row.definitions, row.note)
