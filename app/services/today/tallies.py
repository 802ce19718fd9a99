"""How many things of each kind wait at some events, and since when: two statements, however many events and people.

The page of what needs doing today, an event's own page and the tests all read these numbers, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from app.extensions import db
from app.models import (
    DELEGATIONS,
    Body,
    CheckIn,
    CheckInKind,
    Convocation,
    Event,
    EventSession,
    FigureSnapshot,
    Letter,
    LetterKind,
    Mode,
    Place,
    Registration,
    SignUp,
    Status,
    Substitute,
)
from app.services import letter_failures, mandates
from app.services.participation import Events, confirmed, for_a_state, never_undone, registered, waiting
from app.services.today import tasks
from app.services.today.tasks import Task


class Waiting(NamedTuple):
    """How many of a kind there are, since when the oldest, and the code of the body where they are all about one."""

    number: int = 0
    since: datetime | None = None
    body: str | None = None


_NOTHING = Waiting()


@dataclass(frozen=True)
class Tally:
    """The numbers of one event. Registrations, unless the name says otherwise."""

    registered: int = 0
    confirmed: Mapping[Mode, int] = field(default_factory=dict)
    states_confirmed: int = 0  # member states
    kinds: Mapping[str, Waiting] = field(default_factory=dict)  # by the codes of `Task` and those below

    def of(self, kind: str) -> Waiting:
        """How it stands with one kind of thing."""
        return self.kinds.get(kind, _NOTHING)


def of_events(events: Collection[Event], at: datetime) -> dict[int, Tally]:
    """The numbers of some events by their ids, as far as they matter at a moment: not who is silent once an event is over."""
    found: dict[int, dict[str, Waiting]] = {event.id: {} for event in events}
    if not found:
        return {}
    over = [event.id for event in events if event.is_over(at)]
    ahead = [event.id for event in events if not event.is_over(at)]
    values = {"events": list(found), "ahead": ahead, "over": over, "day": mandates.today()}
    counted = {row["event_id"]: row for row in _ask(_registrations(), values).mappings()}
    for event_id, row in counted.items():
        for kind in _KINDS:
            found[event_id][kind] = Waiting(row[kind], row[f"{kind}_since"])
    for event_id, kind, number, since, first, last in _ask(_others(bool(ahead), bool(over)), values):
        if number:
            found[event_id][kind] = Waiting(number, since, first if first == last else None)
    return {event_id: _tally(counted.get(event_id), kinds) for event_id, kinds in found.items()}


def of_event(event: Event, at: datetime) -> Tally:
    """The numbers of one event."""
    return of_events([event], at)[event.id]


def _tally(row: Any, kinds: dict[str, Waiting]) -> Tally:
    if row is None:
        return Tally(kinds=kinds)
    modes = {mode: row[f"confirmed_{mode.value}"] for mode in (Mode.IN_PERSON, Mode.ONLINE)}
    return Tally(row["registered"], modes, row["states_confirmed"], kinds)


def _ask(statement: Any, values: dict[str, Any]) -> Any:
    """Asked on the connection: plain rows are all that is wanted."""
    return db.session.connection().execute(statement, values)


_DAY: ColumnElement[Any] = bindparam("day", type_=Date)
_OF_GROUPS = tuple(task for task in Task if task is not Task.DOUBLE)  # no two alike are of one name
_KINDS = (*(task.value for task in _OF_GROUPS), "waiting", "unverified")


# Written into the statement: with so few in sight PostgreSQL does not plan it anew each time.
_WAITING = literal(Place.WAITING, SignUp.place.type, literal_execute=True)


def _among(name: str) -> Events:
    """That an event is one of those asked for under a name."""
    ids = bindparam(name, expanding=True, type_=Integer)

    def condition(column: Any) -> ColumnElement[bool]:
        met: ColumnElement[bool] = column.in_(ids)
        return met

    return condition


_these, _ahead, _over = _among("events"), _among("ahead"), _among("over")


@cache
def _registrations() -> Select[Any]:
    """The registrations under each heading; statements are built once and kept."""
    row = _groups().c

    def people(*met: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(row.number).filter(*met), 0)

    columns: list[Any] = [people(row.registered).label("registered")]
    states = func.count(row.body_id.distinct()).filter(row.confirmed, row.for_a_state)
    columns.append(states.label("states_confirmed"))
    for mode in (Mode.IN_PERSON, Mode.ONLINE):
        columns.append(people(row.confirmed, row.mode == mode).label(f"confirmed_{mode.value}"))
    for kind in _KINDS:
        columns.append(people(row[kind]).label(kind))
        columns.append(func.min(row.since).filter(row[kind]).label(f"{kind}_since"))
    return select(row.event_id, *columns).group_by(row.event_id)


def _groups() -> Subquery:
    """Registrations that are alike in all that the conditions look at: those are asked once of each group."""
    row = Registration
    conditions = {task.value: tasks.condition(task, _these, _DAY) for task in _OF_GROUPS}
    conditions |= {
        "waiting": waiting(),
        "unverified": row.status == Status.UNVERIFIED,
        "registered": registered(),
        "confirmed": confirmed(),
        "for_a_state": for_a_state(),
    }
    number, since = cast(func.count(), Integer).label("number"), func.min(tasks.since()).label("since")
    met = [condition.label(name) for name, condition in conditions.items()]
    alike = (row.category, row.status, row.place, row.replaced)
    known = (row.registered_at.is_not(None), row.body_text.is_not(None))
    return (
        select(row.event_id, row.body_id, row.mode, number, since, *met)
        .where(_these(row.event_id))
        .group_by(row.event_id, row.body_id, row.mode, *alike, *known)
        .subquery()
    )


@cache
def _others(ahead: bool, over: bool) -> CompoundSelect[Any]:
    """Rows (event, kind, number, since, code of the first and of the last body) of what else there is.

    Nobody has to answer any more where an event is over, and before that nothing is to be kept: neither is looked for.
    """
    parts = [_letters(), _doubles(), _sessions()]
    if ahead:
        parts += [*_silence(), *_substitutes(), _sessions_waiting()]
    return union_all(*parts, *(_afterwards() if over else ()))


def _row(kind: str, event: Any, number: Any, since: Any = None, code: Any = None) -> Select[Any]:
    """One kind of thing, grouped by event; every part of the union has these columns and types."""
    moment = Event.created_at.type
    return select(
        event.label("event_id"),
        literal(kind, String).label("kind"),
        number.label("number"),
        (cast(null(), moment) if since is None else func.min(since, type_=moment)).label("since"),
        (cast(null(), String) if code is None else func.min(code)).label("first"),
        (cast(null(), String) if code is None else func.max(code)).label("last"),
    ).group_by(event)


def _letters() -> Select[Any]:
    row = _row("letters", Letter.event_id, func.count(), Letter.created_at)
    return row.where(_these(Letter.event_id), *letter_failures.outstanding())


def _doubles() -> Select[Any]:
    names = tasks.shared_names(_these).subquery().c
    return _row(Task.DOUBLE.value, names.event_id, cast(func.sum(names.number), Integer), names.since)


def _silence() -> list[Select[Any]]:
    """Delegations that were invited and have not answered, and those of them for which nobody speaks; looked for once."""
    row = Convocation
    answered = exists().where(
        Registration.event_id == row.event_id,
        Registration.body_id == row.body_id,
        Registration.category.in_(DELEGATIONS),
        or_(registered(), confirmed()),
    )
    spoken = tasks.spoken_for(row.event_id, row.body_id, _DAY).label("spoken")
    waited_for = (
        select(row.event_id, row.invited_at, Body.code, spoken)
        .join(row.body)
        .where(_ahead(row.event_id), row.refused_at.is_(None), ~answered)
        .cte("waited_for")
        .prefix_with("MATERIALIZED")
    ).c
    silent, mute = (
        _row(kind, waited_for.event_id, func.count(), waited_for.invited_at, waited_for.code)
        for kind in ("silent", "mute")
    )
    return [silent, mute.where(~waited_for.spoken)]


def _substitutes() -> list[Select[Any]]:
    """Those proposed by whoever declined: for the correspondent to decide or, where there is none, for the secretariat."""
    spoken = tasks.spoken_for(Registration.event_id, Registration.body_id, _DAY)
    found = []
    for kind, whose in (("substitutes", ~spoken), ("substitutes_theirs", spoken)):
        row = _row(kind, Registration.event_id, func.count(), Substitute.proposed_at, Body.code)
        found.append(
            row.select_from(Substitute)
            .join(Substitute.registration)
            .join(Body, Body.id == Registration.body_id)
            .where(
                _ahead(Registration.event_id),
                Substitute.settled_at.is_(None),
                Substitute.family_name.is_not(None),
                whose,
            )
        )
    return found


def one_sided() -> ColumnElement[bool]:
    """That a session is told of in one language only."""
    row = EventSession
    titles = (row.title_en == "") | (row.title_fr == "")
    return and_(row.cancelled_at.is_(None), titles | ((row.text_en == "") != (row.text_fr == "")))


def _sessions() -> Select[Any]:
    row = EventSession
    return _row("sessions", row.event_id, func.count()).where(_these(row.event_id), one_sided())


def _sessions_waiting() -> Select[Any]:
    row = EventSession
    people = func.count(SignUp.registration_id.distinct())
    return (
        _row("sessions_waiting", row.event_id, people, SignUp.waiting_since)
        .select_from(SignUp)
        .join(SignUp.session)
        .join(SignUp.registration)
        .where(_ahead(row.event_id), row.cancelled_at.is_(None), SignUp.place == _WAITING, registered())
    )


def _afterwards() -> list[Select[Any]]:
    """Frozen versions of the figures, certificates sent, and people who came."""
    entered = and_(CheckIn.event_id == Event.id, CheckIn.kind == CheckInKind.IN)
    came = exists().where(entered, never_undone(_over))
    return [
        _row("frozen", FigureSnapshot.event_id, func.count()).where(_over(FigureSnapshot.event_id)),
        _row("certificates", Letter.event_id, func.count()).where(
            _over(Letter.event_id), Letter.kind == LetterKind.CERTIFICATE
        ),
        _row("came", Event.id, func.count()).where(_over(Event.id), came),
    ]
