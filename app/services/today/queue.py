"""One queue over all events that a user may see: what is to be decided, which dates come, what to keep an eye on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.lib.clock import now
from app.models import Event, EventStatus, Job, JobState, Registration, User
from app.services import event_sight, settings
from app.services.today import deadlines, matters, tallies
from app.services.today.deadlines import Deadline
from app.services.today.matters import Group, Line
from app.services.today.tallies import Tally

_JOBS_SHOWN, _JOBS_TOLD = 5, timedelta(days=7)
_WORKED_ON = (EventStatus.DRAFT, EventStatus.PUBLISHED, EventStatus.CLOSED)
# People of an event are kept for months after it: of one that is archived longer, there is nothing left to do.
_LOOKED_BACK = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Coming:
    """An event to come, with its numbers."""

    event: Event
    tally: Tally
    to_decide: int


@dataclass(frozen=True)
class Queue:
    """What a user has to do today."""

    decide: list[Line]  # who has waited longest stands first
    deadlines: list[Deadline]
    watch: list[Line]
    jobs: list[Job]  # of this user, that failed
    coming: list[Coming]

    @property
    def number(self) -> int:
        """How many decisions wait."""
        return matters.to_decide(self.decide)

    @property
    def is_empty(self) -> bool:
        return not (self.decide or self.deadlines or self.watch or self.jobs)


def queue(user: User) -> Queue:
    """Everything for a user, in five statements whatever the number of events and people."""
    at, events = now(), _events(user)
    found = tallies.of_events(events, at)
    lines = {event: matters.of_event(event, found[event.id], at) for event in events}
    listed = [line for some in lines.values() for line in some]
    periods = dict(zip(deadlines.PERIODS, settings.numbers(*deadlines.PERIODS), strict=True))
    coming = [event for event in events if event.status in _WORKED_ON[1:] and not event.is_over(at)]
    return Queue(
        decide=sorted((line for line in listed if line.group is Group.DECIDE), key=_oldest),
        deadlines=deadlines.coming(events, periods, at),
        watch=[line for line in listed if line.group is Group.WATCH],
        jobs=_failed_jobs(user, at),
        coming=[Coming(event, found[event.id], matters.to_decide(lines[event])) for event in coming],
    )


def _events(user: User) -> list[Event]:
    """The events that are worked on, in the order of their dates; and the past ones of which something may be left."""
    query = event_sight.visible(user).where(_worth_a_look())
    return sorted(db.session.scalars(query, {"looked_back": now() - _LOOKED_BACK}), key=_when)


@cache
def _worth_a_look() -> ColumnElement[bool]:
    named = exists().where(Registration.event_id == Event.id, Registration.registered_at.is_not(None))
    ended = and_(
        Event.status.in_((EventStatus.ARCHIVED, EventStatus.CANCELLED)),
        Event.ends_at > bindparam("looked_back", type_=Event.ends_at.type),
        named,
    )
    return or_(Event.status.in_(_WORKED_ON), ended)


def _failed_jobs(user: User, at: datetime) -> list[Job]:
    """Long work of the last days that failed and was not asked for again."""
    query = _failed()
    if not user.all_events:
        seen = event_sight.visible(user).with_only_columns(Event.id)
        query = query.where(or_(Job.event_id.is_(None), Job.event_id.in_(seen)))
    return list(db.session.scalars(query, {"whose": user.id, "told": at - _JOBS_TOLD}))


@cache
def _failed() -> Select[Job]:
    later = aliased(Job)
    again = exists().where(
        later.user_id == Job.user_id,
        later.kind == Job.kind,
        later.event_id == Job.event_id,
        later.id > Job.id,
    )
    whose, told = bindparam("whose", type_=Integer), bindparam("told", type_=Job.finished_at.type)
    failed = (Job.user_id == whose, Job.state == JobState.FAILED, Job.finished_at > told)
    return select(Job).where(*failed, ~again).order_by(Job.id.desc()).limit(_JOBS_SHOWN)


def _oldest(line: Line) -> tuple[datetime, int]:
    return line.since or datetime.max.replace(tzinfo=UTC), line.event.id


def _when(event: Event) -> tuple[datetime, str]:
    return event.starts_at or datetime(event.year, 12, 31, tzinfo=UTC), event.slug
