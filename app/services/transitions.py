"""The only way in which a status moves: every legal step, who may take it, and its line in the history.

Source: the table "Status" of the domain model. Everything that is not in it is refused and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy import Table, insert

from app.extensions import db
from app.lib.clock import now
from app.models import LIVING, ActorKind, Registration, Status, StatusChange
from app.services.actors import Actor
from app.services.errors import IllegalTransition

_PERSON, _CORRESPONDENT, _STAFF, _DESK, _SYSTEM = (
    ActorKind.PERSON,
    ActorKind.CORRESPONDENT,
    ActorKind.STAFF,
    ActorKind.DESK,
    ActorKind.SYSTEM,
)

BEGINNINGS: dict[Status, frozenset[ActorKind]] = {
    Status.UNVERIFIED: frozenset({_PERSON}),
    Status.NOMINATED: frozenset({_CORRESPONDENT, _STAFF}),
    Status.SUBMITTED: frozenset({_STAFF}),
    Status.CONFIRMED: frozenset({_DESK}),
}

STEPS: dict[tuple[Status, Status], frozenset[ActorKind]] = {
    (Status.UNVERIFIED, Status.SUBMITTED): frozenset({_PERSON}),
    (Status.UNVERIFIED, Status.EXPIRED): frozenset({_SYSTEM}),
    (Status.EXPIRED, Status.SUBMITTED): frozenset({_PERSON}),
    (Status.NOMINATED, Status.VALIDATED): frozenset({_PERSON}),
    (Status.NOMINATED, Status.WITHDRAWN): frozenset({_PERSON, _CORRESPONDENT}),
    (Status.NOMINATED, Status.EXPIRED): frozenset({_STAFF}),
    (Status.SUBMITTED, Status.VALIDATED): frozenset({_CORRESPONDENT, _STAFF}),
    (Status.SUBMITTED, Status.CONFIRMED): frozenset({_STAFF, _SYSTEM}),
    (Status.VALIDATED, Status.CONFIRMED): frozenset({_STAFF, _SYSTEM}),
    (Status.SUBMITTED, Status.DECLINED): frozenset({_CORRESPONDENT, _STAFF}),
    (Status.VALIDATED, Status.DECLINED): frozenset({_STAFF}),
    **{
        (status, Status.WITHDRAWN): frozenset({_PERSON, _CORRESPONDENT, _STAFF})
        for status in (Status.UNVERIFIED, Status.SUBMITTED, Status.VALIDATED, Status.CONFIRMED)
    },
    **{(status, Status.CANCELLED): frozenset({_STAFF, _SYSTEM}) for status in LIVING},
    **{
        (status, Status.SUBMITTED): frozenset({_STAFF})
        for status in (Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED)
    },
}
REPLACING = frozenset({_CORRESPONDENT, _STAFF})  # who may let another take the place of somebody living
_FIRST_LINE = insert(cast("Table", StatusChange.__table__)).inline()
_REGISTERED = {Status.NOMINATED, Status.SUBMITTED, Status.VALIDATED, Status.CONFIRMED}


def check(registration: Registration, to: Status, actor: Actor) -> None:
    """Make sure that a step is legal for whoever takes it.

    Raises:
        IllegalTransition: it is not in the table.
    """
    if actor.kind not in STEPS.get((registration.status, to), frozenset()):
        raise IllegalTransition(status=registration.status)


def move(registration: Registration, to: Status, actor: Actor) -> None:
    """Take a legal step. Use it inside `recorded`, which writes the history.

    Raises:
        IllegalTransition: the step is not in the table.
    """
    check(registration, to, actor)
    registration.status = to
    _date(registration)


def move_replaced(registration: Registration, actor: Actor) -> None:
    """End a living registration because another takes over its place. Use it inside `recorded`.

    Raises:
        IllegalTransition: it does not live, or this actor cannot replace anybody.
    """
    check_replaced(registration, actor)
    registration.status, registration.replaced = Status.WITHDRAWN, True


def check_replaced(registration: Registration, actor: Actor) -> None:
    """Make sure that another can take over from somebody.

    Raises:
        IllegalTransition: the registration does not live, or this actor cannot replace anybody.
    """
    if registration.status not in LIVING or actor.kind not in REPLACING:
        raise IllegalTransition(status=registration.status)


def begin(registration: Registration, actor: Actor, reason_code: str | None = None) -> None:
    """Put a new registration, whose status and place are set, into the session with the first line of its history.

    Raises:
        IllegalTransition: nobody of this kind may begin in that status.
    """
    if actor.kind not in BEGINNINGS.get(registration.status, frozenset()):
        raise IllegalTransition(status=registration.status)
    _date(registration)
    db.session.add(registration)
    db.session.flush()
    db.session.execute(_FIRST_LINE, _line(registration, actor, None, None, reason_code, None))


@contextmanager
def recorded(
    registration: Registration, actor: Actor, reason_code: str | None = None, note: str | None = None
) -> Iterator[None]:
    """Whatever happens to status and place inside becomes one line of the history, and is written at the end.

    Nothing is flushed in between, because a confirmed registration without a place may not exist even for a moment.
    """
    status, place = registration.status, registration.place
    with db.session.no_autoflush:
        yield
        if (registration.status, registration.place) != (status, place):
            db.session.add(StatusChange(**_line(registration, actor, status, place, reason_code, note)))
    db.session.flush()


def _line(
    registration: Registration,
    actor: Actor,
    status_from: Status | None,
    place_from: object,
    reason_code: str | None,
    note: str | None,
) -> dict[str, Any]:
    return {
        "registration_id": registration.id,
        "at": now(),
        "actor_kind": actor.kind,
        "actor_id": actor.id,
        "status_from": status_from,
        "status_to": registration.status,
        "place_from": place_from,
        "place_to": registration.place,
        "reason_code": reason_code,
        "note": note,
    }


def _date(registration: Registration) -> None:
    if registration.status in _REGISTERED and registration.registered_at is None:
        registration.registered_at = now()
    if registration.status is Status.CONFIRMED:
        registration.confirmed_at = now()
