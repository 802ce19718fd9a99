"""What the database counts for the statistics: a few grouped queries, the same number for ten people and for thousands.

The statements are built once and kept, because building them takes as long as the database needs to answer.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    CompoundSelect,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
)

from app.extensions import db
from app.models import (
    Body,
    BodyKind,
    CheckIn,
    CheckInKind,
    Convocation,
    Event,
    EventSession,
    Letter,
    Origin,
    Registration,
    ReportedFigure,
    SessionKind,
    SignUp,
)
from app.services.dimensions import DIMENSIONS
from app.services.indicators import (
    LETTERS,
    LOG,
    ONLINE,
    PEOPLE,
    SEATS,
    STATES,
    STEPS,
    Indicator,
)
from app.services.participation import SENT_BY_BODIES, all_states, registered
from app.services.statistics.counted_rows import EVENT, EVENTS, log, of_these, of_this, people_of

WEEKS = 32  # how many mondays `by_week` is asked for
ATTRIBUTES = tuple(dimension.code for dimension in DIMENSIONS)  # each is a column of the registration


class Delegations(enum.Enum):
    """Whose delegations are counted one by one."""

    NONE = enum.auto()
    STATES = enum.auto()
    ALL = enum.auto()


def of_event(event_id: int) -> Sequence[Any]:
    """Two kinds of rows, told apart by their column `part`; the numbers stand last, in the order of the registry.

    A row "body" counts the people of one category and body; a row "attributes" those who share all their attributes, and
    only those registered, confirmed and attended.
    """
    return _rows(_of_event(), event=event_id)


def of_events(event_ids: Iterable[int], delegations: Delegations = Delegations.NONE) -> Sequence[Any]:
    """Rows (event id, category, None, numbers…) of several events; and those of the `delegations` that are asked for.

    Those are the rows (event id, None, body id, numbers…) of the people whom each body sends, without numbers of states.
    """
    return _rows(_of_events(delegations), events=list(event_ids))


def with_log(event_ids: Iterable[int]) -> set[int]:
    """Those of the events at which anybody was ever checked in; of the others attendance is not recorded."""
    return {row.id for row in _rows(_with_log(), events=list(event_ids))}


def by_day(event_id: int) -> Sequence[Any]:
    """Rows (day, numbers…) for each day on which somebody was checked in, even if that was undone.

    The day None is that of people who came, and of whom an imported list does not say on which day.
    """
    return _rows(_by_day(), event=event_id)


def by_session(event_id: int) -> Sequence[Any]:
    """The sessions of an event in their order, breaks and cancelled ones left out, with what was counted.

    Without sign-ups or check-ins a session's numbers are null.
    """
    return _rows(_by_session(), event=event_id)


def over_time(event_id: int, mondays: Sequence[datetime]) -> Sequence[Any]:
    """Two kinds of rows, told apart by their column `part`.

    A row "week" counts the people `registered` of one `category` in one week, its `key`: 0 is the time before the first of
    the mondays. There are `WEEKS` mondays in their order, each at midnight by the clocks of the event's place. When the
    people of an imported list registered is not recorded. A row "letter" has the numbers of one kind of letters, its `key`.
    """
    return _rows(_over_time(), event=event_id, **_moments(mondays))


def by_week(event_id: int, mondays: Sequence[datetime]) -> Sequence[Any]:
    """The rows "week" of `over_time` alone."""
    return _rows(_weeks(), event=event_id, **_moments(mondays))


def _moments(mondays: Sequence[datetime]) -> dict[str, datetime]:
    return {f"monday_{number}": monday for number, monday in enumerate(mondays, 1)}


def bodies_of(event_id: int) -> Sequence[Any]:
    """All member states, and the other bodies for which somebody registered; each with whether it was invited and declined."""
    return _rows(_bodies(), event=event_id)


def reported(event_ids: Iterable[int]) -> Sequence[ReportedFigure]:
    """The figures that were reported for some events."""
    return db.session.scalars(
        select(ReportedFigure)
        .where(ReportedFigure.event_id.in_(list(event_ids)))
        .order_by(ReportedFigure.event_id, ReportedFigure.id)
    ).all()


def number_of_states() -> int:
    """How many member states there are: the whole of every figure that counts states."""
    return db.session.scalar(select(all_states())) or 0


def _rows(statement: Any, **values: Any) -> Sequence[Any]:
    """Asked on the connection: plain rows are all that is wanted, and the session would take its time with them."""
    return db.session.connection().execute(statement, values).all()


def _by_body(facts: CTE) -> CTE:
    keys = (facts.c.event_id, facts.c.category, facts.c.body_id)
    return select(*keys, *counted(PEOPLE, facts.c)).group_by(*keys).cte("bodies")


def _sums(bodies: CTE) -> list[Any]:
    """The people of several bodies together, and the number of states among them."""
    people = [cast(func.sum(bodies.c[one.code]), Integer).label(one.code) for one in PEOPLE]
    return [*people, *counted(STATES, bodies.c)]


@cache
def _of_event() -> CompoundSelect[Any]:
    facts = people_of(of_this, attributes=ATTRIBUTES)
    bodies = _by_body(facts)
    nothing = [cast(null(), facts.c[name].type).label(name) for name in ATTRIBUTES]
    attributes = [facts.c[name] for name in ATTRIBUTES]
    keys = (bodies.c.category, bodies.c.body_id)
    return union_all(
        select(literal("body").label("part"), *keys, *nothing, *_sums(bodies)).group_by(*keys),
        select(
            literal("attributes"),
            *(cast(null(), key.type) for key in keys),
            *attributes,
            *(counted([one], facts.c)[0] if one.code in STEPS else cast(null(), Integer) for one in PEOPLE),
            *(cast(null(), Integer) for _ in STATES),
        ).group_by(*attributes),
    )


@cache
def _of_events(delegations: Delegations) -> Select[Any] | CompoundSelect[Any]:
    bodies = _by_body(people_of(of_these))
    nobody = cast(null(), Integer).label("body_id")
    keys = (bodies.c.event_id, bodies.c.category)
    groups = select(*keys, nobody, *_sums(bodies)).group_by(*keys)
    if delegations is Delegations.NONE:
        return groups
    sent = select(
        bodies.c.event_id,
        cast(null(), bodies.c.category.type),
        bodies.c.body_id,
        *(cast(func.sum(bodies.c[one.code]), Integer) for one in PEOPLE),
        *(cast(null(), Integer) for _ in STATES),
    ).where(bodies.c.category.in_(SENT_BY_BODIES), bodies.c.body_id.is_not(None))
    if delegations is Delegations.STATES:
        sent = sent.where(bodies.c.body_id.in_(select(Body.id).where(Body.kind == BodyKind.MEMBER_STATE)))
    return union_all(groups, sent.group_by(bodies.c.event_id, bodies.c.body_id))


@cache
def _with_log() -> Select[Any]:
    entries = exists().where(CheckIn.event_id == Event.id, CheckIn.kind == CheckInKind.IN)
    return select(Event.id).where(Event.id.in_(EVENTS), entries)


@cache
def _by_day() -> Select[Any]:
    entries = log(of_this).c
    return select(entries.day, *counted(LOG, entries)).group_by(entries.day).order_by(entries.day)


@cache
def _by_session() -> Select[Any]:
    entries = log(of_this, CheckIn.session_id.is_not(None)).c
    seen = (
        select(entries.session_id, *counted((*LOG, *ONLINE), entries)).group_by(entries.session_id).subquery()
    )
    sign_ups = (
        select(SignUp.session_id, SignUp.place)
        .join(SignUp.registration)
        .where(Registration.event_id == EVENT, registered())
        .subquery()
    )
    seats = (
        select(sign_ups.c.session_id, *counted(SEATS, sign_ups.c)).group_by(sign_ups.c.session_id).subquery()
    )
    row = EventSession
    return (
        select(
            row.id, row.title_en, row.title_fr, row.starts_at, row.capacity, row.sign_up,
            *(seats.c[indicator.code] for indicator in SEATS),
            *(seen.c[indicator.code] for indicator in (*LOG, *ONLINE)),
        )
        .outerjoin(seats, seats.c.session_id == row.id)
        .outerjoin(seen, seen.c.session_id == row.id)
        .where(row.event_id == EVENT, row.cancelled_at.is_(None), row.kind != SessionKind.BREAK)
        .order_by(row.starts_at, row.position, row.id)
    )  # fmt: skip


@cache
def _over_time() -> CompoundSelect[Any]:
    sent = Letter.__table__.c
    letters = select(
        literal("letter"),
        cast(sent.kind, String),
        cast(null(), String),
        cast(null(), Integer),
        *counted(LETTERS, sent),
    ).where(sent.event_id == EVENT)
    return union_all(
        _weeks().add_columns(*(cast(null(), Integer).label(one.code) for one in LETTERS)),
        letters.group_by(sent.kind),
    )


@cache
def _weeks() -> Any:
    row = Registration
    moment = row.registered_at.type
    begun: list[Any] = [
        (row.registered_at >= bindparam(f"monday_{number}", type_=moment), literal_column(str(number)))
        for number in range(WEEKS, 0, -1)
    ]
    week = case(*begun, else_=literal_column("0"))
    return (
        select(
            literal("week").label("part"),
            cast(week, String).label("key"),
            cast(row.category, String).label("category"),
            func.count().label("registered"),
        )
        .where(row.event_id == EVENT, registered(), row.origin != Origin.IMPORT)
        .group_by("key", row.category)
    )


@cache
def _bodies() -> Any:
    sent = select(Registration.body_id).where(Registration.event_id == EVENT)
    return select(
        Body.id, Body.code, Body.kind, Body.name_en, Body.name_fr, Body.sort_en, Body.sort_fr,
        Body.tile_row, Body.tile_column, Convocation.invited_at, Convocation.refused_at,
    ).outerjoin(
        Convocation, and_(Convocation.body_id == Body.id, Convocation.event_id == EVENT)
    ).where((Body.kind == BodyKind.MEMBER_STATE) | Body.id.in_(sent))  # fmt: skip


def counted(indicators: Iterable[Indicator], rows: Mapping[str, Any] | Any) -> list[Any]:
    """The aggregates of some indicators over a set of rows, each under its code."""
    return [indicator.aggregate(rows).label(indicator.code) for indicator in indicators]
