"""What an organiser of an event must know today: what waits, who is the newest, how it fills, how its delegations answer.

What is to be decided is counted by `today.tallies`, as for the page over all events.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import NamedTuple

from sqlalchemy import select

from app.extensions import db
from app.lib.clock import now
from app.models import Event, EventSession, EventStatus
from app.services import delegation_board, letter_failures, publishing
from app.services.delegation_board import Glance
from app.services.letter_failures import Mentioned
from app.services.statistics import over_time
from app.services.statistics.figure_kinds import WeekFigures
from app.services.today import matters, newest, tallies
from app.services.today.matters import Line, Matter
from app.services.today.newest import Newcomer
from app.services.today.tallies import Tally
from app.services.today.tasks import Task

_FAILURES_SHOWN = 5


class Step(NamedTuple):
    """A date of the event: what it is (a code), and when."""

    code: str  # published, invited, opens, nominations, closes, papers, check_in, starts, ends
    at: datetime
    until: datetime | None = None  # what takes its time is not over when it begins

    def is_over(self, at: datetime) -> bool:
        """Whether it lies behind a moment."""
        return (self.until or self.at) <= at


@dataclass(frozen=True)
class Overview:
    """An event today."""

    tally: Tally
    lines: list[Line]
    newest: dict[Task, list[Newcomer]] = field(default_factory=dict)
    failures: list[Mentioned] = field(default_factory=list)  # the last of them, with those whom they were for
    untranslated: list[EventSession] = field(default_factory=list)  # told of in one language only
    weeks: list[WeekFigures] = field(default_factory=list)
    delegations: Glance = field(default_factory=Glance)
    missing: tuple[str, ...] = ()  # before it can be published, as message ids

    @property
    def registered(self) -> int:
        return self.tally.registered

    @property
    def to_decide(self) -> int:
        """How many decisions wait for the secretariat."""
        return matters.to_decide(self.lines)

    @property
    def people_to_decide(self) -> int:
        """How many registrations wait for the secretariat."""
        return sum(line.number for line in self.lines if line.matter in matters.OF_PEOPLE)


def overview(event: Event, language: str) -> Overview:
    """The state of an event, in a number of statements that does not depend on how many registered."""
    at = now()
    tally = tallies.of_event(event, at)
    lines = matters.of_event(event, tally, at)
    found = {line.matter for line in lines}
    recorded = tally.registered > 0 and not event.only_who_came
    failures = letter_failures.mentioned(event, _FAILURES_SHOWN, language) if Matter.LETTERS in found else []
    return Overview(
        tally,
        lines,
        newest=newest.of_event(event, language) if found & {Matter.CONFIRM, Matter.VALIDATE} else {},
        failures=failures,
        untranslated=_untranslated(event) if Matter.SESSIONS in found else [],
        weeks=over_time.registrations(event) if recorded else [],
        delegations=_delegations(event, tally),
        missing=publishing.missing(event) if event.status is EventStatus.DRAFT else (),
    )


def steps(event: Event, invited_at: datetime | None = None) -> list[Step]:
    """The dates of an event in their order, as far as they are known."""
    known = {
        "published": event.published_at,
        "invited": invited_at,
        "opens": event.opens_at,
        "nominations": event.nominations_until,
        "closes": event.closes_at,
        "papers": event.closes_at if event.starts_at and not event.is_read_only else None,
        "check_in": _first_morning(event) if not event.is_read_only else None,
        "starts": event.starts_at,
        "ends": event.ends_at,
    }
    untils = {"papers": event.starts_at}
    dated = [Step(code, at, untils.get(code)) for code, at in known.items() if at is not None]
    return sorted(dated, key=lambda step: step.at)


def _first_morning(event: Event) -> datetime | None:
    """When the first day of an event begins at its place: from then on the desk lets people in."""
    return datetime.combine(event.days[0], time.min, event.zone) if event.days else None


def _delegations(event: Event, tally: Tally) -> Glance:
    """The answers of the delegations; nothing is asked where nobody can have answered."""
    is_early = event.status is EventStatus.DRAFT and not tally.registered
    is_unrecorded = event.status is EventStatus.ARCHIVED and not tally.registered
    return Glance() if is_early or is_unrecorded else delegation_board.glance(event)


def _untranslated(event: Event) -> list[EventSession]:
    return list(
        db.session.scalars(
            select(EventSession)
            .where(EventSession.event_id == event.id, tallies.one_sided())
            .order_by(EventSession.starts_at, EventSession.id)
        )
    )
