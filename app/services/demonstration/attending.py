"""Who was at the fictional past meeting, by the log of check-ins: each day, each session, with a mistake taken back.

At the last session of the first day exits are scanned, a side door had no network for a while, and somebody counted heads.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.extensions import db
from app.lib import clock
from app.models import ActorKind, CheckIn, CheckInKind, Event, EventSession, Mode, Registration
from app.services import registering
from app.services.actors import SYSTEM, Actor
from app.services.attendance import checking_in, handing_in, head_counts, who_is_there
from app.services.attendance.handing_in import Queued
from app.services.attendance.log_lines import Desk
from app.services.attendance.occasions import Occasion
from app.services.demonstration.cast import Meeting
from app.services.demonstration.stories import Participation

DESK, SIDE_DOOR = (Desk(Actor(ActorKind.DESK), name) for name in ("Entrance", "Side door"))
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
    hall = _where_exits_are_scanned(event, programme)
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
    _around(event, hall)


def _where_exits_are_scanned(event: Event, programme: list[EventSession]) -> EventSession:
    """The last session of the first day."""
    first = [row for row in programme if event.local(row.starts_at).date() == event.days[0]]
    hall = max(first, key=lambda row: row.starts_at)
    hall.exits = True
    db.session.flush()
    return hall


def _around(event: Event, hall: EventSession) -> None:
    """What else happened at that session: late check-ins of a side door, a head count, a few who left early."""
    occasion = Occasion(event, event.days[0], hall)
    there, elsewhere = _there_or_not(occasion)
    came = hall.starts_at + timedelta(minutes=3)
    with clock.set_to(hall.starts_at + timedelta(minutes=25)):
        late = [Queued(uuid.uuid4(), one.id, came, session_id=hall.id) for one in elsewhere[:2]]
        handing_in.hand_in(event, SIDE_DOOR, late, clock.now())
    with clock.set_to(hall.starts_at + timedelta(minutes=30)):
        head_counts.count(event, hall.id, len(there) + len(late) + 1, DESK.actor)
    for number, registration in enumerate(there[:3]):
        with clock.set_to(hall.starts_at + timedelta(minutes=35 + 4 * number)):
            checking_in.check_out(occasion, registration, DESK, uuid.uuid4())


def _there_or_not(occasion: Occasion) -> tuple[list[Registration], list[Registration]]:
    """Those who came to the meeting in person on that day: to the session, and not to it."""
    assert occasion.session is not None  # noqa: S101 - it is that of the session
    seen = who_is_there.in_session(occasion.session)
    rows = db.session.execute(
        select(Registration, seen)
        .where(
            Registration.event_id == occasion.event.id,
            Registration.mode == Mode.IN_PERSON,
            who_is_there.seen_on(occasion.day),
        )
        .order_by(Registration.id)
    ).all()
    return [row for row, there in rows if there], [row for row, there in rows if not there]


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
