"""How long somebody was online at each occasion that is asked about, and what becomes of it beside what the log says already."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from app.extensions import db
from app.lib.spans import Span, cut, minutes
from app.lib.zoom_reports import Stay
from app.models import CheckIn, CheckInKind, Event, EventSession, Mode, Registration, Status
from app.services.attendance.occasions import Occasion
from app.services.participation import stands

Key = tuple[int, date | None, int | None]  # registration, day, session


class Fate(enum.StrEnum):
    """What becomes of somebody's minutes at an occasion."""

    NEW = "new"
    REPLACES = "replaces"  # an earlier report said less
    KNOWN = "known"
    BELOW = "below"  # too few minutes
    IN_PERSON = "in_person"  # checked in there on the spot: that stays
    HELD = "held"  # not before somebody says so: not confirmed, or in person on that day
    GONE = "gone"  # recorded from an earlier report, which this one corrects


@dataclass(frozen=True)
class Question:
    """What a report is asked: which sessions it is about, and from how many minutes on somebody was there.

    Without sessions it is about the days as a whole; `day` says which one where a report has no times. `corrects`: whatever
    earlier reports said of these sessions and days gives way, also where it was more.
    """

    event: Event
    sessions: tuple[EventSession, ...] = ()
    day: date | None = None
    least: int = 10
    corrects: bool = False

    def day_of(self, session: EventSession) -> date:
        """The day of a session by the clocks of the event's place."""
        return self.event.local(session.starts_at).date()


@dataclass(frozen=True)
class Line:
    """Somebody's presence at an occasion, and the line of the log that stands there already."""

    occasion: Occasion
    minutes: int
    at: datetime
    fate: Fate
    entry: CheckIn | None = None
    hindered: bool = False  # whether somebody must say that it counts, or has said so


class Log:
    """The check-ins of some days of an event that stand, by person and occasion.

    `lock` keeps them as they are until the transaction ends: nobody undoes what is being replaced.
    """

    def __init__(self, event: Event, days: Sequence[date], *, lock: bool = False) -> None:
        asked = (CheckIn.event_id == event.id, CheckIn.day.in_(days), CheckIn.kind == CheckInKind.IN)
        if lock:
            held = select(CheckIn.id).where(*asked).order_by(CheckIn.id)
            db.session.scalars(held.with_for_update(key_share=True)).all()
        self.lines: dict[Key, list[CheckIn]] = {}
        self._on_the_spot: set[tuple[int, date | None]] = set()
        self._told: dict[tuple[int, date | None], list[CheckIn]] = {}
        for line in db.session.scalars(select(CheckIn).where(*asked, stands()).order_by(CheckIn.id)):
            self.lines.setdefault((line.registration_id, line.day, line.session_id), []).append(line)
            if line.mode is Mode.IN_PERSON:
                self._on_the_spot.add((line.registration_id, line.day))
            elif line.minutes is not None and line.session_id is not None:
                self._told.setdefault((line.registration_id, line.day), []).append(line)

    def of(self, person: Registration, occasion: Occasion) -> list[CheckIn]:
        """What stands of somebody at an occasion."""
        session = occasion.session
        return self.lines.get((person.id, occasion.day, session.id if session else None), [])

    def on_the_spot(self, person: Registration, day: date) -> bool:
        """Whether somebody was checked in in person on a day, at the entrance or in a session."""
        return (person.id, day) in self._on_the_spot

    def of_sessions(self, person: Registration, day: date) -> list[CheckIn]:
        """Somebody's online presence in the sessions of a day, as earlier reports told it."""
        return self._told.get((person.id, day), [])


def lines(
    question: Question,
    days: Sequence[date],
    person: Registration,
    stays: Sequence[Stay],
    log: Log,
    *,
    anyway: bool,
) -> list[Line]:
    """Somebody's presence at each occasion at which there was any; `anyway` lets in whoever is held back."""
    found = []
    for occasion, number, at in measured(question, days, stays):
        if occasion.session is None and question.sessions:
            number += _earlier(question, person, occasion.day, log)
        there = log.of(person, occasion)
        entry = next((line for line in there if line.mode is Mode.IN_PERSON), None) or next(iter(there), None)
        fate = _fate(question, number, entry)
        hindered = fate is Fate.NEW and _hindered(person, occasion.day, log)
        if hindered and not anyway:
            fate = Fate.HELD
        found.append(Line(occasion, number, at, fate, entry, hindered))
    return found


def measured(
    question: Question, days: Sequence[date], stays: Sequence[Stay]
) -> Iterator[tuple[Occasion, int, datetime]]:
    """For each session, then for each day: how many minutes somebody was there, and since when."""
    event, spans = question.event, [stay.span for stay in stays if stay.span is not None]
    total = sum(stay.minutes for stay in stays)
    for occasion, bounds in _occasions(question, days):
        if spans:
            inside = cut(spans, bounds)
            if inside:
                yield occasion, minutes(inside), inside[0].begins
        elif occasion.session is not None:  # no times: it is known how long, not when
            yield occasion, min(total, minutes(bounds)), occasion.session.starts_at
        else:
            whole = min(total, minutes(bounds))
            first = bounds[0].begins
            yield occasion, whole, max(first, event.starts_at) if event.starts_at else first


def _occasions(question: Question, days: Sequence[date]) -> Iterator[tuple[Occasion, list[Span]]]:
    """The sessions that were chosen and their days, each with the time within which joins count."""
    event, by_day = question.event, {day: [_whole(question.event, day)] for day in days}
    for day in days if question.sessions else ():
        by_day[day] = []
    for session in question.sessions:
        span = Span(session.starts_at, session.ends_at)
        by_day[question.day_of(session)].append(span)
        yield Occasion(event, question.day_of(session), session), [span]
    for day, bounds in by_day.items():
        yield Occasion(event, day), bounds


def _whole(event: Event, day: date) -> Span:
    """A day from midnight to midnight by the clocks of the event's place."""
    ends = [datetime.combine(day + timedelta(days=number), time(), tzinfo=event.zone) for number in (0, 1)]
    return Span(*(moment.astimezone(UTC) for moment in ends))


def _earlier(question: Question, person: Registration, day: date, log: Log) -> int:
    """The minutes of that day's other sessions, told by reports of other meetings; none counts twice."""
    chosen = {session.id for session in question.sessions}
    return sum(
        line.minutes or 0
        for line in log.of_sessions(person, day)
        if line.session is not None
        and line.session_id not in chosen
        and not any(line.session.overlaps(session) for session in question.sessions)
    )


def _fate(question: Question, number: int, entry: CheckIn | None) -> Fate:
    if entry is not None and entry.mode is Mode.IN_PERSON:
        return Fate.IN_PERSON
    if number < question.least:
        return Fate.BELOW
    if entry is None:
        return Fate.NEW
    fuller = entry.minutes is None or number > entry.minutes
    return Fate.REPLACES if fuller or (question.corrects and number != entry.minutes) else Fate.KNOWN


def _hindered(person: Registration, day: date, log: Log) -> bool:
    """Whether somebody must say that this person counts as online."""
    return person.status is not Status.CONFIRMED or log.on_the_spot(person, day)


def told(question: Question, days: Sequence[date], log: Log) -> Iterator[tuple[int, Occasion, CheckIn]]:
    """What earlier reports said of the occasions that are asked about: the person, the occasion, the line."""
    asked: Mapping[tuple[date | None, int | None], Occasion] = {
        (occasion.day, occasion.session.id if occasion.session else None): occasion
        for occasion, _ in _occasions(question, days)
    }
    for (person_id, day, session_id), entries in log.lines.items():
        for entry in entries:
            if entry.minutes is not None and (day, session_id) in asked:
                yield person_id, asked[day, session_id], entry
