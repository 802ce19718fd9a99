"""The figures of an event that stand on its public page: only where an organiser published them, and only what is fixed.

Counted figures are those of the newest frozen version, so that what the public reads never moves by one person at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.extensions import db
from app.lib.clock import now
from app.models import Event, Group, User
from app.services import audit, places
from app.services.actors import staff
from app.services.errors import DomainError
from app.services.indicators import STEPS
from app.services.statistics import breakdowns, figures, snapshots, stored_figures
from app.services.statistics.breakdowns import Breakdowns
from app.services.statistics.figure_counts import number_of_states
from app.services.statistics.figure_errors import NotFrozen
from app.services.statistics.figures import Numbers, Source, Summary

Rows = Mapping[str, Sequence[tuple[str | None, Numbers]]]


@dataclass(frozen=True)
class PublicFigures:
    """What the public reads of an event: everybody and the groups of one step, its states, and breakdowns that may stand."""

    summary: Summary
    step: str
    breakdowns: Breakdowns
    all_states: int  # how many there are

    @property
    def states(self) -> int | None:
        """How many member states were represented; None where it is not recorded."""
        return self.summary.total[f"states_{self.step}"]


def publish(event: Event, user: User) -> None:
    """Let the figures of an event stand on its public page.

    Raises:
        NeverHeld: the event was cancelled.
        NotOverYet: the event still runs, or is to come.
        NothingRecorded: nobody knows anything of the event.
        NotFrozen: they are counted, and could change from one reader to the next.
    """
    event = places.lock(event.id)
    newest = snapshots.newest_row(event.id)
    if newest is None:
        _reported_alone(event)
    elif newest.public_since is None:
        newest.public_since = now()
    if not event.figures_public:
        event.figures_public = True
        db.session.flush()
        audit.record(staff(user), "figures.published", event, event_id=event.id)


def withdraw(event: Event, user: User) -> None:
    """Take the figures of an event off its public page."""
    event = places.lock(event.id)
    if event.figures_public:
        event.figures_public = False
        db.session.flush()
        audit.record(staff(user), "figures.withdrawn", event, event_id=event.id)


def of_event(event: Event) -> PublicFigures | None:
    """What the public reads of an event; None where nothing is published."""
    if not event.figures_public:
        return None
    try:
        return preview(event)
    except DomainError:
        # A list of names was found: what was reported holds no more, and what is counted is not frozen.
        return None


def preview(event: Event) -> PublicFigures | None:
    """What the public would read of an event if its figures were published now; None where no step of it is known.

    Raises:
        NeverHeld: the event was cancelled.
        NotOverYet: the event still runs, or is to come.
        NothingRecorded: nobody knows anything of the event.
        NotFrozen: they are counted, and could change from one reader to the next.
    """
    kept = _versions_read(event)
    if not kept:
        return _public(_reported_alone(event), {})
    told = [(_step(summary) or STEPS[-1], rows) for summary, rows in kept]
    return _public(kept[-1][0], breakdowns.shown(told))


class Totals(NamedTuple):
    """Who took part in an event: all people, those among them who came for member states, and how many states that were.

    Each is None where it is not recorded; the first two count people, the last one states.
    """

    people: int | None
    for_member_states: int | None
    states: int | None


def totals(events: Iterable[Event]) -> dict[int, Totals]:
    """Who took part in those of some events whose figures are published, by their ids."""
    found = snapshots.summaries([event for event in events if event.figures_public])
    return {
        one.event.id: Totals(
            one.total["attended"],
            one.groups[Group.MEMBER_STATES]["attended"],
            one.total["states_attended"],
        )
        for one in found
        if one.frozen or one.source is Source.REPORTED
    }


def _reported_alone(event: Event) -> Summary:
    """What was reported of an event of which nothing is counted or frozen; otherwise it is refused."""
    (found,) = figures.summaries([event])
    snapshots.refuse_unfinished(found)
    if found.source is Source.COUNTED:
        raise NotFrozen
    return found


def _versions_read(event: Event) -> list[tuple[Summary, Rows]]:
    """The summaries and breakdowns of the versions that were public, and of the newest one; the earliest first."""
    rows = snapshots.rows_read(event.id)
    return [
        (
            stored_figures.restored_summary(row.summary, event, snapshots.frozen_of(row)),
            stored_figures.restored_breakdowns(row.breakdowns),
        )
        for row in rows
    ]


def _public(summary: Summary, told: Breakdowns) -> PublicFigures | None:
    step = _step(summary)
    return PublicFigures(summary, step, told, number_of_states()) if step else None


def _step(summary: Summary) -> str | None:
    """The last step of which anything is known: who attended, before that who was confirmed, or who had registered."""
    return next((step for step in reversed(STEPS) if _known(summary, step)), None)


def _known(summary: Summary, step: str) -> bool:
    numbers = (
        summary.total[step],
        summary.total[f"states_{step}"],
        *(one[step] for one in summary.groups.values()),
    )
    return any(number is not None for number in numbers)
