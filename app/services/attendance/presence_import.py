"""Who was there online, from the report of a meeting: first it is judged what would be recorded, then the same is recorded.

Each join counts within the sessions that were chosen, and for the day; from so many minutes on somebody was there. A line of
the log says so, with its minutes. The same report again has nothing new; a fuller one takes the place of what was recorded.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from sqlalchemy import Table, insert, select

from app.extensions import db
from app.lib import marks
from app.lib.clock import now
from app.lib.zoom_reports import Report
from app.models import CheckIn, CheckInKind, Event, EventSession, Mode, Registration, SessionKind
from app.services import audit
from app.services.actors import Actor
from app.services.attendance import log_lines
from app.services.attendance import presence_lines as presence
from app.services.attendance.log_lines import Desk
from app.services.attendance.presence_errors import DayUnknown, OneSessionWithoutTimes
from app.services.attendance.presence_lines import Fate, Line, Log, Question
from app.services.attendance.presence_matching import Connection, Match, Registered, Way, connections
from app.services.errors import ModeNotOffered
from app.services.event_states import refuse_read_only

AT_ONCE = 500  # people; more are recorded by the worker
_LOG = cast("Table", CheckIn.__table__)


@dataclass(frozen=True)
class Present:
    """Somebody who was found in the report, however often and under whichever names."""

    registration: Registration
    ways: tuple[Way, ...]
    connections: tuple[Connection, ...]
    lines: tuple[Line, ...]

    @property
    def fates(self) -> set[Fate]:
        """What becomes of this person's minutes."""
        return {line.fate for line in self.lines}

    @property
    def is_recorded(self) -> bool:
        """Whether something changes with this person."""
        return bool(self.fates & {Fate.NEW, Fate.REPLACES, Fate.GONE})

    @property
    def seen(self) -> tuple[object, ...]:
        """Who it is, and what becomes of the minutes."""
        told = [
            (
                str(line.occasion.day),
                line.occasion.session.id if line.occasion.session else None,
                line.minutes,
                "hindered" if line.hindered else line.fate.value,
                line.entry.id if line.entry else None,
            )
            for line in self.lines
        ]
        return self.registration.id, told

    @property
    def joins(self) -> int:
        """How many times this person came into the meeting."""
        return sum(len(connection.stays) for connection in self.connections)


@dataclass(frozen=True)
class Stranger:
    """Somebody in the report of whom it is not known who it is; `typed` is a reference that nobody has."""

    connection: Connection
    candidates: tuple[Registration, ...]
    typed: str = ""


@dataclass(frozen=True)
class Judged:
    """What a report says about an event."""

    people: list[Present]
    strangers: list[Stranger]
    registered: Sequence[Registration]  # among whom strangers are chosen

    @property
    def recorded(self) -> list[Present]:
        """Those with whom something changes."""
        return [person for person in self.people if person.is_recorded]

    @property
    def mark(self) -> str:
        """A mark of what would be recorded; whether those who are held back count is said on the page itself."""
        return marks.of(
            [person.seen for person in self.people], [one.connection.row for one in self.strangers]
        )


@dataclass(frozen=True)
class Taken:
    """What was recorded: of how many people, in how many new lines, in place of how many."""

    people: int
    lines: int
    undone: int


def judge(
    question: Question,
    report: Report,
    hands: Mapping[int, str] | None = None,
    anyway: Collection[int] = (),
    *,
    lock: bool = False,
) -> Judged:
    """What would be recorded; nothing is changed.

    `hands` are references of people by the row of a stranger, `anyway` the registrations that count although they are held
    back. `lock` keeps everybody found as they are until the transaction ends.

    Raises:
        EventReadOnly: the event is archived or cancelled.
        ModeNotOffered: nobody takes part in it online.
        DayUnknown, OneSessionWithoutTimes: the report has no times, and more must be known.
    """
    refuse_read_only(question.event)
    if Mode.ONLINE not in question.event.modes:
        raise ModeNotOffered
    days, registered = _days(question, report), Registered(question.event)
    found, strangers = _found(report, registered, hands or {})
    if lock:
        _lock(
            [person.id for person in registered.people] if question.corrects else [row[0].id for row in found]
        )
    log = Log(question.event, days, lock=lock)
    people = [
        Present(person, ways, several, _lines(question, days, person, several, log, person.id in anyway))
        for person, ways, several in found
    ]
    if question.corrects:
        people = _corrected(question, days, people, registered, log)
    return Judged(people, strangers, registered.people)


def take_over(question: Question, judged: Judged, actor: Actor) -> Taken:
    """Record what was judged under its lock; what gives way is undone by lines of its own."""
    desk, moment = Desk(actor), now()
    lines = [(person.registration.id, line) for person in judged.recorded for line in person.lines]
    undone = [
        log_lines.undoing(line.entry, desk, moment)
        for _, line in lines
        if line.fate in {Fate.REPLACES, Fate.GONE} and line.entry is not None
    ]
    made = [
        _entry(line, number, desk, moment) for number, line in lines if line.fate in {Fate.NEW, Fate.REPLACES}
    ]
    if undone or made:
        db.session.execute(insert(_LOG), [_values(entry) for entry in (*undone, *made)])  # one statement
    counted = {
        "people": len(judged.recorded), "lines": len(made), "undone": len(undone), "strangers": len(judged.strangers)
    }  # fmt: skip
    fields = [f"{name}:{number}" for name, number in counted.items()]
    audit.record(actor, "presence.imported", question.event, event_id=question.event.id, fields=fields)
    db.session.flush()
    return Taken(len(judged.recorded), len(made), len(undone))


def sessions(event: Event) -> list[EventSession]:
    """The sessions in which somebody can take part online, in their order."""
    return [
        session
        for session in event.sessions
        if session.cancelled_at is None
        and session.kind is not SessionKind.BREAK
        and session.mode is not Mode.IN_PERSON
    ]


def _days(question: Question, report: Report) -> list[date]:
    """The days that a report is asked about."""
    event = question.event
    if not report.timed and len(question.sessions) > 1:
        raise OneSessionWithoutTimes
    if question.sessions:
        return sorted({question.day_of(session) for session in question.sessions})
    if report.timed:
        joined = {event.local(moment).date() for stay in report.stays for moment in stay.span or ()}
        return [day for day in event.days if day in joined]
    if question.day is not None and question.day in event.days:
        return [question.day]
    if len(event.days) != 1:
        raise DayUnknown
    return event.days


def _found(
    report: Report, registered: Registered, hands: Mapping[int, str]
) -> tuple[list[tuple[Registration, tuple[Way, ...], tuple[Connection, ...]]], list[Stranger]]:
    """Who was found, each with all connections; and the connections of which it is not known whose they are."""
    people: dict[int, list[tuple[Registration, Way, Connection]]] = {}
    strangers: list[Stranger] = []
    for connection in connections(report):
        match, typed = registered.meant_by(connection), hands.get(connection.row, "")
        by_hand = registered.with_reference(typed) if typed and match.way is None else None
        if by_hand is not None:
            match = Match((by_hand,), Way.HAND)
        if match.way is None:
            strangers.append(Stranger(connection, match.people, typed))
        else:
            person = match.people[0]
            people.setdefault(person.id, []).append((person, match.way, connection))
    found = [
        (rows[0][0], tuple(dict.fromkeys(way for _, way, _ in rows)), tuple(row[2] for row in rows))
        for rows in people.values()
    ]
    return found, strangers


def _lock(ids: Sequence[int]) -> None:
    """Keep registrations as they are, in ascending order, and read them afresh."""
    db.session.scalars(
        select(Registration)
        .where(Registration.id.in_(ids))
        .order_by(Registration.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def _lines(
    question: Question,
    days: Sequence[date],
    person: Registration,
    several: Sequence[Connection],
    log: Log,
    anyway: bool,
) -> tuple[Line, ...]:
    stays = [stay for connection in several for stay in connection.stays]
    return tuple(presence.lines(question, days, person, stays, log, anyway=anyway))


def _corrected(
    question: Question, days: Sequence[date], people: Sequence[Present], registered: Registered, log: Log
) -> list[Present]:
    """The same people, and those of whom only an earlier report said that they were there: that gives way."""
    confirmed = {
        line.entry.id
        for person in people
        for line in person.lines
        if line.entry is not None and line.fate is not Fate.BELOW
    }
    gone: dict[int, list[Line]] = {}
    for person_id, occasion, entry in presence.told(question, days, log):
        if entry.id not in confirmed:
            line = Line(occasion, entry.minutes or 0, entry.at, Fate.GONE, entry)
            gone.setdefault(person_id, []).append(line)
    both = [
        replace(person, lines=(*person.lines, *gone.pop(person.registration.id, ()))) for person in people
    ]
    return both + [
        Present(person, (), (), tuple(gone[person.id])) for person in registered.people if person.id in gone
    ]


def _entry(line: Line, registration_id: int, desk: Desk, moment: datetime) -> CheckIn:
    entry = log_lines.made(
        CheckInKind.IN, line.occasion, registration_id, desk, uuid.uuid4(), at=line.at, received_at=moment
    )
    entry.mode, entry.minutes = Mode.ONLINE, line.minutes
    return entry


def _values(entry: CheckIn) -> dict[str, object]:
    """A line as one row of many that are added in one statement."""
    return {column.name: getattr(entry, column.name) for column in _LOG.c if column.name != "id"}
