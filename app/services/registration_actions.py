"""What the secretariat can do with a registration: the same list for one person's page and for many at once."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection

from app.extensions import db
from app.models import Place, Registration, Status
from app.services import confirming, deciding, event_states, places, resending, transitions
from app.services.actors import Actor
from app.services.errors import (
    ApprovalsOutstanding,
    DecidedMeanwhile,
    DomainError,
    LinkSentMeanwhile,
    PersonErased,
    QuotaFull,
)
from app.services.seat_counts import SeatCounts


class Action(enum.StrEnum):
    CONFIRM = "confirm"
    VALIDATE = "validate"
    DECLINE = "decline"
    CANCEL = "cancel"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    SEND_LINK = "send_link"

    @property
    def needs_reason(self) -> bool:
        """Whether the secretariat must say why."""
        return self in {Action.VALIDATE, Action.DECLINE, Action.CANCEL}

    @property
    def takes_reason(self) -> bool:
        """Whether the secretariat may say why."""
        return self.needs_reason or self is Action.WITHDRAW


# What is done with many at once. Withdrawing and reopening concern one person, whom one has spoken to.
FOR_MANY = (Action.CONFIRM, Action.VALIDATE, Action.DECLINE, Action.CANCEL, Action.SEND_LINK)
# Refusals that pass: what is missing can still come.
PASSING = frozenset({ApprovalsOutstanding.code, QuotaFull.code})
_LEADS_TO = {
    Action.CONFIRM: Status.CONFIRMED,
    Action.VALIDATE: Status.VALIDATED,
    Action.DECLINE: Status.DECLINED,
    Action.CANCEL: Status.CANCELLED,
    Action.WITHDRAW: Status.WITHDRAWN,
    Action.REOPEN: Status.SUBMITTED,
}


def take(action: Action, registration_id: int, actor: Actor, reason: str | None = None) -> Registration:
    """Do it, under its own rule.

    Raises:
        ReasonRequired: the secretariat must say why.
        Refused: the rule of the action; nothing was changed.
    """
    verbs: dict[Action, Callable[[], Registration]] = {
        Action.CONFIRM: lambda: deciding.confirm(registration_id, actor),
        Action.VALIDATE: lambda: deciding.validate(registration_id, actor, reason),
        Action.DECLINE: lambda: deciding.decline(registration_id, actor, reason or ""),
        Action.CANCEL: lambda: deciding.cancel(registration_id, actor, reason or ""),
        Action.WITHDRAW: lambda: deciding.withdraw(registration_id, actor, reason),
        Action.REOPEN: lambda: deciding.reopen(registration_id, actor),
        Action.SEND_LINK: lambda: resending.send_link(registration_id, actor),
    }
    return verbs[action]()


def marks(action: Action, registrations: Collection[Registration]) -> dict[int, str]:
    """As what each is looked at: the status, which a decision changes.

    A letter with the link changes nothing else: there the last one counts too, so that a second click sends none.
    """
    last = resending.last_links([row.id for row in registrations]) if action is Action.SEND_LINK else {}
    return {row.id: f"{row.status.value}.{last.get(row.id, '')}".rstrip(".") for row in registrations}


def refuse_unseen(action: Action, registration: Registration, seen: str) -> None:
    """Wait for whoever is deciding on the event, then compare with the mark that was looked at.

    Raises:
        DecidedMeanwhile, LinkSentMeanwhile: it is another one now.
    """
    places.lock(registration.event_id)
    db.session.refresh(registration)
    refuse_other(marks(action, [registration])[registration.id], seen)


def refuse_other(mark: str, seen: str) -> None:
    """Compare the present mark of a registration with the one that was looked at.

    Raises:
        DecidedMeanwhile, LinkSentMeanwhile: it is another one now.
    """
    status, looked_at = mark.partition(".")[0], seen.partition(".")[0]
    if status != looked_at:
        raise DecidedMeanwhile(status=Status(status))
    if mark != seen:
        raise LinkSentMeanwhile


def refusal(
    action: Action, registration: Registration, actor: Actor, seats: SeatCounts
) -> DomainError | None:
    """Why it would be refused now; None if it would be done."""
    try:
        _check(action, registration, actor, seats)
    except DomainError as error:
        return error
    return None


def foresee(
    action: Action, registration: Registration, actor: Actor, seats: SeatCounts
) -> DomainError | None:
    """As `refusal`, for one of several in their order: what this one takes is no longer there for the next."""
    error = refusal(action, registration, actor, seats)
    claims = action is Action.VALIDATE and seats.would_claim_quota(registration)
    if error is None and claims and registration.place is Place.HELD and registration.body_id is not None:
        seats.by_body[registration.body_id] += 1
    return error


def _check(action: Action, registration: Registration, actor: Actor, seats: SeatCounts) -> None:
    event_states.refuse_read_only(seats.event)
    if action is Action.SEND_LINK:
        if registration.email is None:
            raise PersonErased
        return
    transitions.check(registration, _LEADS_TO[action], actor)
    if action is Action.CONFIRM:
        confirming.refuse_incomplete(registration, seats)
    elif action is Action.VALIDATE:
        places.claim_quota(registration, seats)
    elif action is Action.WITHDRAW:
        deciding.refuse_after_end(seats.event)
