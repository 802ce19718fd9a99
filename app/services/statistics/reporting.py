"""Figures that somebody reported of an event without names: entered with their source, and never against one another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, ReportedFigure, User
from app.services import audit, places
from app.services.actors import staff
from app.services.errors import NotFound
from app.services.indicators import REPORTED
from app.services.statistics import contradictions, figures
from app.services.statistics.figure_counts import number_of_states
from app.services.statistics.figure_errors import FiguresContradict, FigureWithoutSource


class Entry(NamedTuple):
    """A figure as somebody types it."""

    value: int
    source: str
    note: str | None = None


def present(event_id: int) -> dict[str, ReportedFigure]:
    """What is reported of an event, by code, in the order of the registry; read afresh, whoever has read it before."""
    rows = db.session.scalars(
        select(ReportedFigure)
        .where(ReportedFigure.event_id == event_id)
        .execution_options(populate_existing=True)
    )
    found = {row.indicator: row for row in rows}
    return {code: found[code] for code in (*REPORTED, *found) if code in found}


def change(event: Event, entries: Mapping[str, Entry | None], user: User) -> bool:
    """Enter, correct and remove (None) figures all at once; whether anything has changed.

    Raises:
        NotOverYet: nobody can report what is still to come.
        NeverHeld: the event was cancelled.
        NotFound: there is no such indicator.
        FiguresContradict: the figures would not all be right.
        FigureWithoutSource: nobody says where a number comes from.
    """
    event = places.lock(event.id)
    refuse_unfinished(event)
    rows = present(event.id)
    if any(code not in REPORTED and code not in rows for code in entries):
        raise NotFound
    changed = {code: entry for code, entry in entries.items() if _entry(rows.get(code)) != entry}
    _refuse_contradictions(rows, changed)
    if any(entry is not None and not entry.source for entry in changed.values()):
        raise FigureWithoutSource
    for code, entry in changed.items():
        _write(event, rows.get(code), code, entry, user)
    if changed:
        db.session.flush()
        audit.record(staff(user), "figures.reported", event, event_id=event.id, fields=sorted(changed))
    return bool(changed)


def refuse_unfinished(event: Event) -> None:
    """Refuse to report what cannot be known.

    Raises:
        NeverHeld: the event was cancelled.
        NotOverYet: the event still runs, or is to come.
    """
    figures.refuse_unfinished(figures.phase_of(event, now()))


def _entry(row: ReportedFigure | None) -> Entry | None:
    return None if row is None else Entry(row.value, row.source, row.note)


def _refuse_contradictions(rows: Mapping[str, ReportedFigure], changed: Mapping[str, Entry | None]) -> None:
    """What stands there already is not held against whoever corrects another figure: only what the change brings."""
    before = {code: row.value for code, row in rows.items()}
    after = {code: value for code, value in before.items() if code not in changed}
    after |= {code: entry.value for code, entry in changed.items() if entry is not None}
    known = contradictions.found(after, number_of_states())
    new = [one for one in known if set(one.codes) & set(changed)]
    if new:
        raise FiguresContradict(new)


def _write(event: Event, row: ReportedFigure | None, code: str, entry: Entry | None, user: User) -> None:
    if entry is None:
        if row is not None:
            db.session.delete(row)
        return
    if row is None:
        row = ReportedFigure(event_id=event.id, indicator=code)
        db.session.add(row)
    row.value, row.source, row.note = entry
    row.user_id, row.entered_at = user.id, now()
