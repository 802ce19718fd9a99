"""Inviting bodies to an event, all in one action: a convocation each, and a letter to everybody who speaks for the body."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from app.emails.correspondents import Correspondence
from app.extensions import db
from app.lib.clock import now
from app.models import (
    DELEGATIONS,
    LIVING,
    Body,
    BodyKind,
    Convocation,
    Event,
    EventStatus,
    LetterKind,
    NetworkObserver,
    Registration,
)
from app.services import audit, convocations, copies, event_states, mandates, nominating, outbox, places
from app.services.actors import Actor
from app.services.delegation_errors import CannotNominate, SendsSomebody
from app.services.errors import EventIsOver, NotFound
from app.services.seat_counts import SeatCounts


@dataclass(frozen=True)
class Foreseen:
    """What a convocation would do: whom it reaches, who has nobody to speak for it, who is invited already."""

    reached: list[Body]
    without_correspondent: list[Body]
    invited_already: list[Body]


def proposed(event: Event) -> list[Body]:
    """The bodies that a convocation begins with: all member states, and the observers known to be observers of the Network."""
    return list(
        db.session.scalars(
            select(Body)
            .where(
                Body.selectable,
                (Body.kind == BodyKind.MEMBER_STATE)
                | (Body.kind != BodyKind.INTERNAL_PARTNER) & (Body.network_observer == NetworkObserver.YES),
            )
            .order_by(Body.kind != BodyKind.MEMBER_STATE, Body.sort_en)
        )
    )


def foresee(event: Event, bodies: Collection[Body]) -> Foreseen:
    """What would happen; nothing is changed."""
    speaking = mandates.correspondents([body.id for body in bodies], fictional=event.fictional)
    settled = convocations.invited(event.id) - (convocations.unwritten(event) & set(speaking))
    fresh = [body for body in bodies if body.id not in settled]
    return Foreseen(
        reached=[body for body in fresh if body.id in speaking],
        without_correspondent=[body for body in fresh if body.id not in speaking],
        invited_already=[body for body in bodies if body.id in settled],
    )


def convoke(event_id: int, body_ids: Collection[int], actor: Actor) -> list[Convocation]:
    """Invite bodies. One without a correspondent is invited, and hears nothing; it is written to when it is invited again
    and somebody speaks for it by then. Every other one that is invited already is left as it is.

    Returns:
        The new convocations.

    Raises:
        EventReadOnly, EventIsOver: nobody is invited any more.
        CannotNominate: a body cannot send a delegation, or the event is a draft.
    """
    event = places.lock(event_id)
    _refuse_untimely(event)
    bodies = db.session.scalars(select(Body).where(Body.id.in_(body_ids)).order_by(Body.id)).all()
    for body in bodies:
        nominating.category_of(body)
    known, unwritten = convocations.invited(event.id), convocations.unwritten(event)
    made = [Convocation(event=event, body=body, invited_at=now()) for body in bodies if body.id not in known]
    db.session.add_all(made)
    db.session.flush()
    told = [body for body in bodies if body.id not in known or body.id in unwritten]
    _write(event, told)
    codes = [body.code for body in told]
    audit.record(
        actor, "event.convoked", event, event_id=event.id, fields=[f"bodies:{len(codes)}", *codes[:60]]
    )
    return made


def refuse(event_id: int, body_id: int, reason: str | None, actor: Actor) -> Convocation:
    """“We will not attend.” It can be taken back by naming somebody.

    Raises:
        NotFound: the body was not invited.
        SendsSomebody: the delegation has people at this event.
        EventReadOnly, EventIsOver.
    """
    event = places.lock(event_id)
    row = refusable(event, body_id)
    row.refused_at, row.reason = now(), reason
    db.session.flush()
    audit.record(actor, "convocation.refused", row, event_id=event.id)
    return row


def refusable(event: Event, body_id: int) -> Convocation:
    """The convocation that a body could refuse now.

    Raises:
        NotFound, SendsSomebody, EventReadOnly, EventIsOver: as `refuse`.
    """
    event_states.refuse_read_only(event)
    if event.is_over(now()):
        raise EventIsOver
    row = convocations.of(event.id, body_id)
    if row is None:
        raise NotFound
    if _has_delegates(event.id, body_id):
        raise SendsSomebody
    return row


def _has_delegates(event_id: int, body_id: int) -> bool:
    return (
        db.session.scalar(
            select(Registration.id)
            .where(
                Registration.event_id == event_id,
                Registration.body_id == body_id,
                Registration.status.in_(LIVING),
                Registration.registered_at.is_not(None),  # a stranger who typed an address hinders nobody
                Registration.category.in_(DELEGATIONS),
            )
            .limit(1)
        )
        is not None
    )


def _refuse_untimely(event: Event) -> None:
    event_states.refuse_read_only(event)
    if event.status is EventStatus.DRAFT:
        raise CannotNominate
    if event.is_over(now()):
        raise EventIsOver


def _write(event: Event, bodies: Collection[Body]) -> None:
    """A letter to each who speaks for one of the bodies, and a copy to its addresses for copies."""
    speaking = mandates.correspondents([body.id for body in bodies], fictional=event.fictional)
    seats = SeatCounts(event)
    for body in bodies:
        copies.send(event, body, addressed=len(speaking.get(body.id, [])), places=seats.quota(body))
        for person in speaking.get(body.id, []):
            about = Correspondence(person, body, event)
            outbox.put_for_correspondent(
                LetterKind.CONVOCATION, about, once=f"event-{event.id}", places=seats.quota(body)
            )
