"""How a body took part, event by event: counted where people are recorded, unknown where they are not. Unknown is never zero."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select

from app.extensions import db
from app.lib.clock import now
from app.models import (
    LIVING,
    Body,
    CheckIn,
    CheckInKind,
    Convocation,
    Event,
    Registration,
    Role,
    User,
)
from app.services.indicators import STEPS
from app.services.participation import SENT_BY_BODIES, attended, confirmed, registered
from app.services.statistics import editions, snapshots
from app.services.statistics.figures import Numbers, Phase, phase_of, unrecorded


class Answer(enum.StrEnum):
    """What a body that has nobody at an event said, or why nothing can be said."""

    NOT_RECORDED = "not_recorded"  # there are no names of the event
    CANCELLED = "cancelled"
    REFUSED = "refused"
    SILENT = "silent"
    NOT_REPRESENTED = "not_represented"  # nobody came, and nobody is known to have been invited
    TAKES_PART = "takes_part"
    ENDED = "ended"  # somebody was registered, and everybody has withdrawn or was declined


@dataclass(frozen=True)
class Recorded:
    """An event and what is recorded of it: whether there are people, and whether anybody was ever checked in."""

    event: Event
    has_people: bool
    has_log: bool

    @property
    def phase(self) -> Phase:
        """Where the event stands in time."""
        return phase_of(self.event, now())

    @property
    def is_recorded(self) -> bool:
        """Whether anything can be said of who takes part: of an event that is over only if its people are recorded."""
        return self.has_people or self.phase in {Phase.BEFORE, Phase.RUNNING}


@dataclass(frozen=True)
class Part:
    """A body at an event. The numbers are those of its delegation; None where they are not recorded."""

    recorded: Recorded
    registered: int | None
    confirmed: int | None
    attended: int | None
    living: int
    others: int  # people of the body in another capacity, such as speakers
    head: Registration | None
    convocation: Convocation | None

    @property
    def answer(self) -> Answer:
        """How the body stands with the event."""
        if self.recorded.phase is Phase.CANCELLED:
            return Answer.CANCELLED
        if not self.recorded.is_recorded:
            return Answer.NOT_RECORDED
        if self.living or self.attended:
            return Answer.TAKES_PART
        if self.convocation is not None and self.convocation.refused_at is not None:
            return Answer.REFUSED
        if self.registered:
            return Answer.ENDED
        return Answer.SILENT if self.convocation is not None else Answer.NOT_REPRESENTED


def events(user: User, *, fictional: bool = False) -> list[Recorded]:
    """The events that a user may see, the earliest first; drafts are left out, invented ones unless asked for. One statement."""
    people = exists().where(Registration.event_id == Event.id, Registration.registered_at.is_not(None))
    log = exists().where(CheckIn.event_id == Event.id, CheckIn.kind == CheckInKind.IN)
    query = editions.visible(user, fictional=fictional).add_columns(people, log)
    rows = (Recorded(*row) for row in db.session.execute(query).tuples())
    return sorted(rows, key=lambda each: editions.in_time(each.event))


def last_with_people(found: Iterable[Recorded]) -> Recorded | None:
    """The last event that is over and of which people are recorded."""
    over = [each for each in found if each.has_people and each.phase is Phase.AFTER]
    return over[-1] if over else None


def of_body(body: Body, found: Sequence[Recorded]) -> list[Part]:
    """A body at some events, in four statements; where figures are frozen, these hold."""
    ids = [each.event.id for each in found]
    frozen = _frozen(ids)
    counts = {row.event_id: row for row in db.session.execute(_counts(ids, Registration.body_id == body.id))}
    heads = {row.event_id: row for row in db.session.scalars(_heads(ids, body))}
    said = {
        row.event_id: row for row in db.session.scalars(_convocations(ids, Convocation.body_id == body.id))
    }
    return [
        _held(
            _part(each, counts.get(each.event.id), heads.get(each.event.id), said.get(each.event.id)),
            frozen,
            body.code,
        )
        for each in found
    ]


def at_event(each: Recorded) -> dict[int, Part]:
    """The bodies that take part in an event, or were invited to it, by their ids; in four statements at most."""
    event_id = each.event.id
    frozen = _frozen([event_id])
    codes = _codes() if frozen else {}
    counts = {
        row.body_id: row for row in db.session.execute(_counts([event_id], Registration.body_id.is_not(None)))
    }
    said = {row.body_id: row for row in db.session.scalars(_convocations([event_id]))}
    return {
        key: _held(_part(each, counts.get(key), None, said.get(key)), frozen, codes.get(key, ""))
        for key in {*counts, *said}
    }


def nothing(each: Recorded) -> Part:
    """A body of which an event knows nothing."""
    return _part(each, None, None, None)


def _part(each: Recorded, row: Any, head: Registration | None, said: Convocation | None) -> Part:
    known = each.is_recorded and each.phase is not Phase.CANCELLED
    hidden = unrecorded(each.event, each.has_log)
    numbers = {
        code: None if code in hidden or not known else getattr(row, code) if row is not None else 0
        for code in STEPS
    }
    return Part(
        **numbers,
        recorded=each,
        living=row.living if row is not None else 0,
        others=row.others if row is not None else 0,
        head=head,
        convocation=said,
    )


def _frozen(ids: Sequence[int]) -> dict[int, dict[str, Numbers]]:
    """The numbers of the delegations that were frozen, by event and code of the body."""
    return {
        event_id: {one.body.code: one.numbers for one in delegations}
        for event_id, delegations in snapshots.frozen_delegations(ids).items()
    }


def _held(part: Part, frozen: Mapping[int, Mapping[str, Numbers]], code: str) -> Part:
    """The part with the numbers that hold; of a body that sent nobody then, they are zero where they are known."""
    if part.recorded.event.id not in frozen:
        return part
    kept = frozen[part.recorded.event.id].get(code)
    if kept is None:
        kept = {step: None if getattr(part, step) is None else 0 for step in STEPS}
    return replace(
        part,
        registered=kept["registered"],
        confirmed=kept["confirmed"],
        attended=kept["attended"],
        living=(kept.get("outstanding") or 0) + (kept["confirmed"] or 0),
    )


def _codes() -> dict[int, str]:
    return dict(db.session.execute(select(Body.id, Body.code)).tuples().all())


def _counts(ids: Sequence[int], whose: ColumnElement[bool]) -> Select[Any]:
    """Rows (event, body, numbers…): of the delegations, and of the parts of the Council of Europe."""
    own = Registration.category.in_(SENT_BY_BODIES)
    columns: list[Any] = [
        Registration.event_id,
        Registration.body_id,
        _number(and_(own, registered())).label("registered"),
        _number(and_(own, confirmed())).label("confirmed"),
        _number(and_(own, attended())).label("attended"),
        _number(and_(own, Registration.status.in_(LIVING))).label("living"),
        _number(and_(~own, registered())).label("others"),
    ]
    query = select(*columns).where(Registration.event_id.in_(ids), whose)
    return query.group_by(Registration.event_id, Registration.body_id)


def _heads(ids: Sequence[int], body: Body) -> Select[Registration]:
    """The living heads of the delegation."""
    return select(Registration).where(
        Registration.event_id.in_(ids),
        Registration.body_id == body.id,
        Registration.role == Role.HEAD,
        Registration.status.in_(LIVING),
    )


def _convocations(ids: Sequence[int], *conditions: ColumnElement[bool]) -> Select[Convocation]:
    return select(Convocation).where(Convocation.event_id.in_(ids), *conditions)


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
