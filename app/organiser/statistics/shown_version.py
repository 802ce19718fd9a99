"""Which figures of an event a page shows: the frozen ones that hold, an earlier version, or what is counted now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.models import Event, User
from app.services.errors import NotFound
from app.services.statistics import event_figures, figure_differences, reader_sight, snapshots
from app.services.statistics.figure_differences import Cells, Difference
from app.services.statistics.figure_kinds import EventFigures
from app.services.statistics.figures import Frozen

NOW = "now"  # what is counted now, although frozen figures hold


@dataclass(frozen=True)
class Shown:
    """The figures that are shown, the newest frozen version if there is one, and what is otherwise by the count of now."""

    figures: EventFigures
    newest: Frozen | None = None
    differences: Sequence[Difference] = ()

    @property
    def changes(self) -> Mapping[str, Cells]:
        """What is otherwise now, cell by cell, by the code of the table."""
        return figure_differences.now_in(self.differences)

    @property
    def is_superseded(self) -> bool:
        """Whether a newer version holds."""
        frozen, newest = self.figures.frozen, self.newest
        return bool(frozen and newest and frozen.version < newest.version)

    @property
    def is_beside(self) -> bool:
        """Whether this is the count of now, while frozen figures hold."""
        return self.newest is not None and self.figures.frozen is None


def shown(event: Event, wanted: str, language: str, user: User) -> Shown:
    """The figures of an event that hold, or those of the version that was asked for: its number, or `now`.

    Raises:
        NotFound: there is no such version, or this user sees no other than the one that holds.
    """
    held = snapshots.holding(event)
    newest = held.frozen
    if not reader_sight.compares_versions(user):
        if wanted not in {"", str(newest.version) if newest else NOW}:
            raise NotFound
        return Shown(reader_sight.as_seen(held, user), newest)
    if newest is None:
        if wanted not in {"", NOW}:
            raise NotFound
        return Shown(held)
    if wanted == NOW:
        return Shown(event_figures.figures_of(event), newest)
    if wanted not in {"", str(newest.version)}:
        return Shown(snapshots.version(event, _number(wanted)), newest)
    differences = figure_differences.between(held, event_figures.figures_of(event), language)
    return Shown(held, newest, differences)


def _number(wanted: str) -> int:
    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 6:
        raise NotFound
    return int(wanted)
