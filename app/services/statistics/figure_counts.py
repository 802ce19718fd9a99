"""What the database counts for the statistics: a few grouped queries, the same number for ten people and for thousands.

The statements are built once and kept, because building them takes as long as the database needs to answer.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    CompoundSelect,
    Integer,
    Select,
    and_,
    cast,
    exists,
    func,
    literal,
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
    HeadCount,
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
    named,
)
from app.services.participation import SENT_BY_BODIES, all_states, registered
from app.services.statistics.counted_rows import EVENT, EVENTS, log, of_these, of_this, people_of
from app.services.statistics.counted_weeks import moments, week
from app.services.statistics.written_codes import written_once

ATTRIBUTES = tuple(dimension.code for dimension in DIMENSIONS)  # each is a column of the registration


class Delegations(enum.Enum):
    """Whose delegations are counted one by one."""

    NONE = enum.auto()
    STATES = enum.auto()
    ALL = enum.auto()


def of_event(event_id: int, mondays: Sequence[datetime]) -> Sequence[Any]:
    """Four kinds of rows, told apart by their column `part`; the numbers stand last, in the order of the registry.

    A row "body" counts the people of one category and body; a row "attributes" those who share all their attributes, and
    only those registered, confirmed and attended. The rows "week" are those of `by_week`; a row "seat" counts the
    sign-ups for a session. One statement for all of them: what takes time is to read the registrations.
    """
    return _rows(_of_event(), event=event_id, **moments(mondays))


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
    """The sessions of an event in their order, breaks and cancelled ones left out: who was seen, and whether heads were counted.

    Without check-ins a session's numbers are null.
    """
    return _rows(_by_session(), event=event_id)


def by_week(event_id: int, mondays: Sequence[datetime]) -> Sequence[Any]:
    """Rows (week, category, registered), which count the people registered of one category in one week.

    The week 0 is the time before the first of the mondays. There are `WEEKS` mondays in their order, each at midnight by
    the clocks of the event's place. When the people of an imported list registered is not recorded.
    """
    return _rows(_by_week(), event=event_id, **moments(mondays))


def letters(event_id: int) -> Sequence[Any]:
    """Rows (kind, numbers…) of the letters of an event."""
    return _rows(_letters(), event=event_id)


def bodies_of(event_id: int) -> Sequence[Any]:
    """All bodies, whoever registered for them, each with whether it was invited and declined."""
    return _rows(_bodies(), event=event_id)


def reported(event_ids: Iterable[int]) -> Sequence[Any]:
    """Rows (event id, indicator, value, source, note): the figures that were reported for some events.

    What was changed is written first, and counted afterwards.
    """
    db.session.flush()
    return _rows(_reported(), events=list(event_ids))


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


@written_once
def _of_event() -> CompoundSelect[Any]:
    facts = people_of(
        of_this, attributes=ATTRIBUTES, besides=[Registration.__table__.c.id, week().label("week")]
    )
    bodies, seats = _by_body(facts), SignUp.__table__.c
    keys, weeks = (bodies.c.category, bodies.c.body_id), (facts.c.week, facts.c.category)
    attributes = [facts.c[name] for name in ATTRIBUTES]
    return union_all(
        select(*_part("body", facts, *keys, *_sums(bodies))).group_by(*keys),
        select(*_part("attributes", facts, *attributes, *counted(named(*STEPS), facts.c))).group_by(
            *attributes
        ),
        select(*_part("week", facts, *weeks, *counted(named("registered"), facts.c)))
        .where(facts.c.registered, facts.c.week.is_not(None))
        .group_by(*weeks),
        select(*_part("seat", facts, seats.session_id, *counted(SEATS, seats)))
        .join_from(facts, SignUp, seats.registration_id == facts.c.id)
        .where(facts.c.registered)
        .group_by(seats.session_id),
    )


def _part(name: str, facts: CTE, *known: Any) -> list[Any]:
    """The columns of `of_event` in their order: what is known in the rows of a part, and nothing in all others."""
    of = {column.key: column for column in known}
    kinds = {
        "category": facts.c.category.type,
        **dict.fromkeys(("body_id", "week", "session_id"), Integer()),
        **{attribute: facts.c[attribute].type for attribute in ATTRIBUTES},
        **{one.code: Integer() for one in (*SEATS, *PEOPLE, *STATES)},
    }
    columns = (of.get(code, cast(null(), kind).label(code)) for code, kind in kinds.items())
    return [literal(name).label("part"), *columns]


@written_once
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


@written_once
def _with_log() -> Select[Any]:
    entries = exists().where(CheckIn.event_id == Event.id, CheckIn.kind == CheckInKind.IN)
    return select(Event.id).where(Event.id.in_(EVENTS), entries)


@written_once
def _reported() -> Select[Any]:
    row = ReportedFigure
    columns: Sequence[Any] = (row.event_id, row.indicator, row.value, row.source, row.note)
    return select(*columns).where(row.event_id.in_(EVENTS)).order_by(row.event_id, row.id)


@written_once
def _by_day() -> Select[Any]:
    entries = log(of_this).c
    return select(entries.day, *counted(LOG, entries)).group_by(entries.day).order_by(entries.day)


@written_once
def _by_session() -> Select[Any]:
    entries = log(of_this, CheckIn.session_id.is_not(None)).c
    seen = (
        select(entries.session_id, *counted((*LOG, *ONLINE), entries)).group_by(entries.session_id).subquery()
    )
    row = EventSession
    return (
        select(
            row.id, row.title_en, row.title_fr, row.starts_at, row.capacity, row.sign_up,
            exists().where(HeadCount.session_id == row.id).label("heads_counted"),
            *(seen.c[indicator.code] for indicator in (*LOG, *ONLINE)),
        )
        .outerjoin(seen, seen.c.session_id == row.id)
        .where(row.event_id == EVENT, row.cancelled_at.is_(None), row.kind != SessionKind.BREAK)
        .order_by(row.starts_at, row.position, row.id)
    )  # fmt: skip


@written_once
def _letters() -> Select[Any]:
    sent = Letter.__table__.c
    return select(sent.kind, *counted(LETTERS, sent)).where(sent.event_id == EVENT).group_by(sent.kind)


@written_once
def _by_week() -> Select[Any]:
    row = Registration
    columns: Sequence[Any] = (week().label("week"), row.category, func.count().label("registered"))
    recorded = (row.event_id == EVENT, registered(), row.origin != Origin.IMPORT)
    return select(*columns).where(*recorded).group_by("week", row.category)


@written_once
def _bodies() -> Any:
    return select(
        Body.id, Body.code, Body.kind, Body.name_en, Body.name_fr, Body.sort_en, Body.sort_fr,
        Body.tile_row, Body.tile_column,
        Convocation.invited_at.is_not(None), Convocation.refused_at.is_not(None),
    ).outerjoin(
        Convocation, and_(Convocation.body_id == Body.id, Convocation.event_id == EVENT)
    )  # fmt: skip


def counted(indicators: Iterable[Indicator], rows: Mapping[str, Any] | Any) -> list[Any]:
    """The aggregates of some indicators over a set of rows, each under its code."""
    return [indicator.aggregate(rows).label(indicator.code) for indicator in indicators]
