"""Where each body stands with an event: its reply, from the convocation, its delegates and who of them has come."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, or_, select

from app.extensions import db
from app.models import DELEGATIONS, LIVING, Body, BodyKind, Convocation, Event, Registration
from app.services.participation import attended_at, confirmed, registered

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
        asked = self.convocation
        seen, refused = asked and asked.seen_at, asked and asked.refused_at
        return _furthest(
            asked is not None,
            seen is not None,
            refused is not None,
            self.ever,
            self.living,
            self.confirmed,
            self.arrived,
        )

    @property
    def is_silent(self) -> bool:
        """Invited, or seen, with no refusal and no delegate ever registered."""
        return self.reply in {Reply.INVITED, Reply.SEEN}


class Answer(NamedTuple):
    """The reply of a body in short: where a member state lies on the map, and when it was invited."""

    kind: BodyKind
    tile: tuple[int, int] | None  # row and column
    invited_at: datetime | None
    reply: Reply


def _furthest(
    invited: bool, seen: bool, refused: bool, ever: int, living: int, confirmed: int, arrived: int
) -> Reply:
    if arrived:
        return Reply.ARRIVED
    if confirmed:
        return Reply.CONFIRMED
    if living:
        return Reply.ANSWERED
    if refused:
        return Reply.WILL_NOT_ATTEND
    if ever:
        return Reply.ANSWERED
    if not invited:
        return Reply.NOT_INVITED
    return Reply.SEEN if seen else Reply.INVITED


def standings(event: Event, *, only: Body | None = None) -> list[Standing]:
    """All member states, and each other body that was invited or sends somebody, in two statements.

    Without any convocation nobody is silent: a body that sends nobody is not represented, and no more is known.
    """
    query = _standings()
    if only is not None:
        query = query.where(Body.id == only.id)
    return [Standing(*row) for row in db.session.execute(query, {"event": event.id}).tuples()]


def answers(event: Event) -> list[Answer]:
    """The replies of the same bodies as `standings`, without the bodies: for a picture, in one statement."""
    rows: Iterable[Any] = db.session.connection().execute(_answers(), {"event": event.id})
    return [
        Answer(
            kind,
            None if row is None or column is None else (row, column),
            invited_at,
            _furthest(invited_at is not None, seen, refused, *numbers),
        )
        for kind, row, column, invited_at, seen, refused, *numbers in rows
    ]


def silent(event: Event) -> list[Standing]:
    """Those who were invited and have not answered."""
    return [standing for standing in standings(event) if standing.is_silent]


@cache
def _standings() -> Select[Body, Convocation, int, int, int, int]:
    return _counted(Body, Convocation)


@cache
def _answers() -> Select[Any]:
    told = (Convocation.seen_at.is_not(None), Convocation.refused_at.is_not(None))
    return _counted(Body.kind, Body.tile_row, Body.tile_column, Convocation.invited_at, *told)


def _counted(*asked: Any) -> Select[Any]:
    """What is asked of each body and its convocation, and the numbers of its people."""
    counts = (
        select(
            Registration.body_id,
            _number(registered()).label("ever"),
            _number(and_(registered(), Registration.status.in_(LIVING))).label("living"),
            _number(confirmed()).label("confirmed"),
            _number(attended_at(_here)).label("arrived"),
        )
        .where(Registration.event_id == _EVENT, Registration.category.in_(DELEGATIONS))
        .group_by(Registration.body_id)
        .subquery()
    )
    invited = and_(Convocation.event_id == _EVENT, Convocation.body_id == Body.id)
    return (
        select(
            *asked,
            func.coalesce(counts.c.ever, 0).label("ever"),
            func.coalesce(counts.c.living, 0).label("living"),
            func.coalesce(counts.c.confirmed, 0).label("confirmed"),
            func.coalesce(counts.c.arrived, 0).label("arrived"),
        )
        .select_from(Body)
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


def _here(column: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = column == _EVENT
    return condition


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)
