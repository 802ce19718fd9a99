"""Admission to an event: in which way each category comes, who must approve, and how many delegates a body may send.

Everything is changed together, under the event's lock: what would leave more places held than a limit allows is refused,
and whoever waited for just this gets a place or a confirmation in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    Admission,
    Body,
    BodyKind,
    Category,
    Event,
    Place,
    Quota,
    Registration,
    Status,
    Way,
)
from app.services import audit, confirming, event_states, places
from app.services.actors import Actor
from app.services.errors import BodyDoesNotFit
from app.services.event_errors import WayDoesNotFit
from app.services.seat_counts import SeatCounts

_NEVER_NOMINATED = (Way.OPEN_FORM, Way.INVITATION_LINK, Way.NOT_ADMITTED)


@dataclass(frozen=True)
class AdmissionRule:
    """How one category comes to an event."""

    way: Way
    needs_correspondent: bool = False
    needs_secretariat: bool = False
    counts_capacity: bool = True


@dataclass(frozen=True)
class AdmissionPlan:
    """The whole of an event's admission. Quotas count places; what is left out has no limit."""

    rules: dict[Category, AdmissionRule]
    by_kind: dict[BodyKind, int]
    by_body: dict[int, int]


@dataclass(frozen=True)
class Changed:
    """What a change of admission has brought about."""

    confirmed: int  # lacked nothing any more
    promoted: int  # got a place


def ways_of(category: Category) -> tuple[Way, ...]:
    """The ways that make sense for a category: only delegates and observers are nominated."""
    return tuple(Way) if category.in_delegation else _NEVER_NOMINATED


def kinds_with_quota() -> list[BodyKind]:
    """The kinds of bodies that send delegations."""
    return [kind for kind in BodyKind if kind is not BodyKind.INTERNAL_PARTNER]


def plan_of(event: Event) -> AdmissionPlan:
    """The present admission of an event."""
    rows, quotas = _rows(event), _quotas(event)
    return AdmissionPlan(
        {
            row.category: AdmissionRule(
                row.way, row.needs_correspondent, row.needs_secretariat, row.counts_capacity
            )
            for row in rows
        },
        {row.kind: row.places for row in quotas if row.kind is not None},
        {row.body_id: row.places for row in quotas if row.body_id is not None},
    )


def change(event_id: int, plan: AdmissionPlan, actor: Actor) -> Changed:
    """Change who comes in which way, who approves, and the quotas.

    Raises:
        EventReadOnly, WayDoesNotFit.
        BodyDoesNotFit: an exception is made for a body that sends no delegation.
        LimitBelowHeld: `what` of its values is a mode or the code of a body.
    """
    event = places.lock(event_id)
    event_states.refuse_read_only(event)
    _check(plan)
    changed = [*_put_rules(event, plan), *_put_quotas(event, plan)]
    db.session.flush()
    db.session.expire(event, ["admissions", "quotas"])
    seats = SeatCounts(event)
    places.refuse_lowered_limits(seats)
    audit.record(actor, "event.admission_changed", event, event_id=event.id, fields=changed)
    if event.is_over(now()):
        return Changed(0, 0)
    confirmed = sum(confirming.confirm_if_complete(registration, seats) for registration in _undecided(event))
    return Changed(confirmed, len(confirming.settle(seats)))


def _check(plan: AdmissionPlan) -> None:
    for category, rule in plan.rules.items():
        if rule.way not in ways_of(category):
            raise WayDoesNotFit
    bodies = db.session.scalars(select(Body).where(Body.id.in_(plan.by_body))).all() if plan.by_body else []
    if len(bodies) != len(plan.by_body) or any(body.kind not in kinds_with_quota() for body in bodies):
        raise BodyDoesNotFit


def _put_rules(event: Event, plan: AdmissionPlan) -> list[str]:
    rows = {row.category: row for row in _rows(event)}
    changed = []
    for category, rule in plan.rules.items():
        row = rows.get(category) or Admission(event_id=event.id, category=category)
        values = vars(rule) | {"needs_correspondent": rule.needs_correspondent and category.in_delegation}
        changed += [
            f"{category.value}.{name}" for name, value in values.items() if getattr(row, name) != value
        ]
        for name, value in values.items():
            setattr(row, name, value)
        db.session.add(row)
    return changed


def _put_quotas(event: Event, plan: AdmissionPlan) -> list[str]:
    wanted: dict[BodyKind | int, int] = dict([*plan.by_kind.items(), *plan.by_body.items()])
    changed = []
    for row in _quotas(event):
        key = row.kind or row.body_id
        number = wanted.pop(key) if key is not None and key in wanted else None
        if number is None:
            db.session.delete(row)
        elif number == row.places:
            continue
        else:
            row.places = number
        changed.append(_code(key))
    for new, number in wanted.items():
        whose = {"kind": new} if isinstance(new, BodyKind) else {"body_id": new}
        db.session.add(Quota(event_id=event.id, places=number, **whose))
        changed.append(_code(new))
    return changed


def _code(key: BodyKind | int | None) -> str:
    return f"quota.{key.value}" if isinstance(key, BodyKind) else f"quota.body:{key}"


def _rows(event: Event) -> list[Admission]:
    query = select(Admission).where(Admission.event_id == event.id).order_by(Admission.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _quotas(event: Event) -> list[Quota]:
    query = select(Quota).where(Quota.event_id == event.id).order_by(Quota.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _undecided(event: Event) -> list[Registration]:
    """Those who hold a place and are not confirmed: a changed rule may have taken away the last thing they lacked."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(
                Registration.event_id == event.id,
                Registration.status.in_((Status.SUBMITTED, Status.VALIDATED)),
                Registration.place == Place.HELD,
            )
            .order_by(Registration.id)
            .execution_options(populate_existing=True)
        )
    )
