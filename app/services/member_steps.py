"""What a correspondent can do with a member of the own delegation, as the rules permit it now."""

from __future__ import annotations

import enum

from app.lib.clock import now
from app.models import ActorKind, Registration, Role, Status
from app.services import transitions
from app.services.seat_counts import SeatCounts

_OWING = (Status.NOMINATED, Status.UNVERIFIED)  # whose next step needs the link of a letter


class Step(enum.StrEnum):
    """Each has a page or a button of its own."""

    VALIDATE = "validate"
    DECLINE = "decline"
    REPLACE = "replace"
    WITHDRAW = "withdraw"
    NAME_HEAD = "name_head"
    SEND_AGAIN = "send_again"


def allowed(registration: Registration, seats: SeatCounts) -> frozenset[Step]:
    """The steps that make sense for a registration; none for who has ended, and none once the event is over.

    Declining is the answer to somebody who waits to be validated; who has a nomination or an answer is withdrawn.
    """
    event = seats.event
    if event.is_read_only or event.is_over(now()) or not registration.is_living:
        return frozenset()
    steps = {Step.REPLACE}
    if waits_for_validation(registration, seats):
        return frozenset({*steps, Step.VALIDATE, Step.DECLINE})
    if registration.status in _OWING:
        steps.add(Step.SEND_AGAIN)
    if ActorKind.CORRESPONDENT in transitions.STEPS.get((registration.status, Status.WITHDRAWN), frozenset()):
        steps.add(Step.WITHDRAW)
    if registration.role is not Role.HEAD and registration.status is not Status.UNVERIFIED:
        steps.add(Step.NAME_HEAD)
    return frozenset(steps)


def waits_for_validation(registration: Registration, seats: SeatCounts) -> bool:
    """Whether somebody has registered, and the correspondent's word is awaited."""
    return registration.status is Status.SUBMITTED and seats.needs_correspondent(registration.category)
