"""One decision on many registrations: looked at first, then taken for each under its own rule.

The look says exactly what will happen: the same order, the same rules, and what one takes is no longer there for the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Event, Place, Registration
from app.services import places, registration_actions
from app.services.actors import Actor
from app.services.errors import DomainError, NotFound, ReasonRequired, TooManySelected
from app.services.registration_actions import Action
from app.services.seat_counts import SeatCounts

MOST_AT_ONCE = 5_000  # with all its names and refusals, what one page can show
AT_ONCE = 40  # more are decided by the worker, with their progress
_IN_ONE_TRANSACTION = 20  # so that nobody else waits long for the event's lock


@dataclass(frozen=True)
class Foreseen:
    """What would happen to one of them: refused for a reason, or done."""

    registration: Registration
    refusal: DomainError | None


@dataclass(frozen=True)
class Outcome:
    """What has happened: ids of those for whom it was done, refusals of the others."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, DomainError] = field(default_factory=dict)

    def add(self, other: Outcome) -> None:
        """Count another portion in."""
        self.done.extend(other.done)
        self.refused.update(other.refused)


def foresee(event: Event, registration_ids: Sequence[int], action: Action, actor: Actor) -> list[Foreseen]:
    """What would happen to each, in the order in which it would be done; nothing is changed.

    Raises:
        NotFound: one of them is not a registration of this event.
        TooManySelected: more than are done at once.
    """
    seats = SeatCounts(event)
    return [
        Foreseen(registration, registration_actions.foresee(action, registration, actor, seats))
        for registration in _in_order(event, registration_ids)
    ]


def batches(event: Event, registration_ids: Sequence[int]) -> list[list[int]]:
    """The registrations in their order, in portions to be taken in a transaction each.

    Raises:
        NotFound, TooManySelected: as `foresee`.
    """
    ordered = [registration.id for registration in _in_order(event, registration_ids)]
    return [ordered[at : at + _IN_ONE_TRANSACTION] for at in range(0, len(ordered), _IN_ONE_TRANSACTION)]


def take(
    event: Event,
    registration_ids: Sequence[int],
    action: Action,
    actor: Actor,
    reason: str | None = None,
    seen: Mapping[int, str] | None = None,
) -> Outcome:
    """Do it for each who allows it; whoever does not stays as it was, and all others are done all the same.

    `seen` says as what each was looked at (`registration_actions.marks`): whoever is another by now is left as it is.

    Raises:
        NotFound, TooManySelected: as `foresee`; nobody is changed.
        ReasonRequired: the secretariat must say why.
    """
    if action.needs_reason and not reason:
        raise ReasonRequired
    locked = places.lock(event.id)
    outcome = Outcome()
    rows = _in_order(locked, registration_ids, anew=True)
    for registration_id, mark in registration_actions.marks(action, rows).items():
        try:
            if seen is not None:
                registration_actions.refuse_other(mark, seen.get(registration_id, ""))
            with db.session.begin_nested():
                registration_actions.take(action, registration_id, actor, reason)
        except DomainError as error:
            outcome.refused[registration_id] = error
        else:
            outcome.done.append(registration_id)
    return outcome


def refused_now(event: Event, registration_ids: Sequence[int], action: Action, actor: Actor) -> Outcome:
    """Those who would be refused now, and why; nothing is changed."""
    lines = foresee(event, registration_ids, action, actor)
    return Outcome(refused={line.registration.id: line.refusal for line in lines if line.refusal is not None})


def _in_order(event: Event, registration_ids: Sequence[int], *, anew: bool = False) -> list[Registration]:
    """Those who hold nothing come first: otherwise ending one registration could promote another just before its turn."""
    wanted = set(registration_ids)
    if len(wanted) > MOST_AT_ONCE:
        raise TooManySelected(most=MOST_AT_ONCE, number=len(wanted))
    found = list(
        db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event.id, Registration.id.in_(wanted))
            .options(joinedload(Registration.body))
            .order_by(Registration.id)
            .execution_options(populate_existing=anew)
        )
    )
    if len(found) != len(wanted):
        raise NotFound
    return sorted(found, key=lambda row: row.place is Place.HELD)
