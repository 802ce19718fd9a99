"""Who was at the fictional past meeting, by the log of check-ins: each day, each session, with a mistake taken back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from app.extensions import db
from app.lib import clock
from app.models import ActorKind, CheckIn, CheckInKind, Event, EventSession, Mode, Registration
from app.services import registering
from app.services.actors import SYSTEM, Actor
from app.services.attendance import checking_in
from app.services.attendance.log_lines import Desk
from app.services.attendance.occasions import Occasion
from app.services.demonstration.cast import Meeting
from app.services.demonstration.stories import Participation

DESK = Desk(Actor(ActorKind.DESK), "Entrance")
_MISSES = 4  # each fourth person misses a given session
_DAYS = {
    Meeting.BOTH: (0, 1),
    Meeting.FIRST: (0,),
    Meeting.SECOND: (1,),
    Meeting.UNDONE: (0,),
    Meeting.UNCONFIRMED: (0, 1),
    Meeting.WALK_IN: (0, 1),
}


def attend(event: Event, sessions: Iterable[EventSession], people: Iterable[Participation]) -> None:
    """Check everybody in as the cast says it."""
    programme = [session for session in sessions if session.kind != "break"]
    for number, person in enumerate(people):
        part = person.member.meeting
        for index in _DAYS.get(part, ()) if part else ():
            day = event.days[index]
            arrival = _opening(event, day, programme) + timedelta(minutes=number % 35 - 25)
            with clock.set_to(arrival):
                if part is Meeting.WALK_IN and index == 0:
                    person.walk_in()
                _one_day(
                    event, day, person, [row for row in programme if event.local(row.starts_at).date() == day]
                )


def _opening(event: Event, day: date, programme: list[EventSession]) -> datetime:
    return min(row.starts_at for row in programme if event.local(row.starts_at).date() == day)


def _one_day(event: Event, day: date, person: Participation, sessions: list[EventSession]) -> None:
    registration = registering.fresh(person.id)
    entry = _seen(Occasion(event, day), registration)
    if person.member.meeting is Meeting.UNDONE:
        checking_in.undo(event, entry.id, DESK)
        return
    for number, session in enumerate(sessions):
        if (registration.id + number) % _MISSES:
            with clock.set_to(session.starts_at + timedelta(minutes=registration.id % 12)):
                _seen(Occasion(event, day, session), registration)


def _seen(occasion: Occasion, registration: Registration) -> CheckIn:
    """Scanned at the entrance; who takes part online is noted by the platform."""
    if registration.mode is Mode.ONLINE:
        return _noted_online(occasion, registration)
    entry = checking_in.check_in(occasion, registration, DESK, uuid.uuid4(), anyway=True).entry
    assert entry is not None  # noqa: S101 - anyway records everybody
    return entry


def _noted_online(occasion: Occasion, registration: Registration) -> CheckIn:
    entry = CheckIn(
        client_id=str(uuid.uuid4()),
        event_id=occasion.event.id,
        registration_id=registration.id,
        session_id=occasion.session.id if occasion.session else None,
        day=occasion.day,
        mode=Mode.ONLINE,
        kind=CheckInKind.IN,
        at=clock.now(),
        received_at=clock.now(),
        actor_kind=SYSTEM.kind,
    )
    db.session.add(entry)
    db.session.flush()
    return entry
