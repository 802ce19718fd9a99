"""Where each body stands with an event: its reply, from the convocation, its delegates and who of them has come."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select

from app.extensions import db
from app.models import DELEGATIONS, LIVING, Body, BodyKind, Convocation, Event, Registration
from app.services.participation import attended, confirmed, registered

_EVENT: Any = bindparam("event", type_=Integer)


class Reply(enum.StrEnum):
    """What a body has answered; each stage holds those before it."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    SEEN = "seen"
    WILL_NOT_ATTEND = "will_not_attend"
    ANSWERED = "answered"  # somebody was nominated or has registered
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"


@dataclass(frozen=True)
class Standing:
    """A body and its reply. The numbers are those of its delegates and observers, nobody else."""

    body: Body
    convocation: Convocation | None
    ever: int  # ever registered, replaced ones left out
    living: int  # of these; an address that nobody has confirmed is no answer
    confirmed: int
    arrived: int

    @property
    def reply(self) -> Reply:
        """The furthest stage that the body has reached."""
        if self.arrived:
            return Reply.ARRIVED
        if self.confirmed:
            return Reply.CONFIRMED
        if self.living:
            return Reply.ANSWERED
        if self.convocation is not None and self.convocation.refused_at is not None:
            return Reply.WILL_NOT_ATTEND
        if self.ever:
            return Reply.ANSWERED
        if self.convocation is None:
            return Reply.NOT_INVITED
        return Reply.SEEN if self.convocation.seen_at is not None else Reply.INVITED

    @property
    def is_silent(self) -> bool:
        """Invited, or seen, with no refusal and no delegate ever registered."""
        return self.reply in {Reply.INVITED, Reply.SEEN}


def standings(event: Event, *, only: Body | None = None) -> list[Standing]:
    """All member states, and each other body that was invited or sends somebody, in two statements.

    Without any convocation nobody is silent: a body that sends nobody is not represented, and no more is known.
    """
    query = _standings()
    if only is not None:
        query = query.where(Body.id == only.id)
    return [Standing(*row) for row in db.session.execute(query, {"event": event.id}).tuples()]


def silent(event: Event) -> list[Standing]:
    """Those who were invited and have not answered."""
    return [standing for standing in standings(event) if standing.is_silent]


@cache
def _standings() -> Select[Body, Convocation, int, int, int, int]:
    counts = (
        select(
            Registration.body_id,
            _number(registered()).label("ever"),
            _number(and_(registered(), Registration.status.in_(LIVING))).label("living"),
            _number(confirmed()).label("confirmed"),
            _number(attended()).label("arrived"),
        )
        .where(Registration.event_id == _EVENT, Registration.category.in_(DELEGATIONS))
        .group_by(Registration.body_id)
        .subquery()
    )
    invited = and_(Convocation.event_id == _EVENT, Convocation.body_id == Body.id)
    return (
        select(
            Body,
            Convocation,
            func.coalesce(counts.c.ever, 0),
            func.coalesce(counts.c.living, 0),
            func.coalesce(counts.c.confirmed, 0),
            func.coalesce(counts.c.arrived, 0),
        )
        .outerjoin(Convocation, invited)
        .outerjoin(counts, counts.c.body_id == Body.id)
        .where(
            or_(
                Body.kind == BodyKind.MEMBER_STATE,
                Convocation.id.is_not(None),
                counts.c.living > 0,
                counts.c.ever > 0,
            )
        )
        .order_by(Body.kind != BodyKind.MEMBER_STATE, Body.sort_en)
    )


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
